// Fits the entities' tables to the schema: new tables and columns, then every row shown anew by
// the present rules.

import SyncEngine

extension StoreDatabase {
    /// - Parameter isFresh: whether there are no rows yet.
    func fitTables(isFresh: Bool) throws {
        guard try !layout.schema.isDescribed(by: meta()) else { return }
        for plan in layout.plans { try fit(plan) }
        try setMeta(.schemaVersion, .integer(Int64(layout.schema.version)))
        try setMeta(.rulesVersion, .integer(Int64(layout.schema.rulesVersion)))
        guard !isFresh else { return }
        try run("DELETE FROM conflict")
        for plan in layout.plans {
            try adoptUnknownRows(plan)
            try showAnew(plan)
        }
        // A field may have become searchable: the followers begin again.
        try setMeta(.derivedSeen, .null)
    }

    /// A process of a newer version may have fitted the tables to its schema while this one had
    /// them open. Rows written by the old layout would lose what only the new columns hold.
    /// - Throws: `newerFile`.
    func checkLayout() throws {
        let statement = try statement(
            """
            SELECT (SELECT value FROM meta WHERE key='schema_version')=?1
            AND (SELECT value FROM meta WHERE key='rules_version')=?2
            """)
        statement.bind(1, Int64(layout.schema.version))
        statement.bind(2, Int64(layout.schema.rulesVersion))
        defer { statement.reset() }
        guard try statement.step(), statement.integer(0) == 1 else {
            throw Migrations.newer("The replica")
        }
    }

    private func fit(_ plan: EntityPlan) throws {
        try script(plan.createSQL[0])
        let present = Set(
            try rows("SELECT name FROM pragma_table_info(?)", [.text(plan.entity.name)]) {
                $0.text(0)
            })
        for column in plan.columns where !present.contains(column.name) {
            try script("ALTER TABLE \(plan.table) ADD COLUMN \(EntityPlan.definition(column))")
        }
        for index in plan.indexSQL { try script(index) }
        if let search = plan.createSearchSQL { try script(search) }
    }

    /// Rows that an older version kept without understanding them.
    private func adoptUnknownRows(_ plan: EntityPlan) throws {
        let entity = Value.integer(Int64(plan.entity.id.rawValue))
        let unknown = try rows("SELECT row,clock FROM unknown_row WHERE entity=?", [entity]) {
            ($0.integer(0), try StoredRow($0.bytes(1), columns: []))
        }
        for (id, stored) in unknown {
            guard let row = RowID(rawValue: id) else {
                throw StoreError.corrupt("a row without an id")
            }
            try save(stored, at: RowKey(plan.entity.id, row), replacing: nil)
        }
        try run("DELETE FROM unknown_row WHERE entity=?", [entity])
    }

    /// Reads and writes every row: fields that were unknown get their columns.
    private func showAnew(_ plan: EntityPlan) throws {
        let ids = try rows("SELECT id FROM \(plan.table) ORDER BY id") { $0.integer(0) }
        for id in ids {
            guard let row = RowID(rawValue: id) else {
                throw StoreError.corrupt("a row without an id")
            }
            let key = RowKey(plan.entity.id, row)
            guard let loaded = try load(key) else { continue }
            try save(loaded.stored, at: key, replacing: loaded)
        }
    }
}
