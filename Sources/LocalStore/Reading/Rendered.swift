// What a person had on the screen: an edit covers this and nothing that arrived after it.

public import SyncEngine

/// The dots of everything that was shown of some rows. Page and command line hand it back with
/// an edit, as ``token``.
public struct Rendered: Hashable, Sendable {
    public var rows: [RenderedRow]
    /// The ordinal that the replica had, where unsent units of it were shown: they may get other
    /// names. `nil` where there was none.
    public var replica: ReplicaOrdinal?
    /// How many timelines the replica had left when it was rendered: on a later one names may mean
    /// something else. `nil` for the names of now.
    public var timelinesLeft: Int?

    public init(
        rows: [RenderedRow], replica: ReplicaOrdinal? = nil, timelinesLeft: Int? = nil
    ) {
        self.rows = rows
        self.replica = replica
        self.timelinesLeft = timelinesLeft
    }

    /// Everything that had been seen of these rows.
    public var seen: VersionVector {
        rows.reduce(into: VersionVector()) { $0.join($1.vector) }
    }

    /// What was shown of a row, or `nil` if it was not on the screen.
    public func row(_ key: RowKey) -> RenderedRow? { rows.first { $0.key == key } }
}

/// What was shown of one row.
public struct RenderedRow: Hashable, Sendable {
    public var key: RowKey
    /// The row's vector and the own unsent units that lie on it.
    public var vector: VersionVector
    /// The dots of the siblings of every field, sorted by field.
    public var fields: [RenderedField]

    public init(key: RowKey, vector: VersionVector, fields: [RenderedField]) {
        self.key = key
        self.vector = vector
        self.fields = fields
    }

    /// What is shown of a row now.
    init(_ key: RowKey, _ stored: StoredRow) {
        var vector = stored.shown.vector
        var fields: [RenderedField] = []
        fields.reserveCapacity(stored.shown.fields.count)
        for field in stored.shown.fields {
            let dots = field.register.siblings.map(\.dot)
            // The last own unsent unit that wrote the row is always a sibling in it.
            dots.forEach { vector.insert($0) }
            fields.append(RenderedField(field: field.id, dots: dots))
        }
        self.init(key: key, vector: vector, fields: fields)
    }

    /// The dots shown of a field; none where it was empty.
    public func dots(_ field: FieldID) -> [Dot] {
        fields.first { $0.field == field }?.dots ?? []
    }
}

/// The dots that were shown of one field.
public struct RenderedField: Hashable, Sendable {
    public var field: FieldID
    public var dots: [Dot]

    public init(field: FieldID, dots: [Dot]) {
        self.field = field
        self.dots = dots
    }
}
