// GET /healthz: whether the hub can do its work, for whoever restarts it if it cannot.

internal import Hummingbird
internal import LocalStore
internal import Synchronization

/// Reads a little of every workspace. Anybody may ask, so the answer is kept for a second: asking
/// costs the hub nothing.
final class HealthEndpoint: Sendable {
    private let workspaces: Workspaces
    private let environment: StoreEnvironment
    private let last = Mutex<(at: Int64, isWell: Bool)?>(nil)

    init(workspaces: Workspaces, environment: StoreEnvironment) {
        self.workspaces = workspaces
        self.environment = environment
    }

    /// - Throws: ``HubError/Code/failed`` while a workspace cannot be read.
    func respond() async throws -> Response {
        guard await isWell() else { throw HubError.failed }
        return Response(json: Array(#"{"status":"ok"}"#.utf8))
    }

    /// Whether every workspace can be read, as it was within the last second.
    func isWell() async -> Bool {
        let now = environment.wallMilliseconds()
        let kept = last.withLock { $0 }
        let isWell: Bool
        if let kept, (0..<HubLimits.healthMilliseconds).contains(now - kept.at) {
            isWell = kept.isWell
        } else {
            isWell = await canRead()
            last.withLock { $0 = (now, isWell) }
        }
        return isWell
    }

    private func canRead() async -> Bool {
        for workspace in workspaces.all {
            guard (try? await workspace.read { try $0.head() }) != nil else { return false }
        }
        return true
    }
}
