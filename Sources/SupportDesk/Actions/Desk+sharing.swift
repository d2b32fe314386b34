// What a client may see: tickets shared, comments and documents published, and taking it back.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Shows the ticket to its client, with the title and description that were on the screen.
    @discardableResult
    public func share(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.shared(ticket), true, seen: seen)
    }

    /// Hides the ticket from its client.
    @discardableResult
    public func unshare(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.shared(ticket), false, seen: seen)
    }

    /// Confirms that the client may see what a merge held back.
    /// - Throws: ``DeskError`` `nothing_to_do` if nothing of the ticket is held.
    @discardableResult
    public func confirmRelease(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        let flag = ReleaseFlag.shared(ticket)
        return try act(seen: seen.map { [$0] } ?? []) { action in
            guard try action.row(flag.key).outcome(flag.field).isHeld else {
                throw DeskError(
                    .nothingToDo, "Nothing of ticket \(ticket) is held.",
                    hint: "Share it if its client should see it.")
            }
            try action.set(flag.key, flag.field, to: .boolean(true))
        }.dot
    }

    /// Shows a comment to the client, as it was on the screen.
    @discardableResult
    public func publishComment(_ comment: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.comment(comment), true, seen: seen)
    }

    /// Makes a comment internal again.
    @discardableResult
    public func withdrawComment(_ comment: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.comment(comment), false, seen: seen)
    }

    /// Lets the client open a document.
    @discardableResult
    public func publishDocument(_ document: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.document(document), true, seen: seen)
    }

    /// Makes a document internal again.
    @discardableResult
    public func withdrawDocument(_ document: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.document(document), false, seen: seen)
    }

    private func setVisible(_ flag: ReleaseFlag, _ isVisible: Bool, seen: Rendered?) throws -> Dot?
    {
        try act(seen: seen.map { [$0] } ?? []) {
            try $0.set(flag.key, flag.field, to: .boolean(isVisible))
        }.dot
    }
}

/// The flag of a row that releases some of its fields to the client.
private struct ReleaseFlag {
    let key: RowKey
    let field: FieldID

    static func shared(_ id: RowID) -> Self {
        Self(key: RowKey(TicketSchema.ticket, id), field: TicketField.shared)
    }

    static func comment(_ id: RowID) -> Self {
        Self(key: RowKey(TicketSchema.comment, id), field: CommentField.visible)
    }

    static func document(_ id: RowID) -> Self {
        Self(key: RowKey(TicketSchema.document, id), field: DocumentField.visible)
    }
}
