// What was decided on the way: history told again unit by unit, as the hub took them.

import SyncEngine

/// For each write of some rows, whether it met others and which one was chosen in its place.
struct Course {
    private struct Place: Hashable {
        let dot: Dot
        let path: FieldPath
    }

    private var concurrent: Set<Place> = []
    private var winnerByLoser: [Place: Dot] = [:]

    /// - Parameter entries: those that touched the rows, in the hub's order; waiting ones are left
    ///   out, since the hub has decided nothing about them.
    /// - Complexity: that of the rules, once for each write.
    init(_ entries: [HistoryEntry], _ keys: Set<RowKey>, in schema: Schema) {
        var rows: [RowKey: RowReplay] = [:]
        for entry in entries where entry.envelope != nil {
            for change in entry.unit.changes where keys.contains(change.key) {
                rows[change.key, default: RowReplay()].take(change, of: entry)
                guard let state = rows[change.key]?.state else { continue }
                for write in change.writes {
                    note(FieldPath(change.key, write.field), entry.dot, state, schema)
                }
            }
        }
    }

    private mutating func note(
        _ path: FieldPath, _ dot: Dot, _ state: RowState, _ schema: Schema
    ) {
        let register = state[path.field]
        guard register.isConcurrent else { return }
        concurrent.insert(Place(dot: dot, path: path))
        let rule = schema.entity(path.key.entity)?.field(path.field)?.rule ?? Latest()
        let outcome = rule.outcome(of: FieldView(path.field, of: state))
        guard let winner = outcome.winner, let chosen = register.sibling(winner) else { return }
        for sibling in register.siblings where sibling.value != chosen.value {
            winnerByLoser[Place(dot: sibling.dot, path: path)] = winner
        }
    }

    func wasConcurrent(_ dot: Dot, _ path: FieldPath) -> Bool {
        concurrent.contains(Place(dot: dot, path: path))
    }

    func overruling(_ dot: Dot, _ path: FieldPath) -> Dot? {
        winnerByLoser[Place(dot: dot, path: path)]
    }
}
