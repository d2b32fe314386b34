// What one member is told about a merge.

public import SyncEngine

/// A line in somebody's list of notices and reviews.
public struct NoticeRecord: Hashable, Sendable {
    /// 16 hexadecimal digits, the same on every laptop.
    public let id: String
    /// `nil` where the row belongs to no ticket.
    public let ticket: RowID?
    /// As ``FieldPath`` spells it.
    public let field: String
    /// `notice` until it was read, `review` until somebody decided.
    public let grade: Grade
    public let rule: String
    /// Who wrote what where and when, which rule chose, and what one can do.
    public let sentence: String
    /// The latest of the writes.
    public let at: Moment
    /// The names of all who are told, sorted.
    public let audience: [String]
    /// Whether this member has said so, on any laptop; never of a review.
    public let isRead: Bool

    public var json: JSONValue {
        [
            "id": .string(id), "ticket": .optional(ticket?.description), "field": .string(field),
            "grade": .string(grade.name), "rule": .string(rule), "sentence": .string(sentence),
            "at": .string(at.description), "audience": .strings(audience), "read": .boolean(isRead),
        ]
    }
}
