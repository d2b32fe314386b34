// Logged time: every entry is a row of its own, so that nobody's hour is lost in a total.

public import LocalStore
public import SyncEngine

/// What an edit of a time entry sets; what is not set stays as it is.
public struct TimeEdit: Hashable, Sendable {
    /// In minutes.
    public var minutes: Int64?
    public var day: CalendarDay?
    public var note: Change<String> = .keep

    public init() {}
}

extension Desk {
    /// Logs work on a ticket, done by whoever's laptop this is.
    /// - Parameters:
    ///   - minutes: at least one.
    ///   - day: the day of the work where it was done.
    @discardableResult
    public func logTime(
        on ticket: RowID, minutes: Int64, day: CalendarDay, note: String? = nil
    ) throws -> RowID {
        try act { action in
            _ = try action.row(RowKey(TicketSchema.ticket, ticket))
            var values: [FieldID: Value] = [
                TimeEntryField.ticket: .row(ticket),
                TimeEntryField.minutes: .integer(try Self.worked(minutes)),
                TimeEntryField.day: .text(day.description),
            ]
            if let note, !note.isEmpty {
                values[TimeEntryField.note] = .text(try TextCheck.text(note, "note"))
            }
            return try action.create(TicketSchema.timeEntry, values)
        }.value
    }

    /// Corrects a time entry.
    @discardableResult
    public func editTime(_ entry: RowID, _ edit: TimeEdit, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let key = RowKey(TicketSchema.timeEntry, entry)
            _ = try action.row(key)
            if let minutes = edit.minutes {
                let value = Value.integer(try Self.worked(minutes))
                try action.set(key, TimeEntryField.minutes, to: value)
            }
            if let day = edit.day {
                try action.set(key, TimeEntryField.day, to: .text(day.description))
            }
            switch edit.note {
            case .keep: break
            case .clear: try action.set(key, TimeEntryField.note, to: .null)
            case .set(let note):
                let text = try TextCheck.text(note, "note")
                try action.set(key, TimeEntryField.note, to: .text(text))
            }
        }.dot
    }

    /// Takes a time entry out of all sums; a correction made apart brings it back.
    @discardableResult
    public func deleteTime(_ entry: RowID, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) {
            let key = RowKey(TicketSchema.timeEntry, entry)
            try $0.set(key, TimeEntryField.deleted, to: .boolean(true))
        }.dot
    }

    private static func worked(_ minutes: Int64) throws -> Int64 {
        guard minutes > 0 else {
            throw DeskError(
                .badValue, "No time to log.", hint: "Give at least a minute: 45m, 2h30.")
        }
        return try WorkDuration(minutes: minutes).minutes
    }
}
