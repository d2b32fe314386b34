// The one way from the rows of a ticket to a client's eyes. A second one would be the leak.

public import SyncEngine

/// What a contact sees of a ticket: a pure function of its rows and the rules.
///
/// No clock, no store, no reader but the one given; so laptop, hub and portal answer alike, and a
/// golden vector or a million random rows can be put before it.
public struct ClientView: Sendable {
    private let tickets: Entity
    private let comments: Entity
    private let documents: Entity

    /// - Parameter schema: holds the rules; another one than the desk's own is for tests of rules.
    /// - Precondition: it has the desk's entities.
    public init(schema: Schema = TicketSchema.schema) {
        func entity(_ id: EntityID) -> Entity {
            guard let entity = schema.entity(id) else {
                preconditionFailure("no entity \(id.rawValue) in \(schema.name)")
            }
            return entity
        }
        tickets = entity(TicketSchema.ticket)
        comments = entity(TicketSchema.comment)
        documents = entity(TicketSchema.document)
    }

    /// The flag that shows a field to the client; `nil` for fields that no client ever sees.
    public static func flag(releasing field: FieldID, of entity: EntityID?) -> FieldID? {
        switch (entity, field) {
        case (TicketSchema.ticket, TicketField.title),
            (TicketSchema.ticket, TicketField.description),
            (TicketSchema.ticket, TicketField.client):
            TicketField.shared
        case (TicketSchema.comment, CommentField.body): CommentField.visible
        case (TicketSchema.document, DocumentField.name): DocumentField.visible
        default: nil
        }
    }

    /// The ticket as the reader sees it; `nil` if they do not, for whatever reason.
    /// - Parameter author: the name of the member whose laptop that is.
    /// - Complexity: O(comments and documents).
    public func ticket(
        _ rows: TicketRows, for reader: ClientReader, author: (ReplicaOrdinal) -> String
    ) -> ClientTicket? {
        answer(rows, for: reader, author: author)?.ticket
    }

    /// The same, and which comments these are: for the team, never for the client.
    func answer(
        _ rows: TicketRows, for reader: ClientReader, author: (ReplicaOrdinal) -> String
    ) -> (ticket: ClientTicket, comments: [RowID])? {
        func shown(_ field: FieldID) -> Value { tickets.shown(field, in: rows.ticket) }
        guard shown(TicketField.shared) == .boolean(true),
            reader.isMeant(by: shown(TicketField.client))
        else { return nil }
        let visibleComments = visible(rows.comments, of: rows.id, in: comments)
        let ticket = ClientTicket(
            id: rows.id, title: shown(TicketField.title).text ?? "",
            description: shown(TicketField.description).text,
            status: Status(shown(TicketField.status)), createdAt: rows.ticket.madeAt,
            comments: visibleComments.map { row in
                ClientTicket.Comment(
                    author: author(row.state.creation.dot.ordinal),
                    body: comments.shown(CommentField.body, in: row.state).text ?? "",
                    createdAt: row.state.madeAt)
            },
            documents: visible(rows.documents, of: rows.id, in: documents).map { row in
                ClientTicket.Document(
                    id: row.id, name: documents.shown(DocumentField.name, in: row.state).text ?? "",
                    size: documents.shown(DocumentField.size, in: row.state).integer ?? 0,
                    createdAt: row.state.madeAt)
            })
        return (ticket, visibleComments.map(\.id))
    }

    /// The client that the rule shows: contact and organization.
    func client(of ticket: RowState) -> Value { tickets.shown(TicketField.client, in: ticket) }

    /// What is published, belongs to the ticket and is not deleted, in the order of its making.
    private func visible(
        _ rows: [RowID: RowState], of ticket: RowID, in entity: Entity
    ) -> [(id: RowID, state: RowState)] {
        let (owner, flag, deleted) =
            entity.id == TicketSchema.comment
            ? (CommentField.ticket, CommentField.visible, CommentField.deleted)
            : (DocumentField.ticket, DocumentField.visible, DocumentField.deleted)
        let visible = rows.filter { _, state in
            entity.shown(flag, in: state) == .boolean(true)
                && entity.shown(deleted, in: state) != .boolean(true)
                && entity.shown(owner, in: state) == .row(ticket)
        }
        return visible.map { (id: $0.key, state: $0.value) }
            .sorted { ($0.state.creation.stamp, $0.id) < ($1.state.creation.stamp, $1.id) }
    }
}

extension Entity {
    /// What the field's rule makes of the row.
    fileprivate func shown(_ field: FieldID, in row: RowState) -> Value {
        self.field(field)?.rule.outcome(of: FieldView(field, of: row)).shown ?? .null
    }
}

extension RowState {
    fileprivate var madeAt: Moment { Moment(milliseconds: creation.stamp.milliseconds) }
}
