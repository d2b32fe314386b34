// Rows between their table and their state: loads, compares, and writes only what changed.

import SyncEngine

/// A row as it lies in its table: what a later save is compared with. A class: it is handed on
/// several times, and has many parts.
final class LoadedRow {
    let stored: StoredRow
    /// The content of the extent's columns.
    let columns: [Value]
    /// What was loaded; `nil` for an entity that this version does not know.
    let extent: RowExtent?
    /// The fields that were not.
    let rest: [StoredRow.Unread]

    init(
        stored: StoredRow, columns: [Value], extent: RowExtent?, rest: [StoredRow.Unread] = []
    ) {
        self.stored = stored
        self.columns = columns
        self.extent = extent
        self.rest = rest
    }
}

extension StoreDatabase {
    /// - Complexity: one lookup by primary key.
    func load(_ key: RowKey) throws -> LoadedRow? {
        guard let plan = layout.plan(key.entity) else { return try loadUnknown(key) }
        return try load(key, plan.whole)
    }

    /// What an edit of one field needs of a row; all of a row with unsent writes.
    func load(_ key: RowKey, editing field: FieldID) throws -> LoadedRow? {
        guard let extent = layout.plan(key.entity)?.extent(editing: field), !extent.isWhole else {
            return try load(key)
        }
        guard let row = try load(key, extent), !row.stored.shown.fields.isEmpty else {
            return try load(key)
        }
        return row
    }

    private func load(_ key: RowKey, _ extent: RowExtent) throws -> LoadedRow? {
        let statement = try statement(extent.selectSQL)
        statement.bind(1, key.row.rawValue)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return try extent.loaded(from: statement)
    }

    private func loadUnknown(_ key: RowKey) throws -> LoadedRow? {
        let statement = try statement("SELECT clock FROM unknown_row WHERE entity=? AND row=?")
        statement.bind(1, Int64(key.entity.rawValue))
        statement.bind(2, key.row.rawValue)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return LoadedRow(
            stored: try StoredRow(statement.bytes(0), columns: []), columns: [], extent: nil)
    }

    /// Writes the row where it differs from what was loaded, and its lines in the conflict index.
    /// - Parameters:
    ///   - stored: of the same extent as `old`.
    ///   - old: what a load gave in this transaction; `nil` if there was no row.
    func save(_ stored: StoredRow, at key: RowKey, replacing old: LoadedRow?) throws {
        guard let plan = layout.plan(key.entity) else { return try saveUnknown(stored, at: key) }
        let extent = old?.extent ?? plan.whole
        let shown = extent.shown(stored.shown, old: old)
        let clock = stored.encoded(
            isHeld: extent.isHeld(stored.shown), rest: old?.rest ?? [])
        if let old {
            try update(plan, key.row, from: old, to: (shown.columns, clock))
        } else {
            try insert(plan, key.row, shown.columns, clock)
        }
        try saveConflicts(shown.conflicts, of: extent, at: key, isNew: old == nil)
    }

    private func insert(
        _ plan: EntityPlan, _ id: RowID, _ columns: [Value], _ clock: [UInt8]
    ) throws {
        let statement = try statement(plan.insertSQL)
        for index in columns.indices { statement.bind(Int32(index + 1), columns[index]) }
        statement.bind(Int32(columns.count + 1), clock)
        statement.bind(Int32(columns.count + 2), id.rawValue)
        try statement.run()
    }

    private func update(
        _ plan: EntityPlan, _ id: RowID, from old: LoadedRow,
        to new: (columns: [Value], clock: [UInt8])
    ) throws {
        let extent = old.extent ?? plan.whole
        var changed: [Int] = []
        for index in new.columns.indices where new.columns[index] != old.columns[index] {
            changed.append(index)
        }
        let statement = try statement(plan.updateSQL(changed.map { extent.columns[$0] }))
        var position: Int32 = 1
        for index in changed {
            statement.bind(position, new.columns[index])
            position += 1
        }
        statement.bind(position, new.clock)
        statement.bind(position + 1, id.rawValue)
        try statement.run()
    }

    private func saveUnknown(_ stored: StoredRow, at key: RowKey) throws {
        let statement = try statement(
            "INSERT OR REPLACE INTO unknown_row(entity,row,clock) VALUES(?,?,?)")
        statement.bind(1, Int64(key.entity.rawValue))
        statement.bind(2, key.row.rawValue)
        statement.bind(3, stored.encoded(columns: []))
        try statement.run()
    }

    /// Takes a row away whose creation was not applied; its number is never given again.
    func remove(_ key: RowKey) throws {
        let entity = Value.integer(Int64(key.entity.rawValue))
        let row = Value.integer(key.row.rawValue)
        if let plan = layout.plan(key.entity) {
            try run(plan.deleteSQL, [row])
        } else {
            try run("DELETE FROM unknown_row WHERE entity=? AND row=?", [entity, row])
        }
        try run("DELETE FROM conflict WHERE entity=? AND row=?", [entity, row])
        guard key.row.ordinal == ordinal else { return }
        try run(
            """
            INSERT INTO burned(entity,row) VALUES(?,?)
            ON CONFLICT(entity) DO UPDATE SET row=max(row,excluded.row)
            """, [entity, row])
    }

    /// The id of the next row of an entity that is born here.
    func nextRow(_ entity: EntityID) throws -> RowID {
        guard let plan = layout.plan(entity) else {
            throw StoreError(.badValue, "This version does not know entity \(entity.rawValue).")
        }
        let statement = try statement(plan.lastNumberSQL)
        statement.bind(1, ownRange.lowerBound)
        statement.bind(2, ownRange.upperBound)
        statement.bind(3, Int64(entity.rawValue))
        defer { statement.reset() }
        let last = try statement.step() ? UInt64(statement.integer(0) & 0xFF_FFFF_FFFF) : 0
        guard last < Limits.maximumCounter else {
            throw StoreError(.tooLarge, "This replica cannot make more rows of this kind.")
        }
        return RowID(ordinal, last + 1)
    }
}

extension RowExtent {
    /// The row that a statement made from ``selectSQL`` stands on.
    /// - Returns: `nil` where only a part was asked for and the whole is needed.
    func loaded(from statement: PreparedStatement) throws -> LoadedRow? {
        var stored: [Value] = []
        stored.reserveCapacity(columns.count)
        for index in columns.indices { stored.append(statement.value(Int32(index))) }
        var held: [ColumnValue] = []
        held.reserveCapacity(fields.count)
        var next = 0
        for plan in fields {
            let end = next + plan.columns.count
            held.append(ColumnValue(plan.id, plan.value(ofColumns: stored[next..<end])))
            next = end
        }
        let clock = statement.bytes(Int32(columns.count))
        if isWhole {
            return LoadedRow(
                stored: try StoredRow(clock, columns: held), columns: stored, extent: self)
        }
        return try StoredRow.partial(clock, columns: held, only: ids).map {
            LoadedRow(stored: $0.row, columns: stored, extent: self, rest: $0.rest)
        }
    }

    /// By position in the row's fields: whether the columns hold the value, so that the clock need
    /// not.
    fileprivate func isHeld(_ state: RowState) -> [Bool] {
        var isHeld = [Bool](repeating: false, count: state.fields.count)
        var next = 0
        for index in state.fields.indices {
            let id = state.fields[index].id
            while next < traits.count, traits[next].id < id { next += 1 }
            guard next < traits.count, traits[next].id == id, traits[next].isInline,
                state.fields[index].register.siblings.count == 1
            else { continue }
            isHeld[index] = fields[next].columnsHold(
                state.fields[index].register.siblings[0].value)
        }
        return isHeld
    }
}
