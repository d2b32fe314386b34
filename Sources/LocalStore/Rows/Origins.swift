// What units were first that were written again, or respelled: one edit is known by it.

import SyncEngine

extension StoreDatabase {
    /// What is there already stays: the first word is the one that others know.
    func saveOrigin(_ dot: Dot, _ origin: UnitOrigin) throws {
        let statement = try statement(
            "INSERT OR IGNORE INTO unit_origin(id,origin,hash) VALUES(?,?,?)")
        statement.bind(1, dot.key)
        statement.bind(2, origin.dot.key)
        statement.bind(3, origin.hash.bytes)
        try statement.run()
    }

    /// `nil` for a unit that is what it was first.
    func origin(_ dot: Dot) throws -> UnitOrigin? {
        try rows(
            "SELECT id,origin,hash FROM unit_origin WHERE id=?", [.integer(dot.key)], namedOrigin
        )
        .first?.origin
    }

    /// Of a replica's counters those that were something else first.
    func origins(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [UInt64: UnitOrigin] {
        guard !counters.isEmpty else { return [:] }
        let found = try rows(
            "SELECT id,origin,hash FROM unit_origin WHERE id BETWEEN ? AND ?",
            Self.bounds(ordinal, counters), namedOrigin)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.dot.counter, $0.origin) })
    }

    /// The units that were those of a replica first, and have another name or other bytes now.
    func descendants(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [NamedOrigin] {
        guard !counters.isEmpty else { return [] }
        return try rows(
            "SELECT id,origin,hash FROM unit_origin WHERE origin BETWEEN ? AND ? ORDER BY id",
            Self.bounds(ordinal, counters), namedOrigin)
    }

    /// Whether an own counter stands for nothing here: its unit has another name by now, be it this
    /// replica's or that of a copy, which went on behind it.
    func isPassed(_ dot: Dot) throws -> Bool {
        guard try historyEntry(dot) == nil, try setAsideRecord(dot) == nil else { return false }
        if try origin(dot) != nil { return true }
        let behind = try integer(
            """
            SELECT EXISTS(
                SELECT 1 FROM history WHERE id BETWEEN ? AND ? AND received_at IS NOT NULL)
            """, [.integer(dot.key), .integer(Self.range(of: dot.ordinal).upperBound)])
        return behind != 0
    }

    /// Whether any unit was written again or respelled.
    func hasOrigins() throws -> Bool {
        try integer("SELECT EXISTS(SELECT 1 FROM unit_origin)") != 0
    }

    func forgetOrigin(_ dot: Dot) throws {
        try run("DELETE FROM unit_origin WHERE id=?", [.integer(dot.key)])
    }

    /// From a statement that selects id, origin, hash.
    func namedOrigin(_ statement: PreparedStatement) throws -> NamedOrigin {
        guard let dot = Dot(key: statement.integer(0)),
            let origin = Dot(key: statement.integer(1)),
            let hash = UnitHash(bytes: statement.bytes(2))
        else { throw StoreError.corrupt("what a unit was first cannot be read") }
        return NamedOrigin(dot: dot, origin: UnitOrigin(dot: origin, hash: hash))
    }
}

/// A unit's name, and what it was first.
struct NamedOrigin: Hashable {
    let dot: Dot
    let origin: UnitOrigin
}
