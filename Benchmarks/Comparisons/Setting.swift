// How much is measured, how often, and where.

import SyncEngine

/// What one run of the benchmarks is told.
struct Setting: Encodable {
    /// Tickets of the replica; each has three comments.
    var tickets = 100_000
    /// Remote edits to apply.
    var edits = 100_000
    /// Rows of the local-write comparisons at NORMAL.
    var localRows = 10_000
    /// Rows of those at FULL, where each waits for the disk.
    var durableRows = 2_000
    var repetitions = 5
    /// Measures only local writes whose name holds this text: for profiling.
    var row: String?
    /// "One transaction" is one unit for edits, and for inserts as few as the limits of a unit
    /// allow: a mebibyte each.
    let editsPerUnit = Limits.maximumRowsPerUnit
    let insertsPerUnit = 2_000
    /// Transactions whose WAL frames are counted.
    let countedTransactions = 300

    static let quick = Setting(
        tickets: 10_000, edits: 10_000, localRows: 10_000, durableRows: 1_000, repetitions: 3)
}
