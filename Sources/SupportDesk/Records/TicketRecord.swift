// A ticket as a list shows it, and as its own page does.

public import SyncEngine

/// One line of a list of tickets.
public struct TicketRecord: Hashable, Sendable {
    public let id: RowID
    public let title: String
    public let description: String?
    public let status: String?
    public let priority: String?
    public let type: String?
    public let category: String?
    public let assignee: String?
    public let contact: String?
    public let organization: String?
    public let project: String?
    /// In minutes.
    public let estimate: Int64?
    /// In minutes, of all time entries that are not deleted.
    public let logged: Int64
    /// Whether the client can see it.
    public let isShared: Bool
    /// Whether something of it waits for somebody's word before the client may see it.
    public let isHeld: Bool
    public let createdAt: Moment
    public let createdBy: String
    /// The latest write of its own fields that stands.
    public let updatedAt: Moment
    /// Whether changes of it are on this laptop alone.
    public let isUnsent: Bool
    /// Whether the bytes of one of its documents are not on this laptop.
    public let hasPendingDocuments: Bool
    /// The fields that hold several values or are held back, as ``FieldPath`` spells them.
    public let conflicts: [String]

    /// As `ticket list` prints it: without the description.
    public var json: JSONValue {
        .object(
            [JSONValue.Member("id", .string(id.description)), .init("title", .string(title))]
                + members + [.init("conflicts", .strings(conflicts))])
    }

    /// What a list and a page print alike.
    fileprivate var members: [JSONValue.Member] {
        [
            .init("status", .optional(status)), .init("priority", .optional(priority)),
            .init("type", .optional(type)), .init("category", .optional(category)),
            .init("assignee", .optional(assignee)), .init("contact", .optional(contact)),
            .init("organization", .optional(organization)),
            .init("project", .optional(project)), .init("estimate", .optional(estimate)),
            .init("logged", .integer(logged)), .init("shared", .boolean(isShared)),
            .init("held", .boolean(isHeld)),
            .init("created_at", .string(createdAt.description)),
            .init("created_by", .string(createdBy)),
            .init("updated_at", .string(updatedAt.description)),
            .init("unsent", .boolean(isUnsent)),
            .init("documents_pending", .boolean(hasPendingDocuments)),
        ]
    }
}

/// A window of a list of tickets.
public struct TicketPage: Hashable, Sendable {
    /// All tickets that pass, also those outside of the window.
    public let total: Int
    public let offset: Int
    public let tickets: [TicketRecord]

    public var json: JSONValue {
        [
            "total": .integer(Int64(total)), "offset": .integer(Int64(offset)),
            "tickets": .array(tickets.map(\.json)),
        ]
    }
}

/// A ticket with everything that belongs to it.
public struct TicketDetail: Hashable, Sendable {
    public let ticket: TicketRecord
    /// Of each field that was ever written, in the order of the schema.
    public let fields: [FieldRecord]
    /// The rows that the ticket's fields name.
    public let ids: TicketReferences
    public let conflicts: [ConflictItem]
    public let attention: [AttentionRecord]
    public let comments: [CommentRecord]
    public let time: [TimeRecord]
    public let documents: [DocumentRecord]
    /// Whether this laptop was asked to keep the documents of this ticket.
    public let keepsDocuments: Bool
    /// What was rendered here: a write that takes it covers this and nothing else.
    public let seen: String

    /// As `ticket show` prints it.
    public var json: JSONValue {
        .object(
            [
                JSONValue.Member("id", .string(ticket.id.description)),
                .init("title", .string(ticket.title)),
                .init("description", .optional(ticket.description)),
            ] + ticket.members + [
                .init("conflicts", .array(conflicts.map(\.json))),
                .init("attention", .array(attention.map(\.json))),
                .init("comments", .array(comments.map(\.json))),
                .init("time", .array(time.map(\.json))),
                .init("documents", .array(documents.map(\.json))),
                .init("keeps_documents", .boolean(keepsDocuments)),
                .init("fields", .object(fields.map { .init($0.field, $0.json) })),
                .init("ids", ids.json),
                .init("seen", .string(seen)),
            ])
    }
}
