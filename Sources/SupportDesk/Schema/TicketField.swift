// The fields of a ticket: each row of the table in specs/merge-rules.md is one declaration here.

public import SyncEngine

/// Numbers of a ticket's fields.
public enum TicketField {
    public static let title: FieldID = 1
    public static let description: FieldID = 2
    /// A group [cycle, stage]: see ``Status``.
    public static let status: FieldID = 3
    public static let priority: FieldID = 4
    public static let type: FieldID = 5
    public static let category: FieldID = 6
    public static let project: FieldID = 7
    /// A member; the intent (assign, claim, release) is evidence of the write.
    public static let assignee: FieldID = 8
    /// A group [contact, organization].
    public static let client: FieldID = 9
    /// In minutes.
    public static let estimate: FieldID = 10
    /// Whether the client may see the ticket in the portal.
    public static let shared: FieldID = 11
    /// The key in the system that the ticket was imported from, so that importing it again, from
    /// any laptop, makes no second ticket.
    public static let externalID: FieldID = 40
}

extension TicketSchema {
    /// A ticket has no delete: closing is its end.
    public static let tickets = Entity(
        id: ticket, name: "ticket",
        fields: [
            Field(
                id: TicketField.title, name: "title", kind: .text, rule: Latest(),
                isSearchable: true),
            Field(
                id: TicketField.description, name: "description", kind: .text,
                rule: AppendedText(), isSearchable: true),
            Field(
                id: TicketField.status, name: "status",
                columns: [
                    Column(name: "status_cycle", kind: .integer),
                    Column(name: "status", kind: .enumeration(Status.allCases.map(\.name))),
                ], rule: Status.rule),
            Field(
                id: TicketField.priority, name: "priority",
                kind: .enumeration(Priority.allCases.map(\.name)),
                rule: MostOfOrder(
                    besideFinish: .init(status: TicketField.status, rule: Status.rule))),
            Field(id: TicketField.type, name: "type", kind: .reference(type), rule: Latest()),
            Field(
                id: TicketField.category, name: "category", kind: .reference(category),
                rule: Latest()),
            Field(
                id: TicketField.project, name: "project", kind: .reference(project),
                rule: Latest()),
            Field(
                id: TicketField.assignee, name: "assignee",
                kind: .reference(Directory.memberEntity), rule: Assignment()),
            Field(
                id: TicketField.client, name: "client",
                columns: [
                    Column(name: "contact", kind: .reference(contact)),
                    Column(name: "organization", kind: .reference(organization)),
                ], rule: LatestAudience(releasedBy: TicketField.shared)),
            Field(
                id: TicketField.estimate, name: "estimate", kind: .integer, rule: LargestNumber()),
            Field(
                id: TicketField.shared, name: "shared", kind: .boolean,
                rule: SeenOrSaid(
                    releases: [TicketField.title, TicketField.description],
                    audience: TicketField.client)),
            Field(
                id: TicketField.externalID, name: "external_id", kind: .text, rule: WrittenOnce(),
                isWrittenOnce: true, isIndexed: true),
        ])
}
