// GET /metrics: the hub's numbers, for the one program that may read them.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// Prints the numbers in Prometheus' text form.
///
/// By a token and not by the address: behind a proxy on the same machine everybody comes from
/// loopback. The numbers name nobody, but how many people work when is nobody else's business.
struct MetricsEndpoint: Sendable {
    let workspaces: Workspaces
    let environment: StoreEnvironment
    let token: MetricsToken

    func respond(to routed: RoutedRequest) async throws -> Response {
        guard token.opens(routed.request) else { throw HubError.unauthorized }
        try await lookUp()
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: workspaces.metrics.registry.text())))
    }

    /// The numbers that nobody counts, all workspaces together: a workspace's name is no label.
    private func lookUp() async throws {
        var sums: [String: Int64] = [:]
        let environment = environment
        for workspace in workspaces.all {
            let found = try await workspace.read { transaction in
                try Self.numbers(
                    Registry(
                        transaction: transaction, environment: environment, actor: .hubOperator))
            }
            sums.merge(found) { $0 + $1 }
            sums["waiting", default: 0] += Int64(workspace.commits.listenerCount)
            sums["page_cache_bytes", default: 0] += Int64(workspace.pages.byteCount)
        }
        sums["workspaces"] = Int64(workspaces.all.count)
        var backups: [Int64] = []
        for workspace in workspaces.all { backups.append(try await workspace.lastBackupAt()) }
        // The workspace that was left out longest.
        sums["last_backup_timestamp_seconds"] = (backups.min() ?? 0) / 1_000
        for (name, value) in sums { workspaces.metrics.set(name, value) }
    }

    private static func numbers(_ registry: Registry) throws -> [String: Int64] {
        let roster = try registry.roster()
        let head = try registry.transaction.head().position
        let enabled = roster.devices.filter { $0.device.revokedAt == nil }
        return [
            "members": Int64(roster.members.count(where: \.isActive)),
            "devices": Int64(enabled.count),
            "devices_behind": Int64(enabled.count { $0.unitsBehind(head) > 0 }),
            "units": Int64(clamping: head),
        ]
    }
}

/// The secret of whoever reads the numbers: a file of the hub's own, made with it.
struct MetricsToken: Sendable {
    private let hash: String?

    /// Without the file nobody reads the numbers.
    init(in directory: String) {
        let text = try? String(contentsOfFile: Self.path(in: directory), encoding: .utf8)
        hash =
            text.flatMap { DeviceToken($0.trimmingCharacters(in: .whitespacesAndNewlines)) }?
            .hash
    }

    static func path(in directory: String) -> String { directory + "/metrics.token" }

    /// Makes the file, for the hub's user alone, where there is none.
    static func make(in directory: String, _ environment: StoreEnvironment) {
        let path = path(in: directory)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let text = Array((DeviceToken(random: environment.random).text + "\n").utf8)
        // A file that could not be written opens nothing; the hub serves without its numbers.
        _ = text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// Compares hashes, so that the time it takes tells nothing.
    func opens(_ request: Request) -> Bool {
        guard let hash, let token = try? request.token() else { return false }
        return SecretHash.areEqual(hash, token.hash)
    }
}
