// A row as it came to be: history told again, so that what was decided on the way can be asked.

/// One row, built unit by unit in the order in which the hub took them.
public struct RowReplay: Sendable {
    /// `nil` before the unit that made the row.
    public private(set) var state: RowState?

    public init() {}

    /// The next unit that touched the row.
    /// - Parameter change: what it did to the row; without the creation before, it does nothing.
    public mutating func take(_ change: RowChange, of entry: HistoryEntry) {
        guard var row = state else {
            if change.isCreation {
                state = RowState(creating: change, by: entry.dot, at: entry.effectiveStamp)
            }
            return
        }
        row.apply(change.writes, by: entry.dot, at: entry.effectiveStamp)
        row.vector.insert(entry.dot)
        state = row
    }
}
