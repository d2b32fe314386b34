// The engine doing what plain SQLite does: a real replica in a file, through its own interface.

import LocalStore
import SupportDesk
import SyncEngine

/// A laptop's replica of the ticket domain.
final class EngineContender: Contender {
    let path: String
    private let store: LocalStore
    private let rows: EngineRows

    /// A new replica.
    init(directory: String, rows: EngineRows, synchronous: Synchronous) throws {
        path = directory
        self.rows = rows
        store = try LocalStore.create(
            in: directory, schema: TicketSchema.schema, identity: Self.identity,
            environment: Self.environment(synchronous))
    }

    /// One that is there.
    init(opening directory: String, rows: EngineRows, synchronous: Synchronous) throws {
        path = directory
        self.rows = rows
        store = try LocalStore.open(
            in: directory, schema: TicketSchema.schema,
            environment: Self.environment(synchronous))
    }

    static let databaseName = "replica.sqlite"

    var sharedMemoryPath: String { "\(path)/\(Self.databaseName)-shm" }

    private static func environment(_ synchronous: Synchronous) -> StoreEnvironment {
        var environment = StoreEnvironment.system
        environment.synchronous = synchronous == .full ? .full : .normal
        return environment
    }

    private static let identity = ReplicaIdentity(
        ordinal: EngineRows.own, member: EngineRows.id(0, by: .hub), memberName: "user-100",
        workspace: "bench", replicaName: "bench", birthCertificate: Nonce(1),
        timeline: Timeline(Nonce(2)), incarnation: Nonce(3), hubURL: "http://127.0.0.1:1")

    /// A unit is one action of a person, and a unit has limits; so a transaction is a unit.
    func insert(_ tickets: Range<Int>, perTransaction: Int) throws {
        try inUnits(tickets, perTransaction) { writer, index in
            _ = try writer.create(TicketSchema.ticket, rows.readyTickets[index])
        }
    }

    func setStatus(_ edits: ArraySlice<Workload.Edit>, perTransaction: Int) throws {
        try inUnits(edits.indices, perTransaction) { writer, index in
            let edit = edits[index]
            try writer.set(
                RowKey(TicketSchema.ticket, EngineRows.id(edit.ticket)), TicketField.status,
                EngineRows.value(edit))
        }
    }

    private func inUnits(
        _ indices: Range<Int>, _ perUnit: Int, _ body: (StoreWriter, Int) throws -> Void
    ) throws {
        for start in stride(from: indices.lowerBound, to: indices.upperBound, by: perUnit) {
            _ = try store.write { writer in
                for index in start..<min(start + perUnit, indices.upperBound) {
                    try body(writer, index)
                }
            }
        }
    }

    /// Takes a page as a sync session would hand it over.
    func apply(_ page: FeedPage) throws {
        let position = try store.position()
        let commit = LaptopCommit(
            expected: position, acknowledged: position.acknowledged,
            incarnation: position.incarnation.current, verdicts: [],
            hubMilliseconds: Workload.firstMilliseconds, page: page)
        _ = try store.commit(commit)
    }

    /// Brings everything that follows behind commits up to date: search, the index of history.
    func prepareDerived() throws { try store.prepareDerived() }

    func close() throws { try store.close() }
}
