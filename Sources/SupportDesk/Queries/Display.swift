// Values as people read them: names instead of ids, words instead of codes.

import LocalStore
import SyncEngine

/// Spells values of fields; remembers the names that it has looked up. For one read only.
final class Display {
    private let reader: StoreReader
    let schema: Schema
    let people: People
    private var nameByKey: [RowKey: String] = [:]
    private var entryByDot: [Dot: HistoryEntry?] = [:]

    init(_ reader: StoreReader, desk: Desk) throws {
        self.reader = reader
        schema = desk.store.schema
        people = try People(reader, identity: desk.store.identity)
    }

    /// The value of a field; the one word of a status, both parts of a client.
    func json(_ value: Value, of path: FieldPath) throws -> JSONValue {
        guard !value.isUnset, let field = schema.entity(path.key.entity)?.field(path.field) else {
            return try json(plain: value)
        }
        let parts = value.components
        guard parts.count == field.columns.count else { return try json(plain: value) }
        if field.columns.count == 1 { return try json(parts[0], as: field.columns[0].kind) }
        if path.key.entity == TicketSchema.ticket, path.field == TicketField.status {
            return try json(parts[1], as: field.columns[1].kind)
        }
        return .object(
            try zip(field.columns, parts).map {
                JSONValue.Member($0.name, try json($1, as: $0.kind))
            })
    }

    private func json(_ value: Value, as kind: Column.Kind) throws -> JSONValue {
        switch (kind, value) {
        case (_, .null): return .null
        case (.boolean, .integer(let number)): return .boolean(number != 0)
        case (.enumeration(let names), .integer(let code)):
            let index = Int(exactly: code) ?? -1
            return .string(names.indices.contains(index) ? names[index] : "#\(code)")
        case (.reference(let entity), .integer(let number)):
            return .optional(try name(of: entity, number))
        default: return try json(plain: value)
        }
    }

    private func json(plain value: Value) throws -> JSONValue {
        switch value {
        case .null: return .null
        case .integer(let number): return .integer(number)
        case .text(let text): return .string(text)
        case .tuple(let parts):
            return value.isUnset ? .null : .array(try parts.map { try json(plain: $0) })
        }
    }

    /// The name of a row; its id where it has none, or is not here yet.
    func name(of entity: EntityID, _ number: Int64?) throws -> String? {
        guard let number else { return nil }
        guard let id = RowID(rawValue: number) else { return "#\(number)" }
        let key = RowKey(entity, id)
        if let known = nameByKey[key] { return known }
        let field = schema.entity(entity)?.field(named: "name")
        let name = try field.flatMap { try reader.row(key)?.value($0.id).text } ?? id.description
        nameByKey[key] = name
        return name
    }

    /// The title that a ticket shows.
    func title(of ticket: RowID) throws -> String? {
        try reader.row(RowKey(TicketSchema.ticket, ticket))?.value(TicketField.title).text
    }

    /// The unit of that name, if history has it.
    func entry(_ dot: Dot) throws -> HistoryEntry? {
        if let known = entryByDot[dot] { return known }
        let entry = try reader.entry(dot)
        entryByDot[dot] = .some(entry)
        return entry
    }
}
