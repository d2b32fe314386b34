// How much is measured, how often, and where.

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
    /// Rows of one unit where many rows are written in "one transaction".
    let rowsPerUnit = 500
    /// Transactions whose WAL frames are counted.
    let countedTransactions = 300

    static let quick = Setting(
        tickets: 10_000, edits: 10_000, localRows: 5_000, durableRows: 1_000, repetitions: 3)
}
