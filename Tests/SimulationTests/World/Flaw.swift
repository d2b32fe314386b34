// The obvious simpler forms of the protocol, each of which loses work: the models must catch them.

/// A wrong way to do one thing; a world runs with at most one.
enum Flaw: String, CaseIterable, Sendable {
    /// A delta carries the row's whole vector, but only the fields of the page's own units.
    case openDeltas
    /// The laptop sends the state of a field instead of each operation: several edits become one.
    case squashedOperations
    /// A refused unit's dot enters the row's vector at the hub all the same.
    case refusedDotInVector
    /// A refused unit is sent again under its old dot.
    case retryUnderSameDot
    /// A write covers only what stood on the screen, not what its own unsent predecessor covered.
    case coversNotTransitive
    /// Pages are applied as they come, instead of all at once at the head.
    case cursorAheadOfRows
}
