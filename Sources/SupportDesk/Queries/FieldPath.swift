// How a person names one field of a ticket, or of what belongs to it, in a few words.

public import SyncEngine

/// A field of a row: `assignee` of a ticket, `comment/7-3/body`, `category/2-1/name`.
public struct FieldPath: Hashable, Sendable {
    public let key: RowKey
    public let field: FieldID

    public init(_ key: RowKey, _ field: FieldID) {
        self.key = key
        self.field = field
    }

    /// Reads a field's name, or an entity, an id and a field's name with slashes between.
    ///
    /// A column of a group names the group: `contact` is the field `client`.
    /// - Parameter ticket: whose field a bare name means; without it a bare name means none.
    /// - Throws: ``DeskError`` if the schema has no such field.
    public init(_ text: String, of ticket: RowID?, in schema: Schema) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        var key = ticket.map { RowKey(TicketSchema.ticket, $0) }
        if parts.count == 3, let entity = schema.entity(named: String(parts[0])),
            let row = RowID(parts[1])
        {
            key = RowKey(entity.id, row)
        } else if parts.count != 1 {
            key = nil
        }
        guard let key else {
            throw DeskError(
                .badValue, "\"\(text)\" names no field.",
                hint: "A field is written as assignee, or as comment/7-3/body.")
        }
        let name = String(parts[parts.count - 1])
        let fields = schema.entity(key.entity)?.fields ?? []
        let field = fields.first { field in
            field.name == name || field.columns.contains { $0.name == name }
        }
        guard let field else {
            let names = fields.map(\.name).joined(separator: ", ")
            throw DeskError(
                .notFound, "There is no field \"\(name)\".", hint: "Fields are: \(names).")
        }
        self.init(key, field.id)
    }

    /// The spelling that ``init(_:of:in:)`` reads.
    public func spelled(in schema: Schema) -> String {
        let entity = schema.entity(key.entity)
        let name = entity?.field(field)?.name ?? "#\(field.rawValue)"
        if key.entity == TicketSchema.ticket { return name }
        return "\(entity?.name ?? "#\(key.entity.rawValue)")/\(key.row)/\(name)"
    }
}
