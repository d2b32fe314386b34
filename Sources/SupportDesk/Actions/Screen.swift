// What a person had before their eyes when they acted, which need not be what stands there now.

import LocalStore
import SyncEngine

/// A row as it was rendered.
///
/// A pull between showing and acting changes the row but not what its writer knew: the cycle of a
/// status and the question whether the client could see a text are answered by the screen.
struct Screen {
    private let state: RowState
    private let entity: Entity?
    /// Whether every value that was rendered is still known. A write of this laptop that was
    /// refused since is not, and without it a flag might look like a yes that it was not.
    private let isWhole: Bool

    /// - Parameter rendered: a token that holds the row; `nil` for what is shown now.
    init(of row: Row, rendered: Rendered?, in schema: Schema, _ reader: StoreWriter) throws {
        entity = schema.entity(row.key.entity)
        let current = row.stored.shown
        guard let rendered = rendered?.rows.first(where: { $0.key == row.key }) else {
            state = current
            isWhole = true
            return
        }
        var fields: [RowState.Field] = []
        for shown in rendered.fields {
            let siblings = try shown.dots.compactMap { dot in
                if let sibling = current[shown.field].sibling(dot) { return sibling }
                return try reader.entry(dot)?.sibling(of: row.key, shown.field)
            }
            fields.append(RowState.Field(id: shown.field, register: Register(siblings)))
        }
        isWhole = zip(rendered.fields, fields).allSatisfy {
            $0.dots.count == $1.register.siblings.count
        }
        state = RowState(vector: rendered.vector, creation: current.creation, fields: fields)
    }

    /// What the field's rule made of the siblings that were rendered.
    func outcome(_ field: FieldID) -> Outcome {
        entity?.field(field)?.rule.outcome(of: FieldView(field, of: state)) ?? .unset
    }

    /// The siblings that were rendered.
    func siblings(_ field: FieldID) -> [Sibling] { state[field].siblings }

    /// Whether the screen said that the client can see this field.
    func clientCanSee(_ field: FieldID) -> Bool {
        guard isWhole, let flag = ClientView.flag(releasing: field, of: entity?.id) else {
            return false
        }
        return outcome(flag).shown == .boolean(true)
    }
}

extension HistoryEntry {
    /// The sibling that the unit's write of this field became.
    func sibling(of key: RowKey, _ field: FieldID) -> Sibling? {
        guard let write = unit.change(of: key)?.writes.first(where: { $0.field == field }) else {
            return nil
        }
        return Sibling(write, dot: dot, stamp: effectiveStamp)
    }
}
