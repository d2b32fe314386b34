// A row as a snapshot holds it, with its rules at hand.

public import SyncEngine

/// One row: what is shown, what the hub has, and why.
public struct Row: Sendable {
    public let key: RowKey
    /// The shown state and the base beneath it.
    public let stored: StoredRow
    private let entity: Entity?

    init(key: RowKey, stored: StoredRow, entity: Entity?) {
        self.key = key
        self.stored = stored
        self.entity = entity
    }

    /// Whether unsent writes lie on it.
    public var isUnsent: Bool { stored.base != nil }

    /// The field's outcome by the schema's rule; a field of a newer version shows its latest.
    /// - Complexity: that of the rule; nothing is read.
    public func outcome(_ field: FieldID) -> Outcome {
        let view = FieldView(field, of: stored.shown)
        guard !view.siblings.isEmpty else { return .unset }
        return (entity?.field(field)?.rule ?? Latest()).outcome(of: view)
    }

    /// The shown value.
    public func value(_ field: FieldID) -> Value { outcome(field).shown }

    /// The replica on which the row was made.
    public var creator: ReplicaOrdinal { stored.shown.creation.dot.ordinal }

    /// When it was made: effective, milliseconds since 1970.
    public var createdAt: Int64 { stored.shown.creation.stamp.milliseconds }
}
