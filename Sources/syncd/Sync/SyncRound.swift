// One sync in the foreground, for commands: alone on the replica, and noted for `syncd status`.

import LocalStore
import SyncEngine

/// Syncs a replica until it is at the head of the feed, then ends.
struct SyncRound {
    private let replica: Replica

    init(_ replica: Replica) { self.replica = replica }

    func run(
        onProgress: @escaping @Sendable (SyncReport) -> Void = { _ in }
    ) async throws(SyncFailure) -> SyncReport {
        let link: HubLink
        let lock: SyncLock?
        do {
            link = try replica.link()
            lock = try replica.store.trySyncLock()
        } catch {
            throw SyncFailure(any: error)
        }
        guard let lock else { throw .busy }
        let result = await attempt(link, onProgress)
        note(result)
        await link.close()
        withExtendedLifetime(lock) {}
        return try result.get()
    }

    private func attempt(
        _ link: HubLink, _ onProgress: @escaping @Sendable (SyncReport) -> Void
    ) async -> Result<SyncReport, SyncFailure> {
        do throws(SyncFailure) {
            let driver = SyncDriver(store: replica.store, hub: link)
            return .success(try await driver.sync(.init(onProgress: onProgress)))
        } catch {
            return .failure(error)
        }
    }

    private func note(_ result: Result<SyncReport, SyncFailure>) {
        var contact = ContactState.load(from: replica.directory)
        switch result {
        case .success(let report):
            contact.succeeded(report, at: StoreEnvironment.system.wallMilliseconds())
        case .failure(let failure): contact.failed(failure)
        }
        contact.save(in: replica.directory)
    }
}
