// What an import did, for the person who waits for it.

/// Counts of an import, and what could not be taken over as it was.
public struct ImportReport: Hashable, Sendable {
    /// Rows read from the file.
    public var rows = 0
    public var created = 0
    /// Rows whose ticket was here already.
    public var existing = 0
    /// Later rows of a log that changed something.
    public var updates = 0
    /// Later rows of a log that changed nothing we hold.
    public var unchanged = 0
    /// Names that fit no row here, each once; the tickets keep them in an internal comment.
    public var unknown: Set<String> = []

    public init() {}

    public var json: JSONValue {
        [
            "rows": .integer(Int64(rows)), "created": .integer(Int64(created)),
            "existing": .integer(Int64(existing)), "updates": .integer(Int64(updates)),
            "unchanged": .integer(Int64(unchanged)), "unknown": .strings(unknown.sorted()),
        ]
    }
}
