// One action in the making: the only way by which the desk writes.

import LocalStore
import SyncEngine

/// Composes the writes of one unit, inside the store's transaction.
struct Action {
    let writer: StoreWriter
    let desk: Desk
    /// What the person had on the screen; empty if the action shows and writes in one step.
    let seen: [Rendered]

    /// The row, or an error that names it.
    func row(_ key: RowKey) throws -> Row {
        guard let row = try writer.row(key) else {
            throw DeskError.unknown(key, in: desk.store.schema)
        }
        return row
    }

    /// What the person saw of the row.
    func screen(_ key: RowKey) throws -> Screen {
        try Screen(of: row(key), rendered: rendered(key), in: desk.store.schema, writer)
    }

    /// Writes the value, unless it is shown already and nothing stands beside it.
    func set(
        _ key: RowKey, _ field: FieldID, to value: Value, given: Evidence = .none
    ) throws {
        guard try !isShownAlready(row(key), field, value, given) else { return }
        try settle(key, field, to: value, given: given)
    }

    /// Writes the value, also if it is shown already: it covers what was seen.
    func settle(
        _ key: RowKey, _ field: FieldID, to value: Value, given: Evidence = .none
    ) throws {
        let screen = try screen(key)
        var given = given
        if screen.clientCanSee(field) { given.insert(.clientCouldSee(true)) }
        try writer.set(
            key, field, value, given: given, rendered: rendered(key) ?? treeIfFinish(key, value))
    }

    /// Creates a row; what it releases to the client was said by its writer.
    func create(
        _ entity: EntityID, _ values: [FieldID: Value], evidence: [FieldID: Evidence] = [:]
    ) throws -> RowID {
        try writer.create(entity, values, evidence: evidence)
    }

    /// Whether the person had the row before their eyes.
    func isOnScreen(_ key: RowKey) -> Bool {
        seen.isEmpty || seen.contains { $0.row(key) != nil }
    }

    private func rendered(_ key: RowKey) throws -> Rendered? {
        if seen.isEmpty { return nil }
        guard let rendered = seen.first(where: { $0.rows.contains { $0.key == key } }) else {
            throw DeskError(
                .wrongToken, "What was seen says nothing of \(key.row).",
                hint: "Show it again and use the token printed there.")
        }
        return rendered
    }

    /// A finish records all that was shown of the ticket, comments and time included, so that late
    /// activity can be told from what its author knew.
    private func treeIfFinish(_ key: RowKey, _ value: Value) throws -> Rendered? {
        guard key.entity == TicketSchema.ticket, Status.rule.isFinish(value) else { return nil }
        return try writer.renderedTree(key)
    }

    private func isShownAlready(
        _ row: Row, _ field: FieldID, _ value: Value, _ given: Evidence
    ) -> Bool {
        let siblings = row.stored.shown[field].siblings
        guard !siblings.isEmpty else {
            let kind = desk.store.schema.entity(row.key.entity)?.field(field)?.columns[0].kind
            return value.isUnset || (kind == .boolean && value == .boolean(false))
        }
        guard row.value(field) == value, siblings.allSatisfy({ $0.value == value }) else {
            return false
        }
        // Assigning somebody who had only claimed it says more than the claim did.
        guard let intent = given.intent else { return true }
        return siblings.contains { ($0.evidence.intent ?? .assign) >= intent }
    }
}
