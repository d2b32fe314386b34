// One snapshot of a replica, as an app reads it.

public import SyncEngine

/// Rows, queries and what was shown of them. Valid only inside the access that gave it.
public class StoreReader {
    let database: StoreDatabase
    public let schema: Schema

    init(_ database: StoreDatabase, schema: Schema) {
        self.database = database
        self.schema = schema
    }

    /// - Complexity: one lookup by primary key.
    public func row(_ key: RowKey) throws -> Row? {
        try stored(key).map { Row(key: key, stored: $0, entity: schema.entity(key.entity)) }
    }

    /// The row's state; a writer's own changes included.
    func stored(_ key: RowKey) throws -> StoredRow? { try database.load(key)?.stored }

    /// Called before tables are read by anything but a row's id.
    func prepareTables() throws {}

    /// Runs a query over the readable tables: one per entity, columns by their names, row ids as
    /// integers, enumerations by their names.
    ///
    /// - Parameters:
    ///   - sql: text of the program, never of a user: values go into `arguments`.
    ///   - arguments: for the `?` in order; scalars.
    /// - Throws: `badQuery` unless it is one statement that only reads.
    public func select(_ sql: String, _ arguments: [Value] = []) throws -> [Record] {
        try prepareTables()
        let statement = try database.statement(sql)
        guard statement.isReadOnly else {
            throw StoreError(.badQuery, "A reader's query may not write: \(sql)")
        }
        try statement.bind(all: arguments)
        defer { statement.reset() }
        let columns = statement.columnNames
        let indices = columns.indices
        var records: [Record] = []
        while try statement.step() {
            records.append(
                Record(columns: columns, values: indices.map { statement.value(Int32($0)) }))
        }
        return records
    }

    /// A token of what is shown of these rows now; rows that do not exist are left out. Equal
    /// screens of different replicas give equal tokens, unless there is something unsent on them,
    /// or one of them has followed a hub through more restores.
    public func rendered(_ keys: [RowKey]) throws -> Rendered {
        var isUnsent = false
        let rows = try keys.compactMap { key -> RenderedRow? in
            guard let stored = try stored(key) else { return nil }
            isUnsent = isUnsent || stored.base != nil
            return RenderedRow(key, stored)
        }
        return Rendered(
            rows: rows, replica: isUnsent ? database.ordinal : nil,
            timelinesLeft: try database.timelinesLeft())
    }

    /// The same of a row and all rows whose owner field names it.
    public func renderedTree(_ key: RowKey) throws -> Rendered {
        try prepareTables()
        var keys = [key]
        for plan in database.layout.plans {
            guard let owner = plan.entity.owner, let field = plan.entity.field(owner),
                field.columns[0].kind == .reference(key.entity)
            else { continue }
            let column = EntityPlan.quoted(field.columns[0].name)
            let ids = try database.rows(
                "SELECT id FROM \(plan.table) WHERE \(column)=? ORDER BY id",
                [.integer(key.row.rawValue)]
            ) { RowID(rawValue: $0.integer(0)) }
            keys += ids.compactMap { $0 }.map { RowKey(plan.entity.id, $0) }
        }
        return try rendered(keys)
    }

    /// Where the replica stands towards its hub.
    public var position: LaptopPosition {
        get throws { try database.position() }
    }
}
