// What a field may hold, and which rows a value of it names: asked before a unit is saved or taken.

extension Field {
    /// Whether a value has the shape of the field's columns. Any number is taken for an
    /// enumeration: a newer version may know its name.
    public func accepts(_ value: Value) -> Bool {
        if value.isNull { return true }
        if columns.count == 1, case .tuple = value { return false }
        let parts = value.components
        guard parts.count == columns.count else { return false }
        return zip(columns, parts).allSatisfy { column, part in
            switch (column.kind, part) {
            case (_, .null): true
            case (.text, .text(let text)): text.utf8.count <= Limits.maximumTextBytes
            case (.integer, .integer): true
            case (.boolean, .integer(let flag)): flag == 0 || flag == 1
            case (.enumeration, .integer(let index)): index >= 0
            case (.reference, .integer(let id)): RowID(rawValue: id) != nil
            default: false
            }
        }
    }

    /// The rows that a value of this field names.
    public func references(in value: Value) -> [RowKey] {
        zip(columns, value.components).compactMap { column, part in
            guard case .reference(let entity) = column.kind else { return nil }
            return part.integer.flatMap { RowID(rawValue: $0) }.map { RowKey(entity, $0) }
        }
    }
}
