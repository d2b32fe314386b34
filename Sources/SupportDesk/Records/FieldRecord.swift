// Who wrote what a field shows, and when: what a page says beside each value.

public import SyncEngine

/// One field of a ticket as its page shows it.
public struct FieldRecord: Hashable, Sendable {
    /// As ``FieldPath`` spells it.
    public let field: String
    /// The write whose value is shown; where a rule made the value of several, the latest.
    public let writer: SiblingRecord
    /// Whether that write is on this laptop alone.
    public let isUnsent: Bool
    public let grade: Grade
    public let isHeld: Bool
    /// The rule's sentence; empty where there was nothing to decide.
    public let why: String
    /// What stands beside the writer's value.
    public let others: [SiblingRecord]

    public var json: JSONValue {
        .object(
            writer.members.filter { $0.key != "value" } + [
                .init("unsent", .boolean(isUnsent)), .init("grade", .string(grade.name)),
                .init("held", .boolean(isHeld)), .init("why", .string(why)),
                .init("others", .array(others.map(\.json))),
            ])
    }
}

/// The rows that the fields of a ticket name, where a record has their names.
public struct TicketReferences: Hashable, Sendable {
    public let type: RowID?
    public let category: RowID?
    public let project: RowID?
    public let assignee: RowID?
    public let contact: RowID?
    public let organization: RowID?

    public var json: JSONValue {
        [
            "type": .optional(type?.description), "category": .optional(category?.description),
            "project": .optional(project?.description),
            "assignee": .optional(assignee?.description),
            "contact": .optional(contact?.description),
            "organization": .optional(organization?.description),
        ]
    }
}
