// All that one contact may read of a replica, and nothing else: whoever answers clients is handed
// this, and never the store.

public import LocalStore
public import SyncEngine

/// A contact's view of one snapshot. Valid only inside the access that gave the reader.
///
/// It finds rows by what is shown of them: of a ticket that is not the contact's, and of comments
/// and documents that are internal, nothing is even loaded. What is loaded is judged by
/// ``ClientView``, by the same rules that made the columns.
public struct ClientWindow {
    private let reader: StoreReader
    private let view: ClientView
    private let contact: RowID
    private let client: ClientReader
    private let people: People
    /// Whether the contact was archived: somebody with whom the team has nothing to do any more.
    public let isArchived: Bool

    /// - Parameter identity: of a laptop's replica; `nil` at the hub.
    /// - Returns: `nil` if there is no such contact.
    public init?(
        _ reader: StoreReader, contact: RowID, identity: ReplicaIdentity? = nil
    ) throws {
        guard let row = try reader.row(RowKey(TicketSchema.contact, contact)) else { return nil }
        self.reader = reader
        self.contact = contact
        view = ClientView(schema: reader.schema)
        client = ClientReader(contact, row.stored.shown)
        isArchived = row.value(NamedField.archived) == .boolean(true)
        people = try People(reader, identity: identity)
    }

    /// The contact's tickets without their comments and documents, those made last first.
    /// - Complexity: O(tickets of the contact and of their organization).
    public func tickets(limit: Int) throws -> [ClientTicket] {
        let tickets = try ids().compactMap { try answer($0, isWhole: false) }
        let sorted = tickets.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
        return Array(sorted.prefix(limit))
    }

    /// One ticket, whole; `nil` if it is not theirs, for whatever reason.
    /// - Complexity: O(visible comments and documents of the ticket). For a ticket that is not
    ///   theirs the same work is done as for one that does not exist.
    public func ticket(_ ticket: RowID) throws -> ClientTicket? {
        try ids(only: ticket).first.flatMap { try answer($0, isWhole: true) }
    }

    private func answer(_ ticket: RowID, isWhole: Bool) throws -> ClientTicket? {
        guard let row = try reader.row(RowKey(TicketSchema.ticket, ticket)) else { return nil }
        var rows = TicketRows(ticket, row.stored.shown)
        if isWhole {
            rows.comments = try visible(TicketSchema.comment, "comment", of: ticket)
            rows.documents = try visible(TicketSchema.document, "document", of: ticket)
        }
        return view.ticket(rows, for: client, author: { people[$0].member })
    }

    /// The tickets that are shown as shared and theirs.
    ///
    /// `+id` keeps SQLite from looking the one ticket up: its row would be read before it is known
    /// to be the contact's.
    private func ids(only ticket: RowID? = nil) throws -> [RowID] {
        let one = ticket == nil ? "" : " AND +id = ?"
        let arguments: [Value] = ticket.map { [.row($0)] } ?? []
        let own = try ids(
            "SELECT id FROM ticket WHERE shared = 1 AND contact = ?" + one,
            [.row(contact)] + arguments)
        guard let organization = client.organization else { return own }
        return own
            + (try ids(
                """
                SELECT id FROM ticket WHERE shared = 1 AND contact IS NULL AND organization = ?
                """ + one, [.row(organization)] + arguments))
    }

    private func visible(
        _ entity: EntityID, _ table: String, of ticket: RowID
    ) throws -> [RowID: RowState] {
        let ids = try ids(
            "SELECT id FROM \(table) WHERE visible = 1 AND ticket = ?", [.row(ticket)])
        return try ids.reduce(into: [:]) { states, id in
            states[id] = try reader.row(RowKey(entity, id))?.stored.shown
        }
    }

    private func ids(_ sql: String, _ arguments: [Value]) throws -> [RowID] {
        try reader.select(sql, arguments).compactMap {
            $0["id"].integer.flatMap(RowID.init(rawValue:))
        }
    }
}

extension ClientWindow {
    /// The indexes by which a store that answers many clients finds exactly what they may read:
    /// internal rows are not in them.
    public static let indexes: [(name: String, definition: String)] = [
        ("hub_client_ticket", "ticket(contact, organization) WHERE shared = 1"),
        ("hub_client_comment", "comment(ticket) WHERE visible = 1"),
        ("hub_client_document", "document(ticket) WHERE visible = 1"),
    ].map { ($0, "CREATE INDEX IF NOT EXISTS \($0) ON \($1)") }
}
