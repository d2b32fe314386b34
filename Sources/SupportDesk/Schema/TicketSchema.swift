// The schema of the ticket domain: what a workspace holds, and the rule by which each field merges.

public import SyncEngine

/// The entities of a ticket workspace. Numbers are never used again for something else.
///
/// Who made a row and when is in its creation: the creator of a ticket, the author of a comment and
/// the worker of a time entry are the member of the dot's replica, the time is the stamp. They are
/// no fields, so nothing can change them.
public enum TicketSchema {
    public static let ticket: EntityID = 10
    public static let comment: EntityID = 11
    public static let timeEntry: EntityID = 12
    public static let document: EntityID = 13
    public static let category: EntityID = 14
    public static let type: EntityID = 15
    public static let contact: EntityID = 16
    public static let organization: EntityID = 17
    public static let project: EntityID = 18
    public static let readMark: EntityID = 19

    /// All of it, with the directory of members and replicas.
    public static let schema = Schema(
        name: "tickets", version: 3, rulesVersion: 1,
        entities: [
            tickets, comments, timeEntries, documents, categories, types, contacts, organizations,
            projects, readMarks,
        ])
}
