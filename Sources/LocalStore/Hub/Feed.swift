// Reads a stretch of the feed: units by position, the rows they touched, and what a replica at
// its start had seen.

import SyncEngine

extension StoreDatabase {
    func feed(after start: UInt64, maximumUnits: Int, maximumBytes: Int) throws -> FeedSlice {
        let head = try head()
        let units = try units(after: start, maximumUnits: maximumUnits, maximumBytes: maximumBytes)
        let keys = Set(units.lazy.flatMap(\.unit.changes).map(\.key))
        let rows = try keys.sorted().map { key in
            guard let state = try load(key)?.stored.shown else {
                throw StoreError.corrupt("row \(key.row) has history and is not there")
            }
            return HubCommit.KeyedRow(key: key, state: state)
        }
        return FeedSlice(
            start: start, head: head, units: units, rows: rows,
            seenAtStart: start == head.position ? try judged() : try seen(at: start))
    }

    private func units(
        after start: UInt64, maximumUnits: Int, maximumBytes: Int
    ) throws -> [HistoryEntry] {
        guard start < UInt64(Int64.max) else { return [] }
        let statement = try statement(
            """
            SELECT \(Self.historyColumns) FROM history WHERE position > ?
            ORDER BY position LIMIT ?
            """)
        statement.bind(1, Int64(start))
        statement.bind(2, Int64(maximumUnits))
        defer { statement.reset() }
        var entries: [HistoryEntry] = []
        var bytes = 0
        while try statement.step() {
            bytes += statement.bytes(4).count
            guard bytes <= maximumBytes || entries.isEmpty else { break }
            entries.append(try historyEntry(statement))
        }
        return entries
    }

    /// For each replica with units beyond the start, one less than the lowest of their counters;
    /// for the others, the highest counter judged.
    /// - Complexity: O(units beyond the start), on the index by position alone.
    private func seen(at start: UInt64) throws -> VersionVector {
        let lowest = try rows(
            """
            SELECT id >> 40, min(id & 1099511627775) FROM history WHERE position > ? GROUP BY 1
            """, [.integer(Int64(start))]
        ) { (ReplicaOrdinal(UInt64($0.integer(0))), UInt64($0.integer(1))) }
        var lowestByOrdinal: [ReplicaOrdinal: UInt64] = [:]
        for case (let ordinal?, let counter) in lowest { lowestByOrdinal[ordinal] = counter }
        var seen = VersionVector()
        for judged in try judged().entries {
            let counter = lowestByOrdinal[judged.ordinal].map { $0 - 1 } ?? judged.counter
            if counter > 0 { seen.insert(Dot(judged.ordinal, counter)) }
        }
        return seen
    }
}
