// The fields of a comment on a ticket.

public import SyncEngine

/// Numbers of a comment's fields.
public enum CommentField {
    public static let ticket: FieldID = 1
    public static let body: FieldID = 2
    /// Whether the client may read it, if the ticket is shared; otherwise it is internal.
    public static let visible: FieldID = 3
    public static let deleted: FieldID = 4
}

extension TicketSchema {
    public static let comments = Entity(
        id: comment, name: "comment", owner: CommentField.ticket,
        fields: [
            owner(CommentField.ticket),
            Field(
                id: CommentField.body, name: "body", kind: .text, rule: Latest(grade: .review),
                isSearchable: true),
            Field(
                id: CommentField.visible, name: "visible", kind: .boolean,
                rule: SeenOrSaid(releases: [CommentField.body])),
            Field(
                id: CommentField.deleted, name: "deleted", kind: .boolean,
                rule: AnyTrue(besideEditsOf: [CommentField.body])),
        ])

    /// The ticket that a row belongs to, for good.
    static func owner(_ id: FieldID) -> Field {
        Field(
            id: id, name: "ticket", kind: .reference(ticket), rule: WrittenOnce(),
            isWrittenOnce: true, isIndexed: true)
    }
}
