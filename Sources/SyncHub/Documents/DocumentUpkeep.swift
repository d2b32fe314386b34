// Removes what transfers left behind that nobody went on with.

internal import LocalStore
internal import Logging
internal import ServiceLifecycle

/// Looks through the workspaces' unfinished transfers at the start, and every few hours.
struct DocumentUpkeep: Service {
    let workspaces: Workspaces
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for workspace in workspaces.all { await tidy(workspace) }
                try? await Task.sleep(for: HubLimits.documentUpkeep)
            }
        }
    }

    private func tidy(_ workspace: Workspace) async {
        let now = workspace.environment.wallMilliseconds() / 1_000
        do {
            try await workspace.withDocuments { $0.removeOldPartials(now: now) }
        } catch {
            logger.error(
                "cannot remove old transfers", metadata: ["workspace": "\(workspace.name)"])
        }
    }
}
