// Which fields of a row are read and written together: all of them, or those that an edit of one
// field can change.

import SyncEngine

/// Some fields of an entity, with what it takes to judge them.
///
/// An edit of one field can change what that field shows and what the fields show whose rules
/// read it. Those are *affected*; they and what their rules read are loaded, and nothing else of
/// the row is built.
final class RowExtent: Sendable {
    /// Loaded, sorted by id.
    let fields: [EntityPlan.FieldPlan]
    let ids: [FieldID]
    /// By position in ``fields``: what a walk over a row's fields asks of each.
    let traits: [Traits]
    /// The entity's columns that are loaded, in order.
    let columns: [Int]
    let isWhole: Bool
    let selectSQL: String

    /// Kept without references, since a walk over many rows would count them at every step.
    struct Traits: Sendable {
        let id: FieldID
        /// How many columns the field has.
        let columns: Int
        /// Whether it can show something else after the edit.
        let isAffected: Bool
        /// As in ``EntityPlan/FieldPlan``.
        let isPlain: Bool
        let isInline: Bool
        let needsJudging: Bool
    }

    init(_ fields: [EntityPlan.FieldPlan], affected: Set<FieldID>, of entity: Entity) {
        self.fields = fields
        ids = fields.map(\.id)
        traits = fields.map { field in
            Traits(
                id: field.id, columns: field.columns.count,
                isAffected: affected.contains(field.id), isPlain: field.isPlain,
                isInline: field.isInline, needsJudging: field.needsJudging)
        }
        columns = fields.flatMap(\.columns)
        isWhole = fields.count == entity.fields.count && affected.count == fields.count
        let all = entity.fields.flatMap(\.columns)
        let names = columns.map { EntityPlan.quoted(all[$0].name) } + ["clock"]
        selectSQL = """
            SELECT \(names.joined(separator: ",")) FROM \(EntityPlan.quoted(entity.name)) WHERE id=?
            """
    }

    /// What an edit of a field needs.
    convenience init(
        editing id: FieldID, _ all: [EntityPlan.FieldPlan], of entity: Entity
    ) {
        let affected = all.filter { $0.id == id || $0.rule.reads.contains(id) }
        let read = Set(affected.flatMap { [$0.id] + $0.rule.reads })
        self.init(
            all.filter { read.contains($0.id) }, affected: Set(affected.map(\.id)), of: entity)
    }

    func contains(_ id: FieldID) -> Bool { ids.contains(id) }
}
