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
        try await alone { link in await rows(over: link, onProgress) }
    }

    /// The same, and then the documents' bytes, one after the other.
    func runWithDocuments(
        onProgress: @escaping @Sendable (SyncReport) -> Void,
        onDocument: @escaping @Sendable (DocumentProgress) -> Void
    ) async throws(SyncFailure) -> (SyncReport, DocumentReport) {
        try await alone { link in
            do throws(SyncFailure) {
                let report = try await rows(over: link, onProgress).get()
                var lane = DocumentLane(replica, link)
                lane.onProgress = onDocument
                return .success((report, try await lane.pass()))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Runs `body` while no other process syncs this replica.
    private func alone<Report>(
        _ body: (HubLink) async -> Result<Report, SyncFailure>
    ) async throws(SyncFailure) -> Report {
        let link: HubLink
        let lock: SyncLock?
        do {
            link = try replica.link()
            lock = try replica.store.trySyncLock()
        } catch {
            throw SyncFailure(any: error)
        }
        guard let lock else { throw .busy }
        let result = await body(link)
        await link.close()
        withExtendedLifetime(lock) {}
        return try result.get()
    }

    /// Syncs the rows, and notes for others what came of it.
    private func rows(
        over link: HubLink, _ onProgress: @escaping @Sendable (SyncReport) -> Void
    ) async -> Result<SyncReport, SyncFailure> {
        let result = await attempt(link, onProgress)
        note(result)
        // Locked first, and then handed over: that may take a while.
        if case .failure(let failure) = result, failure.isRevocation {
            await driver(link).handOverAndNote()
        }
        return result
    }

    private func attempt(
        _ link: HubLink, _ onProgress: @escaping @Sendable (SyncReport) -> Void
    ) async -> Result<SyncReport, SyncFailure> {
        do throws(SyncFailure) {
            return .success(try await driver(link).sync(.init(onProgress: onProgress)))
        } catch {
            return .failure(error)
        }
    }

    private func driver(_ link: HubLink) -> SyncDriver {
        SyncDriver(store: replica.store, hub: link, directory: replica.directory)
    }

    private func note(_ result: Result<SyncReport, SyncFailure>) {
        var contact = ContactState.load(from: replica.directory)
        switch result {
        case .success(let report):
            contact.succeeded(report, at: StoreEnvironment.system.wallMilliseconds())
        case .failure(let failure): contact.failed(failure)
        }
        contact.save(in: replica.directory)
        LaptopLock.follow(
            contact, in: replica.directory, at: StoreEnvironment.system.wallMilliseconds())
    }
}
