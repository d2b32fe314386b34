// Reads a stretch of the feed: units by position, the rows they touched, and what a replica at
// its start had seen.

import SyncEngine

extension StoreDatabase {
    /// - Complexity: O(bytes of the page + units beyond the start).
    func feed(from place: FeedPlace, _ bounds: FeedBounds) throws -> FeedSlice {
        let head = try head()
        let start = place.position
        let seen = start == head.position ? try judged() : try seen(at: start)
        var rest = RowBudget(seen: seen, bytes: bounds.rowBytes)
        let maximumUnits = place.row == nil ? bounds.units : 1
        var units = try units(after: start, maximumUnits, maximumBytes: bounds.unitBytes)
        var isPart = false
        if let first = units.first {
            let keys = first.unit.changes.map(\.key).filter { key in
                place.row.map { key > $0 } ?? true
            }
            isPart = try !rest.take(keys.sorted(), from: self)
        }
        if isPart {
            units = Array(units.prefix(1))
        } else {
            for index in units.indices.dropFirst() {
                guard try rest.takeAll(units[index].unit.changes.map(\.key), from: self) else {
                    units.removeSubrange(index...)
                    break
                }
            }
        }
        var slice = FeedSlice(
            start: start, head: head, units: units,
            rows: rest.rows.sorted { $0.key < $1.key }, seenAtStart: seen, isPart: isPart)
        slice.originByDot = try origins(ofUnitsFrom: start, count: units.count)
        return slice
    }

    private func origins(
        ofUnitsFrom start: UInt64, count: Int
    ) throws -> [Dot: UnitOrigin] {
        guard count > 0, try hasOrigins() else { return [:] }
        let found = try rows(
            """
            SELECT unit_origin.id,origin,hash FROM history CROSS JOIN unit_origin USING (id)
            WHERE position BETWEEN ? AND ?
            """,
            [.integer(Int64(start) + 1), .integer(Int64(start) + Int64(count))], namedOrigin)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.dot, $0.origin) })
    }

    private func units(
        after start: UInt64, _ maximumUnits: Int, maximumBytes: Int
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

/// The rows of a page while it is read: never more of them in memory than the page takes.
private struct RowBudget {
    let seen: VersionVector
    let bytes: Int
    private(set) var rows: [HubCommit.KeyedRow] = []
    private var taken: Set<RowKey> = []
    private var used = 0

    init(seen: VersionVector, bytes: Int) {
        self.seen = seen
        self.bytes = bytes
    }

    /// Takes rows in their order, as many as fit, and at least one.
    /// - Returns: whether it took them all.
    mutating func take(_ keys: [RowKey], from database: StoreDatabase) throws -> Bool {
        for key in keys {
            let row = try row(key, database)
            let size = row.state.deltaBytes(beyond: seen)
            guard used + size <= bytes || rows.isEmpty else { return false }
            add(row, size)
        }
        return true
    }

    /// Takes the rows that are not there yet, all of them or none.
    mutating func takeAll(_ keys: [RowKey], from database: StoreDatabase) throws -> Bool {
        let before = self
        for key in keys where !taken.contains(key) {
            let row = try row(key, database)
            let size = row.state.deltaBytes(beyond: seen)
            guard used + size <= bytes else {
                self = before
                return false
            }
            add(row, size)
        }
        return true
    }

    private mutating func add(_ row: HubCommit.KeyedRow, _ size: Int) {
        rows.append(row)
        taken.insert(row.key)
        used += size
    }

    private func row(_ key: RowKey, _ database: StoreDatabase) throws -> HubCommit.KeyedRow {
        guard let state = try database.load(key)?.stored.shown else {
            throw StoreError.corrupt("row \(key.row) has history and is not there")
        }
        return HubCommit.KeyedRow(key: key, state: state)
    }
}
