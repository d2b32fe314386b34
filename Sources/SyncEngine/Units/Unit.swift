// One user action: whole or absent everywhere, however many rows it touches.

/// The author's part of one action, without its name (the dot) and without the hub's envelope.
public struct Unit: Hashable, Sendable {
    /// When it was acted, by the author's corrected clock. One stamp a unit, and part of its hash.
    public let stamp: Stamp
    /// At least one; each row at most once.
    public let changes: [RowChange]

    public init(stamp: Stamp, changes: [RowChange]) {
        self.stamp = stamp
        self.changes = changes
    }

    /// What the unit does to one row, or `nil` if it leaves it alone.
    public func change(of key: RowKey) -> RowChange? { changes.first { $0.key == key } }
}

/// What a unit does to one row.
public struct RowChange: Hashable, Sendable {
    public let key: RowKey
    /// Whether the unit creates the row. A write to an unknown row never creates it.
    public let isCreation: Bool
    /// Sorted by field, each field at most once.
    public let writes: [FieldWrite]

    public init(key: RowKey, isCreation: Bool, writes: [FieldWrite]) {
        self.key = key
        self.isCreation = isCreation
        let isSorted = writes.indices.dropFirst().allSatisfy {
            writes[$0 - 1].field < writes[$0].field
        }
        self.writes = isSorted ? writes : writes.sorted { $0.field < $1.field }
    }
}

/// A new value of one field, and the siblings it knowingly replaces.
public struct FieldWrite: Hashable, Sendable {
    public let field: FieldID
    public let value: Value
    /// The dots that were rendered to the writer, and transitively those that his own unsent
    /// writes covered. Sorted, each at most once.
    public let covers: [Dot]
    public let evidence: Evidence

    public init(field: FieldID, value: Value, covers: [Dot] = [], evidence: Evidence = .none) {
        self.field = field
        self.value = value
        self.covers = covers.count < 2 ? covers : Set(covers).sorted()
        self.evidence = evidence
    }
}
