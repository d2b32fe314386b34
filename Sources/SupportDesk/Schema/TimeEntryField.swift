// The fields of a time entry: each entry is a row, and a total is a sum of rows, never a field.

public import SyncEngine

/// Numbers of a time entry's fields.
public enum TimeEntryField {
    public static let ticket: FieldID = 1
    public static let minutes: FieldID = 2
    /// The day of the work where it was done, as `2026-11-20`.
    public static let day: FieldID = 3
    public static let note: FieldID = 4
    public static let deleted: FieldID = 5
}

extension TicketSchema {
    public static let timeEntries = Entity(
        id: timeEntry, name: "time_entry", owner: TimeEntryField.ticket,
        fields: [
            owner(TimeEntryField.ticket),
            Field(id: TimeEntryField.minutes, name: "minutes", kind: .integer, rule: Latest()),
            Field(id: TimeEntryField.day, name: "day", kind: .text, rule: Latest()),
            Field(id: TimeEntryField.note, name: "note", kind: .text, rule: Latest()),
            Field(
                id: TimeEntryField.deleted, name: "deleted", kind: .boolean,
                rule: DeletedAsSeen(
                    content: [TimeEntryField.minutes, TimeEntryField.day, TimeEntryField.note])),
        ])
}
