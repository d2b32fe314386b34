// An entity of the schema as a table: its columns and the statements that read and write its rows.

import SyncEngine
import Synchronization

/// Made once per entity when a store opens.
final class EntityPlan: Sendable {
    let entity: Entity
    let table: String
    let columns: [SyncEngine.Column]
    let fields: [FieldPlan]
    /// All fields.
    let whole: RowExtent
    private let extentByField: [FieldID: RowExtent]
    let insertSQL: String
    let deleteSQL: String
    let lastNumberSQL: String
    private let updateSQLByMask = Mutex<[UInt64: String]>([:])

    /// A field and where its columns stand. A class, so that walking the fields copies none.
    final class FieldPlan: Sendable {
        let id: FieldID
        let field: Field
        let columns: Range<Int>
        let parts: [SyncEngine.Column]
        /// Whether the field has one column, which holds a value as it is.
        let isPlain: Bool
        let rule: any MergeRule
        /// Whether the column of a field with one sibling holds that sibling's value.
        let isInline: Bool
        /// Whether a single sibling can still be something people must be told of.
        let needsJudging: Bool

        init(_ field: Field, firstColumn: Int) {
            id = field.id
            self.field = field
            columns = firstColumn..<firstColumn + field.columns.count
            parts = field.columns
            if field.columns.count == 1, case .enumeration = field.columns[0].kind {
                isPlain = false
            } else {
                isPlain = field.columns.count == 1
            }
            rule = field.rule
            isInline = field.rule.showsSingleValue
            needsJudging = !field.rule.showsSingleValue || !field.rule.reads.isEmpty
        }
    }

    init(_ entity: Entity) {
        self.entity = entity
        table = Self.quoted(entity.name)
        columns = entity.fields.flatMap(\.columns)
        var plans: [FieldPlan] = []
        var next = 0
        for field in entity.fields {
            plans.append(FieldPlan(field, firstColumn: next))
            next += field.columns.count
        }
        fields = plans
        whole = RowExtent(plans, affected: Set(plans.map(\.id)), of: entity)
        extentByField = Dictionary(
            uniqueKeysWithValues: plans.map { plan in
                (plan.id, RowExtent(editing: plan.id, plans, of: entity))
            })
        let names = columns.map { Self.quoted($0.name) } + ["clock"]
        let marks = Array(repeating: "?", count: names.count + 1).joined(separator: ",")
        insertSQL = "INSERT INTO \(table)(\(names.joined(separator: ",")),id) VALUES(\(marks))"
        deleteSQL = "DELETE FROM \(table) WHERE id=?"
        lastNumberSQL = """
            SELECT max(ifnull((SELECT max(id) FROM \(table) WHERE id BETWEEN ?1 AND ?2),0),\
            ifnull((SELECT row FROM burned WHERE entity=?3),0))
            """
    }

    /// What an edit of this field needs; all for a field of a newer version.
    func extent(editing field: FieldID) -> RowExtent { extentByField[field] ?? whole }

    static func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// - Complexity: O(log n) in the number of fields.
    func fieldPlan(_ id: FieldID) -> FieldPlan? {
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if fields[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < fields.count && fields[low].id == id ? fields[low] : nil
    }

    /// Writes some columns, by position and ascending, then the clock; the id comes last. Columns
    /// that did not change are left out, so that their indexes are not touched.
    func updateSQL(_ changed: [Int]) -> String {
        guard columns.count <= UInt64.bitWidth else { return madeUpdateSQL(changed) }
        let mask = changed.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        return updateSQLByMask.withLock { cache in
            if let sql = cache[mask] { return sql }
            let sql = madeUpdateSQL(changed)
            cache[mask] = sql
            return sql
        }
    }

    private func madeUpdateSQL(_ changed: [Int]) -> String {
        let names = changed.map { Self.quoted(columns[$0].name) } + ["clock"]
        let list = names.map { "\($0)=?" }.joined(separator: ",")
        return "UPDATE \(table) SET \(list) WHERE id=?"
    }

    var createSQL: [String] {
        let list = columns.map { ", " + Self.definition($0) }.joined()
        let create = """
            CREATE TABLE IF NOT EXISTS \(table) (id INTEGER PRIMARY KEY\(list), \
            clock BLOB NOT NULL)
            """
        return [create] + indexSQL
    }

    /// Rows that show nothing there are left out of an index: a write that leaves the field empty
    /// dirties one page less, and no comparison looks for null.
    var indexSQL: [String] {
        columns.filter(\.isIndexed).map { column in
            let index = Self.quoted("\(entity.name)_\(column.name)")
            let name = Self.quoted(column.name)
            return """
                CREATE INDEX IF NOT EXISTS \(index) ON \(table)(\(name)) WHERE \(name) IS NOT NULL
                """
        }
    }

    static func definition(_ column: SyncEngine.Column) -> String {
        let type =
            switch column.kind {
            case .text, .enumeration: "TEXT"
            case .integer, .boolean, .reference: "INTEGER"
            }
        return "\(quoted(column.name)) \(type)"
    }
}
