// What a row shows and what people should look at, by the schema's rules.

import SyncEngine

/// A field that somebody should look at.
struct ConflictLine: Hashable {
    let field: FieldID
    let grade: Grade
    let isHeld: Bool
}

extension EntityPlan {
    /// The content of every column, and the lines of the conflict index.
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
        for plan in fields {
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
                    ConflictLine(
                        field: plan.id, grade: outcome.grade, isHeld: outcome.isHeld))
            }
        }
        return (columns, conflicts)
    }

    /// Whether the row as loaded certainly has no line in the conflict index.
    func isUndisputed(_ row: LoadedRow) -> Bool {
        var next = 0
        let present = row.stored.shown.fields
        for plan in fields {
            while next < present.count, present[next].id < plan.id { next += 1 }
            guard next < present.count, present[next].id == plan.id else { continue }
            if plan.needsJudging || present[next].register.siblings.count > 1 { return false }
        }
        return true
    }
}

extension StoreDatabase {
    /// Makes the row's lines in the conflict index these; touches it only where they differ.
    /// - Parameter hadNone: whether the row is known to have no lines yet.
    func saveConflicts(_ lines: [ConflictLine], at key: RowKey, hadNone: Bool) throws {
        if hadNone, lines.isEmpty { return }
        let arguments: [Value] = [
            .integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue),
        ]
        let old = try rows(
            "SELECT field,grade,held FROM conflict WHERE entity=? AND row=? ORDER BY field",
            arguments
        ) { ConflictLine($0) }
        guard old != lines else { return }
        try run("DELETE FROM conflict WHERE entity=? AND row=?", arguments)
        for line in lines {
            try run(
                "INSERT INTO conflict(entity,row,field,grade,held) VALUES(?,?,?,?,?)",
                arguments + [
                    .integer(Int64(line.field.rawValue)), .integer(Int64(line.grade.rawValue)),
                    .boolean(line.isHeld),
                ])
        }
    }
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
