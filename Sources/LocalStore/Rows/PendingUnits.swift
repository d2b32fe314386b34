// Own units that the hub's base does not hold yet: the overlay that lies on it.

import SyncEngine

/// What is pending, oldest first, and by row.
struct PendingUnits {
    struct Entry {
        let dot: Dot
        let unit: Unit
    }

    struct Change {
        let dot: Dot
        let stamp: Stamp
        let change: RowChange
    }

    let entries: [Entry]
    private let changesByRow: [RowKey: [Change]]

    init(_ entries: [Entry]) {
        self.entries = entries
        var changes: [RowKey: [Change]] = [:]
        for entry in entries {
            for change in entry.unit.changes {
                changes[change.key, default: []].append(
                    Change(dot: entry.dot, stamp: entry.unit.stamp, change: change))
            }
        }
        changesByRow = changes
    }

    var isEmpty: Bool { entries.isEmpty }

    func touch(_ key: RowKey) -> Bool { changesByRow[key] != nil }

    /// The row as it is shown: its base with the pending changes on top, in order.
    /// - Returns: `nil` if there is neither a base nor a pending creation.
    func row(_ key: RowKey, over base: RowState?) -> StoredRow? {
        var row = base.map { StoredRow(shown: $0) }
        for pending in changesByRow[key] ?? [] {
            if let base, base.vector.contains(pending.dot) { continue }
            if row != nil {
                row?.overlay(pending.change.writes, by: pending.dot, at: pending.stamp)
            } else if pending.change.isCreation {
                row = StoredRow(
                    shown: RowState(creating: pending.change, by: pending.dot, at: pending.stamp),
                    base: .unborn)
            }
        }
        return row
    }
}

extension StoreDatabase {
    /// Own units without the hub's envelope; those of former ordinals, which the hub has and the
    /// feed has not brought yet, among them.
    /// - Complexity: O(pending units).
    func pendingUnits() throws -> PendingUnits {
        PendingUnits(
            try pending { dot, bytes in PendingUnits.Entry(dot: dot, unit: try Unit(encoded: bytes))
            })
    }

    /// Their names and times.
    func pendingHeads() throws -> [UnitHead] {
        try pending { dot, bytes in
            var reader = ByteReader(bytes)
            return UnitHead(dot: dot, stamp: try reader.unitStamp())
        }
    }

    /// The first own unit, under the present ordinal, that the feed has not confirmed.
    func firstUnconfirmed() throws -> Dot? { try pending(of: ordinal) { dot, _ in dot }.first }

    private func pending<Item>(_ item: (Dot, [UInt8]) throws -> Item) throws -> [Item] {
        try (formerOrdinals() + [ordinal]).flatMap { try pending(of: $0, item) }
    }

    /// The hub confirms one replica's units in order, so they are the end of its range.
    private func pending<Item>(
        of ordinal: ReplicaOrdinal, _ item: (Dot, [UInt8]) throws -> Item
    ) throws -> [Item] {
        let range = Self.range(of: ordinal)
        let statement = try statement(
            "SELECT id,position,unit FROM history WHERE id BETWEEN ? AND ? ORDER BY id DESC")
        statement.bind(1, range.lowerBound)
        statement.bind(2, range.upperBound)
        defer { statement.reset() }
        var items: [Item] = []
        while try statement.step(), statement.isNull(1) {
            guard let dot = Dot(key: statement.integer(0)) else {
                throw StoreError.corrupt("a unit without a name")
            }
            items.append(try item(dot, statement.bytes(2)))
        }
        return items.reversed()
    }
}
