// What a client may see: tickets shared, comments and documents published, and taking it back.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Shows the ticket to its client, with the title and description that were on the screen.
    @discardableResult
    public func share(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.shared(ticket), true, seen: seen)
    }

    /// Shows several tickets to their clients, or hides them, as one unit.
    /// - Parameter seen: tokens that between them hold every ticket.
    @discardableResult
    public func setShared(_ tickets: [RowID], _ isShared: Bool, seen: [Rendered]) throws -> Dot? {
        try act(seen: seen) { action in
            for ticket in Set(tickets).sorted() {
                let flag = ReleaseFlag.shared(ticket)
                try action.set(flag.key, flag.field, to: .boolean(isShared))
            }
        }.dot
    }

    /// Hides the ticket from its client.
    @discardableResult
    public func unshare(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setVisible(.shared(ticket), false, seen: seen)
    }

    /// Confirms that the client may see what a merge held back: of the ticket itself, its comments
    /// and its documents. Only what stood on the screen as held is confirmed.
    /// - Throws: ``DeskError`` `nothing_to_do` if nothing of the ticket is held.
    @discardableResult
    public func confirmRelease(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let held = try action.heldFlags(of: ticket)
            guard !held.isEmpty else {
                throw DeskError(
                    .nothingToDo, "Nothing of ticket \(ticket) is held.",
                    hint: "Share it if its client should see it.")
            }
            for flag in held { try action.set(flag.key, flag.field, to: .boolean(true)) }
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

extension Action {
    /// The flags of the ticket and of what belongs to it that the screen showed as held.
    fileprivate func heldFlags(of ticket: RowID) throws -> [ReleaseFlag] {
        let key = RowKey(TicketSchema.ticket, ticket)
        _ = try row(key)
        let rows = try [TicketSchema.comment, TicketSchema.document].flatMap {
            try writer.rows($0, of: ticket)
        }
        return try ([key] + rows.map(\.key)).compactMap(ReleaseFlag.init(of:)).filter { flag in
            guard isOnScreen(flag.key) else { return false }
            return try screen(flag.key).outcome(flag.field).isHeld
        }
    }
}

/// The flag of a row that releases some of its fields to the client.
struct ReleaseFlag {
    let key: RowKey
    let field: FieldID

    private init(_ key: RowKey, _ field: FieldID) {
        self.key = key
        self.field = field
    }

    /// `nil` for rows of which no client ever sees anything.
    init?(of key: RowKey) {
        switch key.entity {
        case TicketSchema.ticket: self.init(key, TicketField.shared)
        case TicketSchema.comment: self.init(key, CommentField.visible)
        case TicketSchema.document: self.init(key, DocumentField.visible)
        default: return nil
        }
    }

    static func shared(_ id: RowID) -> Self {
        Self(RowKey(TicketSchema.ticket, id), TicketField.shared)
    }

    static func comment(_ id: RowID) -> Self {
        Self(RowKey(TicketSchema.comment, id), CommentField.visible)
    }

    static func document(_ id: RowID) -> Self {
        Self(RowKey(TicketSchema.document, id), DocumentField.visible)
    }
}
