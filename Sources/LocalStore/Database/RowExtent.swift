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
    /// By position in ``fields``: whether it can show something else after the edit.
    let isAffected: [Bool]
    /// The entity's columns that are loaded, in order.
    let columns: [Int]
    let isWhole: Bool
    let selectSQL: String

    init(_ fields: [EntityPlan.FieldPlan], affected: Set<FieldID>, of entity: Entity) {
        self.fields = fields
        ids = fields.map(\.id)
        isAffected = fields.map { affected.contains($0.id) }
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
