// What a row shows and what people should look at, by the schema's rules.

import SyncEngine

/// A field that somebody should look at.
struct ConflictLine: Hashable {
    let field: FieldID
    let grade: Grade
    let isHeld: Bool
}

extension RowExtent {
    /// The content of every column of the extent, and the conflict index's lines of the fields
    /// that an edit affects.
    ///
    /// Rules are asked only where there is something to judge: a field with one sibling and a
    /// rule that shows it needs no rule.
    func shown(
        _ state: RowState, old: LoadedRow?
    ) -> (columns: [Value], conflicts: [ConflictLine]) {
        var columns: [Value] = []
        columns.reserveCapacity(self.columns.count)
        var conflicts: [ConflictLine] = []
        var next = 0
        for (index, plan) in fields.enumerated() {
            if !isAffected[index], let old {
                let start = columns.count
                columns += old.columns[start..<start + plan.columns.count]
                continue
            }
            while next < state.fields.count, state.fields[next].id < plan.id { next += 1 }
            guard next < state.fields.count, state.fields[next].id == plan.id else {
                for _ in plan.columns { columns.append(.null) }
                continue
            }
            let siblings = state.fields[next].register.siblings
            if siblings.count == 1, !plan.needsJudging {
                plan.field.appendColumns(of: siblings[0].value, to: &columns)
                continue
            }
            let outcome = plan.rule.outcome(of: FieldView(plan.id, of: state))
            plan.field.appendColumns(of: outcome.shown, to: &columns)
            if outcome.grade > .none || outcome.isHeld {
                conflicts.append(
                    ConflictLine(field: plan.id, grade: outcome.grade, isHeld: outcome.isHeld))
            }
        }
        return (columns, conflicts)
    }

    fileprivate func affects(_ field: FieldID) -> Bool {
        ids.firstIndex(of: field).map { isAffected[$0] } ?? false
    }
}

extension StoreDatabase {
    /// Makes the row's lines in the conflict index these; touches it only where they differ.
    /// - Parameters:
    ///   - extent: the fields that `lines` speak of; the others' lines stay.
    ///   - isNew: whether the row was not there before.
    func saveConflicts(
        _ lines: [ConflictLine], of extent: RowExtent, at key: RowKey, isNew: Bool
    ) throws {
        if lines.isEmpty, try isNew || !hasConflicts(key.entity) { return }
        let row: [Value] = [.integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue)]
        let old = try rows(
            "SELECT field,grade,held FROM conflict WHERE entity=? AND row=? ORDER BY field", row
        ) { ConflictLine($0) }.filter { extent.affects($0.field) }
        guard old != lines else { return }
        for line in old {
            try run(
                "DELETE FROM conflict WHERE entity=? AND row=? AND field=?",
                row + [.integer(Int64(line.field.rawValue))])
        }
        for line in lines {
            try run(
                "INSERT INTO conflict(entity,row,field,grade,held) VALUES(?,?,?,?,?)",
                row + [
                    .integer(Int64(line.field.rawValue)), .integer(Int64(line.grade.rawValue)),
                    .boolean(line.isHeld),
                ])
            noteConflict(key.entity)
        }
    }

    /// Whether any row of the entity has a line; asked once an access, since most have none.
    private func hasConflicts(_ entity: EntityID) throws -> Bool {
        if let known = hasConflictsByEntity[entity] { return known }
        let found = try integer(
            "SELECT EXISTS(SELECT 1 FROM conflict WHERE entity=?)",
            [.integer(Int64(entity.rawValue))])
        hasConflictsByEntity[entity] = found != 0
        return found != 0
    }

    private func noteConflict(_ entity: EntityID) { hasConflictsByEntity[entity] = true }
}

extension ConflictLine {
    /// From the columns field, grade, held.
    init(_ statement: PreparedStatement, firstColumn: Int32 = 0) {
        field = FieldID(UInt16(truncatingIfNeeded: statement.integer(firstColumn)))
        grade =
            Grade(rawValue: UInt8(truncatingIfNeeded: statement.integer(firstColumn + 1))) ?? .none
        isHeld = statement.integer(firstColumn + 2) != 0
    }
}
