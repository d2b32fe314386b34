// History, outbox, units set aside and open conflicts, as an app reads them.

public import SyncEngine

/// A field that somebody should look at.
public struct ConflictRecord: Hashable, Sendable {
    public let key: RowKey
    public let field: FieldID
    public let grade: Grade
    /// Whether something waits for a person's word before a client may see it.
    public let isHeld: Bool
}

/// A unit without what it wrote.
public struct UnitHead: Hashable, Sendable {
    public let dot: Dot
    public let stamp: Stamp
}

extension StoreReader {
    /// The units that touched any of these rows: confirmed ones by position, then own unsent ones
    /// by counter. Call ``LocalStore/prepareDerived()`` before the read.
    /// - Complexity: O(k log n), k units that touched them.
    public func history(of keys: [RowKey]) throws -> [HistoryEntry] {
        var entries: [Dot: HistoryEntry] = [:]
        for key in keys {
            let found = try database.rows(
                """
                SELECT \(StoreDatabase.historyColumns) FROM history
                WHERE id IN (SELECT unit FROM touched WHERE entity=? AND row=?)
                """, [.integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue)],
                database.historyEntry)
            for entry in found { entries[entry.dot] = entry }
        }
        return entries.values.sorted(by: HistoryEntry.isBefore)
    }

    /// Confirmed units in the hub's order.
    /// - Parameter position: the feed position after which they begin; 0 for all.
    public func confirmed(after position: UInt64, limit: Int) throws -> [HistoryEntry] {
        guard let start = Int64(exactly: position) else { return [] }
        return try database.rows(
            """
            SELECT \(StoreDatabase.historyColumns) FROM history WHERE position>?
            ORDER BY position LIMIT ?
            """, [.integer(start), .integer(Int64(limit))], database.historyEntry)
    }

    public func entry(_ dot: Dot) throws -> HistoryEntry? { try database.historyEntry(dot) }

    /// The fields that somebody should look at, by row and field.
    /// - Parameter entity: all entities where it is `nil`.
    public func conflicts(of entity: EntityID? = nil) throws -> [ConflictRecord] {
        try prepareTables()
        let filter = entity.map { " WHERE entity=\($0.rawValue)" } ?? ""
        return try database.rows(
            "SELECT field,grade,held,entity,row FROM conflict\(filter) ORDER BY entity,row,field"
        ) { statement in
            guard let row = RowID(rawValue: statement.integer(4)) else {
                throw StoreError.corrupt("a conflict without a row")
            }
            let line = ConflictLine(statement)
            let entity = EntityID(UInt16(truncatingIfNeeded: statement.integer(3)))
            return ConflictRecord(
                key: RowKey(entity, row), field: line.field, grade: line.grade,
                isHeld: line.isHeld)
        }
    }

    /// Own units that the hub has not confirmed on its feed, in order: "Changes waiting".
    public func unsent() throws -> [HistoryEntry] {
        try database.pendingUnits().entries.map {
            HistoryEntry(dot: $0.dot, unit: $0.unit, envelope: nil)
        }
    }

    /// The names and times of the same, in order.
    /// - Complexity: O(pending units), of which only the heads are read.
    public func unsentHeads() throws -> [UnitHead] { try database.pendingHeads() }

    /// Own units that were refused or parked and wait for somebody to deal with them, in order:
    /// "Not accepted".
    public func setAside() throws -> [SetAsideRecord] {
        try database.setAsideRecords().filter { $0.fate == nil }
    }

    /// Those that were retried or discarded: what they said is never dropped.
    public func settledSetAside() throws -> [SetAsideRecord] {
        try database.setAsideRecords().filter { $0.fate != nil }
    }
}

extension HistoryEntry {
    /// By position; what has none yet is last, by its name.
    static func isBefore(_ left: HistoryEntry, _ right: HistoryEntry) -> Bool {
        switch (left.envelope?.position, right.envelope?.position) {
        case (let a?, let b?): a < b
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left.dot < right.dot
        }
    }
}
