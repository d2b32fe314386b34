// What a person is shown before something goes to a client: every word of it, and nothing unseen.

public import LocalStore
public import SyncEngine

/// What a publishing action releases, and to whom.
///
/// Not only what is shown now: a value that lost a merge stands beside it, and may be shown later,
/// when the winner is replaced by somebody who had not seen the loser. Publishing says that it was
/// seen, so it must be seen.
public struct Release: Hashable, Sendable {
    /// The client's name: the contact, or the organization; `nil` where nobody is set.
    public let audience: String?
    /// Other clients that were set apart, and stand beside this one.
    public let otherAudiences: [String]
    /// Whether the ticket itself is visible once this is done; without that, nothing is.
    public let isTicketVisible: Bool
    public let texts: [Text]
    /// What this shows; the action that follows covers it and nothing else.
    public let seen: Rendered

    /// What a page shows before somebody says yes.
    public var json: JSONValue {
        [
            "audience": .optional(audience), "other_audiences": .strings(otherAudiences),
            "ticket_visible": .boolean(isTicketVisible),
            "texts": .array(
                texts.map {
                    [
                        "kind": .string($0.kind), "shown": .string($0.shown),
                        "others": .strings($0.others),
                    ]
                }), "seen": .string(seen.token),
        ]
    }

    /// One text that the client will be able to read.
    public struct Text: Hashable, Sendable {
        /// `title`, `description`, `comment`, `document`.
        public let kind: String
        public let shown: String
        /// Values that lost a merge and stand beside it.
        public let others: [String]
    }
}

extension Desk {
    /// What ``share(_:seen:)`` or ``confirmRelease(_:seen:)`` would release of a ticket.
    /// - Parameter includingHeld: also comments and documents that are held back: confirming
    ///   releases them, sharing does not.
    /// - Throws: ``DeskError`` `not_found`.
    public func release(ofTicket ticket: RowID, includingHeld: Bool) throws -> Release {
        try store.read { reader in
            let key = RowKey(TicketSchema.ticket, ticket)
            let row = try known(key, reader)
            let belonging = try [TicketSchema.comment, TicketSchema.document].flatMap {
                try reader.rows($0, of: ticket)
            }
            let released = belonging.filter { row in
                guard let flag = ReleaseFlag(of: row.key), !row.isDeletedForClient else {
                    return false
                }
                let outcome = row.outcome(flag.field)
                return outcome.shown == .boolean(true) || (includingHeld && outcome.isHeld)
            }
            return try release(
                of: row, [row] + released, isTicketVisible: true, reader,
                seen: try reader.renderedTree(key))
        }
    }

    /// What publishing a comment would release.
    public func release(ofComment comment: RowID) throws -> Release {
        try release(of: RowKey(TicketSchema.comment, comment))
    }

    /// What publishing a document would release.
    public func release(ofDocument document: RowID) throws -> Release {
        try release(of: RowKey(TicketSchema.document, document))
    }

    private func release(of key: RowKey) throws -> Release {
        try store.read { reader in
            let row = try known(key, reader)
            let ticket = try row.ticket(in: store.schema).flatMap {
                try reader.row(RowKey(TicketSchema.ticket, $0))
            }
            return try release(
                of: ticket, [row],
                isTicketVisible: ticket?.value(TicketField.shared) == .boolean(true), reader,
                seen: try reader.rendered([key]))
        }
    }

    private func known(_ key: RowKey, _ reader: StoreReader) throws -> Row {
        guard let row = try reader.row(key) else {
            throw DeskError.unknown(key, in: store.schema)
        }
        return row
    }

    private func release(
        of ticket: Row?, _ rows: [Row], isTicketVisible: Bool, _ reader: StoreReader,
        seen: Rendered
    ) throws -> Release {
        let display = try Display(reader, desk: self)
        let client = ticket?.outcome(TicketField.client)
        let others = (ticket?.others(TicketField.client) ?? [])
            .filter { $0 != client?.shown }
        return Release(
            audience: try display.client(client?.shown ?? .null),
            otherAudiences: try others.map { try display.client($0) ?? "nobody" },
            isTicketVisible: isTicketVisible, texts: rows.flatMap(\.releasedTexts), seen: seen)
    }
}

extension Row {
    /// The texts that the row's flag releases.
    fileprivate var releasedTexts: [Release.Text] {
        let fields: [(kind: String, field: FieldID)] =
            switch key.entity {
            case TicketSchema.ticket:
                [("title", TicketField.title), ("description", TicketField.description)]
            case TicketSchema.comment: [("comment", CommentField.body)]
            case TicketSchema.document: [("document", DocumentField.name)]
            default: []
            }
        return fields.compactMap { kind, field in
            let others = others(field).compactMap(\.text)
            let shown = value(field).text
            guard shown != nil || !others.isEmpty else { return nil }
            return Release.Text(kind: kind, shown: shown ?? "", others: others)
        }
    }

    /// The values that stand beside the one that was chosen; none where it is made of all of them.
    fileprivate func others(_ field: FieldID) -> [Value] {
        let outcome = outcome(field)
        guard outcome.winner != nil else { return [] }
        return stored.shown[field].siblings.map(\.value).filter { $0 != outcome.shown }
    }

    fileprivate var isDeletedForClient: Bool {
        let field =
            key.entity == TicketSchema.comment ? CommentField.deleted : DocumentField.deleted
        return value(field) == .boolean(true)
    }
}

extension Display {
    /// `Ada (Pumps Ltd)`, `Pumps Ltd`, or `nil` for nobody.
    fileprivate func client(_ value: Value) throws -> String? {
        let parts = value.components
        guard parts.count == 2 else { return nil }
        let contact = try name(of: TicketSchema.contact, parts[0].integer)
        let organization = try name(of: TicketSchema.organization, parts[1].integer)
        guard let contact else { return organization.map { "everybody of \($0)" } }
        return organization.map { "\(contact) (\($0))" } ?? contact
    }
}
