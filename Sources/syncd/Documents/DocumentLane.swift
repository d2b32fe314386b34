// The documents' own lane beside the rows: one at a time, the smallest first, and never in the way.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// Moves the bytes of documents between a laptop and its hub.
struct DocumentLane: Sendable {
    let desk: Desk
    let hub: HubLink
    let turn: DocumentTurn
    var policy = RetryPolicy()
    /// Cuts in a row without a byte of progress after which a pass ends.
    var patience = 4
    var onProgress: @Sendable (DocumentProgress) -> Void = { _ in }

    var store: LocalStore { desk.store }

    init(_ replica: Replica, _ hub: HubLink) {
        desk = replica.desk
        self.hub = hub
        turn = DocumentTurn(directory: replica.directory)
    }

    /// Moves everything that there is to move, and makes room.
    ///
    /// A document that cannot be moved for a reason of its own is noted, and the others go on.
    /// - Parameter skipped: what is not to be tried now.
    /// - Throws: what concerns the link or the whole laptop. What has come stays.
    func pass(
        without skipped: Set<DocumentTransfer> = []
    ) async throws(SyncFailure) -> DocumentReport {
        var report = DocumentReport()
        var left = skipped
        report.arrived = try await askForArrivals()
        try await askForLosses()
        // Planned anew after each document: a small one that came meanwhile goes first.
        while let (transfer, direction) = try next(without: left) {
            left.insert(transfer)
            do throws(SyncFailure) {
                switch direction {
                case .up: try await upload(transfer)
                case .down: try await download(transfer)
                }
                if direction == .up { report.up += 1 } else { report.down += 1 }
            } catch {
                guard error.concernsOneDocument else { throw error }
                report.failed.append(
                    .init(transfer: transfer, code: error.code, message: error.message))
            }
        }
        try makeRoom()
        return report
    }

    /// Fetches a document for a person who waits: what moves in the background waits meanwhile.
    func fetchFirst(_ transfer: DocumentTransfer) async -> Result<Void, SyncFailure> {
        do throws(SyncFailure) {
            let lock = try await turn.goFirst()
            try await download(transfer, isFirst: true)
            withExtendedLifetime(lock) {}
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func next(
        without left: Set<DocumentTransfer>
    ) throws(SyncFailure) -> (DocumentTransfer, DocumentDirection)? {
        let plan = try attempt { try desk.documentPlan() }
        if let up = plan.up.first(where: { !left.contains($0) }) { return (up, .up) }
        return plan.down.first { !left.contains($0) }.map { ($0, .down) }
    }

    /// Asks which documents' bytes have come to the hub since.
    /// - Returns: how many.
    private func askForArrivals() async throws(SyncFailure) -> Int {
        var count = 0
        var rest = try attempt { try desk.documentPlan() }.toAsk[...]
        while !rest.isEmpty {
            let asked = rest.prefix(Limits.maximumDocumentsAsked)
            rest = rest.dropFirst(asked.count)
            let arrived = try await hub.arrived(asked.map(\.document))
            let hashes = asked.filter { arrived.contains($0.document) }.map(\.hash)
            try attempt { try store.noteAtHub(hashes) }
            count += hashes.count
        }
        return count
    }

    /// Asks of some documents that are here, others each time, whether the hub still has them: what
    /// its disk has lost is sent again.
    private func askForLosses() async throws(SyncFailure) {
        let plan = try attempt { try desk.documentPlan() }
        let asked = plan.toConfirm.shuffled().prefix(Limits.maximumDocumentsAsked)
        guard !asked.isEmpty else { return }
        let arrived = try await hub.arrived(asked.map(\.document))
        try attempt {
            for lost in asked where !arrived.contains(lost.document) {
                try store.noteNotAtHub(lost.hash)
            }
        }
    }

    /// Takes away what can be fetched again, if there is too much.
    func makeRoom() throws(SyncFailure) {
        try attempt {
            let retention = try desk.documentRetention()
            try store.evictDocuments(
                beyond: retention.limit, keeping: retention.kept, last: retention.own,
                named: retention.named)
        }
    }

    func attempt<Result>(_ body: () throws -> Result) throws(SyncFailure) -> Result {
        do {
            return try body()
        } catch {
            throw SyncFailure(storeError: error)
        }
    }
}

extension SyncFailure {
    /// Whether other documents may be moved all the same.
    var concernsOneDocument: Bool {
        [
            "unknown_document", "bytes_not_here", "wrong_content", "body_too_large", "malformed",
            "disk_full", "too_large", "bad_value", "damaged_document",
        ].contains(code)
    }
}
