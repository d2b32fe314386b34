// Search and the index of touched rows follow the history behind the commits: never on the hot
// path.

import SyncEngine

extension LocalStore {
    /// Brings search and the index of touched rows up to date; call it before a read that
    /// searches or asks for the history of rows.
    ///
    /// - Complexity: one lookup a replica if there is nothing to do; else short write
    ///   transactions, until all is done.
    public func prepareDerived() throws {
        guard try withReader({ try $0.isDerivedBehind() }) else { return }
        while try inTransaction({ try $0.followHistory() }) {}
    }
}

extension StoreDatabase {
    /// Units taken in one transaction, so that others who write do not wait long.
    private static let unitsPerStep = 2_000

    fileprivate func isDerivedBehind() throws -> Bool {
        if try integer("SELECT EXISTS(SELECT 1 FROM stale)") != 0 { return true }
        let seen = try derivedSeen()
        return try ordinalsInHistory().contains { ordinal in
            try integer(
                "SELECT EXISTS(SELECT 1 FROM history WHERE id>? AND id<=?)",
                Self.bounds(ordinal, after: seen)) != 0
        }
    }

    /// One step.
    /// - Returns: whether there may be more to do.
    fileprivate func followHistory() throws -> Bool {
        var seen = try derivedSeen()
        var rest = Self.unitsPerStep
        var changed: Set<RowKey> = try staleRows()
        for ordinal in try ordinalsInHistory() where rest > 0 {
            let units = try rows(
                "SELECT id,unit FROM history WHERE id>? AND id<=? ORDER BY id LIMIT ?",
                Self.bounds(ordinal, after: seen) + [.integer(Int64(rest))]
            ) { (Dot(key: $0.integer(0)), try Unit(encoded: $0.bytes(1))) }
            for case (let dot?, let unit) in units {
                try addTouched(unit, by: dot)
                changed.formUnion(unit.changes.lazy.map(\.key))
                seen.insert(dot)
            }
            rest -= units.count
        }
        try run("DELETE FROM stale")
        for key in changed.sorted() { try index(key) }
        try setMeta(.derivedSeen, .text(seen.entries.map(\.description).joined(separator: " ")))
        return rest <= 0
    }

    private func derivedSeen() throws -> VersionVector {
        let text = try meta(.derivedSeen).text ?? ""
        return VersionVector(text.split(separator: " ").compactMap { Dot($0) })
    }

    /// Forgets that units of a replica beyond a counter were followed: other units of these names
    /// will come.
    func cutDerived(_ ordinal: ReplicaOrdinal, to counter: UInt64) throws {
        let seen = try derivedSeen()
        guard seen[ordinal] > counter else { return }
        let others = seen.entries.filter { $0.ordinal != ordinal }
        let cut = VersionVector(counter > 0 ? others + [Dot(ordinal, counter)] : others)
        try setMeta(.derivedSeen, .text(cut.entries.map(\.description).joined(separator: " ")))
    }

    /// One lookup each: the history is sorted by ordinal first.
    private func ordinalsInHistory() throws -> [ReplicaOrdinal] {
        var ordinals: [ReplicaOrdinal] = []
        var last: Int64 = 0
        while let id = try first(
            "SELECT id FROM history WHERE id>? ORDER BY id LIMIT 1", [.integer(last)],
            { $0.integer(0) })
        {
            guard let ordinal = Dot(key: id)?.ordinal else {
                throw StoreError.corrupt("a unit without a name")
            }
            ordinals.append(ordinal)
            last = Self.range(of: ordinal).upperBound
        }
        return ordinals
    }

    private static func bounds(_ ordinal: ReplicaOrdinal, after seen: VersionVector) -> [Value] {
        let range = range(of: ordinal)
        return [
            .integer(range.lowerBound - 1 + Int64(seen[ordinal])), .integer(range.upperBound),
        ]
    }

    private func staleRows() throws -> Set<RowKey> {
        let keys = try rows("SELECT entity,row FROM stale") { statement in
            RowID(rawValue: statement.integer(1)).map {
                RowKey(EntityID(UInt16(truncatingIfNeeded: statement.integer(0))), $0)
            }
        }
        return Set(keys.compactMap { $0 })
    }
}
