// Rows that hold what a hub has lost and does not have again: they go back to what the feed says.

import SyncEngine

extension StoreDatabase {
    /// The rows whose base holds what a unit wrote.
    func rowsInBase(of unit: Unit, _ dot: Dot) throws -> [RowKey] {
        try unit.changes.map(\.key).filter { key in
            try load(key)?.stored.confirmed?.vector.contains(dot) ?? false
        }
    }

    /// Takes a unit out of the history, and out of what follows it.
    func takeOut(_ entry: HistoryEntry) throws {
        try run("DELETE FROM history WHERE id=?", [.integer(entry.dot.key)])
        try forgetOrigin(entry.dot)
        for change in entry.unit.changes {
            try run(
                "DELETE FROM touched WHERE entity=? AND row=? AND unit=?",
                [
                    .integer(Int64(change.key.entity.rawValue)),
                    .integer(change.key.row.rawValue), .integer(entry.dot.key),
                ])
            try markStale(change.key)
        }
    }

    /// A lost hub had confirmed units that this one has other units in the place of: rows that hold
    /// them are again as the feed has them up to the cursor, and the feed brings the rest.
    ///
    /// What is pending has to be shown again by the caller.
    /// - Complexity: O(history): for what happens once in a life.
    func goBack(_ keys: Set<RowKey>) throws {
        guard !keys.isEmpty else { return }
        let cursor = try position().cursor.position
        var replayByRow: [RowKey: RowReplay] = [:]
        for entry in try confirmedEntries(upTo: cursor) {
            for change in entry.unit.changes where keys.contains(change.key) {
                replayByRow[change.key, default: RowReplay()].take(change, of: entry)
            }
        }
        for key in keys.sorted() {
            let old = try load(key)
            if let state = replayByRow[key]?.state {
                try save(StoredRow(shown: state), at: key, replacing: old)
            } else if old != nil {
                try remove(key)
            }
            try markStale(key)
        }
    }

    private func confirmedEntries(upTo cursor: UInt64) throws -> [HistoryEntry] {
        try rows(
            """
            SELECT \(Self.historyColumns) FROM history WHERE position BETWEEN 1 AND ?
            ORDER BY position
            """, [.integer(Int64(clamping: cursor))], historyEntry)
    }
}
