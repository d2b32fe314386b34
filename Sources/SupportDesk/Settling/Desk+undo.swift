// Undoing a decision: an ordinary write that brings back what was shown before it.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Brings back what a field showed before its conflict was settled. The values that were
    /// settled stay in the history; they stand beside each other no more.
    /// - Throws: ``DeskError`` `nothing_to_do` unless the one value that stands settled others.
    @discardableResult
    public func undoSettling(_ path: FieldPath, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let row = try action.row(path.key)
            let screen = try action.screen(path.key)
            let siblings = screen.siblings(path.field)
            guard siblings.count == 1 else {
                throw DeskError(
                    .nothingToDo,
                    "\(siblings.count) values stand in \(path.spelled(in: store.schema)).",
                    hint: "Decide between them, or write a new one.")
            }
            let past = FieldPast(action.writer, row, path.field)
            let before = try past.standing(among: past.covered(by: siblings[0].dot))
            guard before.count > 1 else {
                throw DeskError(
                    .nothingToDo,
                    "The last write of \(path.spelled(in: store.schema)) settled nothing.",
                    hint: "`syncd ticket history` shows earlier values; write the one you want.")
            }
            let value = path.value(
                bringingBack: past.shown(of: before), over: screen.outcome(path.field).shown)
            try action.decide(path, value)
        }.dot
    }
}

extension FieldPath {
    /// A stage that is brought back is a move like any other: leaving a finish begins a cycle.
    func value(bringingBack value: Value, over shown: Value) -> Value {
        guard key.entity == TicketSchema.ticket, field == TicketField.status,
            let status = Status(value)
        else { return value }
        return status.value(from: shown)
    }
}
