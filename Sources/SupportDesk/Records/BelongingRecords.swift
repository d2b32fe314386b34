// What belongs to a ticket, as its page and the command line show it: comments, time, documents.

public import SyncEngine

/// A comment with its author.
public struct CommentRecord: Hashable, Sendable {
    public let id: RowID
    public let ticket: RowID
    public let author: String
    public let body: String
    /// Whether the client can read it, if the ticket is shared.
    public let isVisible: Bool
    public let isHeld: Bool
    public let isDeleted: Bool
    public let createdAt: Moment
    public let isUnsent: Bool

    public var json: JSONValue {
        [
            "id": .string(id.description), "author": .string(author), "body": .string(body),
            "audience": .string(isVisible ? "client" : "internal"), "held": .boolean(isHeld),
            "deleted": .boolean(isDeleted), "created_at": .string(createdAt.description),
            "unsent": .boolean(isUnsent),
        ]
    }
}

/// A time entry with its worker.
public struct TimeRecord: Hashable, Sendable {
    public let id: RowID
    public let ticket: RowID
    public let member: String
    public let minutes: Int64
    public let day: String
    public let note: String?
    public let createdAt: Moment
    public let isUnsent: Bool

    public var json: JSONValue {
        [
            "id": .string(id.description), "ticket": .string(ticket.description),
            "member": .string(member), "minutes": .integer(minutes), "day": .string(day),
            "note": .optional(note), "created_at": .string(createdAt.description),
            "unsent": .boolean(isUnsent),
        ]
    }
}

/// A document's row, and where its bytes are.
public struct DocumentRecord: Hashable, Sendable {
    public let id: RowID
    public let ticket: RowID
    public let name: String
    public let author: String
    /// SHA-256, hexadecimal.
    public let content: String
    /// In bytes.
    public let size: Int64
    public let isVisible: Bool
    public let isHeld: Bool
    public let isDeleted: Bool
    public let replaces: RowID?
    public let createdAt: Moment
    public let isUnsent: Bool
    public let place: DocumentPlace
    /// Why its bytes stay on this laptop once they are here; `nil`: they may go if there is no
    /// room, and can be fetched again.
    public let reason: Reason?

    /// Why a document stays.
    public enum Reason: String, Hashable, Sendable {
        /// This laptop was asked to keep it.
        case document
        /// This laptop was asked to keep the documents of its ticket.
        case ticket
        /// Its ticket is assigned to this laptop's member, and not closed.
        case assigned

        /// Whether somebody asked for it, and can take that back.
        public var isAskedFor: Bool { self != .assigned }
    }

    public var json: JSONValue {
        [
            "id": .string(id.description), "ticket": .string(ticket.description),
            "name": .string(name), "author": .string(author),
            "sha256": .string(content), "size": .integer(size),
            "audience": .string(isVisible ? "client" : "internal"), "held": .boolean(isHeld),
            "deleted": .boolean(isDeleted), "replaces": .optional(replaces?.description),
            "created_at": .string(createdAt.description), "unsent": .boolean(isUnsent),
            "bytes": .string(place.rawValue), "kept": .optional(reason?.rawValue),
        ]
    }
}
