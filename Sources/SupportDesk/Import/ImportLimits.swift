// The bounds of files to import, each with its reason.

enum ImportLimits {
    /// A ticket with a long log pasted in fits several times; more is no ticket.
    static let maximumRecordBytes = 4_194_304
    /// Columns of the widest exports are counted in dozens.
    static let maximumColumns = 1_000
    /// Ten times the largest public incident log.
    static let maximumRecords = 2_000_000
    /// A JSON file is held in memory while it is read.
    static let maximumJSONBytes = 268_435_456
    /// Deeper than any export of tickets.
    static let maximumJSONDepth = 64
    /// What is read from the disk at a time.
    static let chunkBytes = 262_144
}
