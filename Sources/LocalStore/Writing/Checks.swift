// What a unit must be before it is saved: values of their field's shape, and everything within
// the limits.

import SyncEngine

extension Field {
    /// - Throws: `badValue`, `tooLarge`.
    func check(_ value: Value, in entity: Entity) throws(StoreError) {
        if case .null = value { return }
        if columns.count == 1 {
            guard columns[0].accepts(value) else { throw wrongShape(in: entity) }
            if case .text(let text) = value { try checkLength(text, in: entity) }
            return
        }
        guard case .tuple(let parts) = value, parts.count == columns.count,
            zip(columns, parts).allSatisfy({ $0.accepts($1) })
        else { throw wrongShape(in: entity) }
        for case .text(let text) in parts { try checkLength(text, in: entity) }
    }

    private func wrongShape(in entity: Entity) -> StoreError {
        StoreError(.badValue, "\(entity.name).\(name) cannot hold this value.")
    }

    private func checkLength(_ text: String, in entity: Entity) throws(StoreError) {
        guard text.utf8.count > Limits.maximumTextBytes else { return }
        throw StoreError(
            .tooLarge,
            "\(entity.name).\(name) has \(text.utf8.count) bytes; \(Limits.maximumTextBytes) fit.",
            hint: "Shorten it, or attach it as a document.")
    }
}

extension SyncEngine.Column {
    fileprivate func accepts(_ part: Value) -> Bool {
        switch (kind, part) {
        case (_, .null), (.text, .text), (.integer, .integer): true
        case (.boolean, .integer(let flag)): flag == 0 || flag == 1
        case (.enumeration(let names), .integer(let index)):
            index >= 0 && index < Int64(names.count)
        case (.reference, .integer(let id)): RowID(rawValue: id) != nil
        default: false
        }
    }
}

extension Unit {
    /// A unit that the hub could not take is refused here, before it is saved.
    func checkLimits(encodedBytes: Int) throws(StoreError) {
        var covers = 0
        var fields = 0
        for change in changes {
            fields = max(fields, change.writes.count)
            for write in change.writes { covers = max(covers, write.covers.count) }
        }
        guard encodedBytes <= Limits.maximumUnitBytes,
            changes.count <= Limits.maximumRowsPerUnit,
            fields <= Limits.maximumFieldsPerRow, covers <= Limits.maximumCovers
        else {
            throw StoreError(
                .tooLarge,
                "An action of \(changes.count) rows and \(encodedBytes) bytes is too much for one.",
                hint: "Do it in several smaller steps.")
        }
    }
}

extension StoreWriter {
    static func hubOnly(_ entity: Entity) -> StoreError {
        StoreError(.badValue, "Rows of \(entity.name) are written by the hub alone.")
    }

    static func noField(_ id: FieldID, _ entity: Entity) -> StoreError {
        StoreError(.badValue, "\(entity.name) has no field \(id.rawValue).")
    }

    static func noRow(_ key: RowKey) -> StoreError {
        StoreError(.unknownRow, "There is no row \(key.row) of entity \(key.entity.rawValue).")
    }
}
