// Comments: internal notes and words to the client, told apart from the first keystroke.

public import LocalStore
public import SyncEngine

/// Whom a comment is for. There is no default: a wrong one leaks or goes unread.
public enum Audience: Hashable, Sendable {
    case `internal`
    case toClient
}

extension Desk {
    /// Adds a comment to a ticket.
    /// - Throws: ``DeskError`` if the text is empty or the ticket unknown.
    @discardableResult
    public func comment(on ticket: RowID, _ text: String, _ audience: Audience) throws -> RowID {
        try act { try $0.comment(on: ticket, text, audience) }.value
    }

    /// Replaces the text of a comment.
    @discardableResult
    public func editComment(
        _ comment: RowID, _ text: String, seen: Rendered? = nil
    ) throws -> Dot? {
        let body = try TextCheck.body(text)
        return try setComment(comment, CommentField.body, .text(body), seen: seen)
    }

    /// Deletes a comment; ``restoreComment(_:seen:)`` brings it back.
    @discardableResult
    public func deleteComment(_ comment: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setComment(comment, CommentField.deleted, .boolean(true), seen: seen)
    }

    /// Brings a deleted comment back.
    @discardableResult
    public func restoreComment(_ comment: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setComment(comment, CommentField.deleted, .boolean(false), seen: seen)
    }

    private func setComment(
        _ comment: RowID, _ field: FieldID, _ value: Value, seen: Rendered?
    ) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) {
            try $0.set(RowKey(TicketSchema.comment, comment), field, to: value)
        }.dot
    }
}

extension Action {
    func comment(on ticket: RowID, _ text: String, _ audience: Audience) throws -> RowID {
        _ = try row(RowKey(TicketSchema.ticket, ticket))
        var values: [FieldID: Value] = [
            CommentField.ticket: .row(ticket), CommentField.body: .text(try TextCheck.body(text)),
        ]
        guard audience == .toClient else { return try create(TicketSchema.comment, values) }
        values[CommentField.visible] = .boolean(true)
        return try create(
            TicketSchema.comment, values,
            evidence: [CommentField.body: Evidence([.clientCouldSee(true)])])
    }
}
