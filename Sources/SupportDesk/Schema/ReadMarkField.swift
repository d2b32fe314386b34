// What somebody has read: a set that only grows, so that no laptop of theirs asks again.

public import SyncEngine

/// Numbers of a read mark's fields. Whose mark it is, is in its creation.
public enum ReadMarkField {
    /// The ``NoticeRecord/id`` of what was read.
    public static let subject: FieldID = 1
}

extension TicketSchema {
    /// A mark is made and never changed; the union of all is the set.
    public static let readMarks = Entity(
        id: readMark, name: "read_mark",
        fields: [
            Field(
                id: ReadMarkField.subject, name: "subject", kind: .text, rule: WrittenOnce(),
                isWrittenOnce: true)
        ])
}
