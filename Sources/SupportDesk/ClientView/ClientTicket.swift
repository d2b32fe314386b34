// What a client reads of a ticket: this and no more, in every answer that leaves the house.

public import SyncEngine

/// A ticket as a contact sees it.
///
/// Comments and documents are listed without their ids: these are counted over internal ones too,
/// and a gap would tell of them. For the same reason nothing here says when the ticket last
/// changed.
public struct ClientTicket: Hashable, Sendable {
    public let id: RowID
    public let title: String
    public let description: String?
    /// `nil` for a status of a newer version.
    public let status: Status?
    public let createdAt: Moment
    /// In the order in which they were made.
    public let comments: [Comment]
    public let documents: [Document]

    /// Words to the client.
    public struct Comment: Hashable, Sendable {
        public let author: String
        public let body: String
        public let createdAt: Moment
    }

    /// A file that the client may open.
    public struct Document: Hashable, Sendable {
        /// For whoever hands out the bytes; not for the client's eyes.
        public let id: RowID
        public let name: String
        /// In bytes.
        public let size: Int64
        public let createdAt: Moment
    }

    /// As `ticket show --as-client` prints it.
    public var json: JSONValue {
        [
            "id": .string(id.description), "title": .string(title),
            "description": .optional(description), "status": .optional(status?.name),
            "created_at": .string(createdAt.description),
            "comments": .array(comments.map(\.json)), "documents": .array(documents.map(\.json)),
        ]
    }
}

extension ClientTicket.Comment {
    var json: JSONValue {
        [
            "author": .string(author), "body": .string(body),
            "created_at": .string(createdAt.description),
        ]
    }
}

extension ClientTicket.Document {
    var json: JSONValue {
        [
            "name": .string(name), "size": .integer(size),
            "created_at": .string(createdAt.description),
        ]
    }
}
