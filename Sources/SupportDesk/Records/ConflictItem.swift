// A field with several values, as people settle it: each value with who wrote it where and when.

public import SyncEngine

/// One of the values that stand in a field.
public struct SiblingRecord: Hashable, Sendable {
    public let value: JSONValue
    public let member: String
    public let device: String
    public let actedAt: Moment
    /// `nil` while the hub has not confirmed it.
    public let receivedAt: Moment?
    public let dot: Dot

    public var json: JSONValue { .object(members) }

    var members: [JSONValue.Member] {
        [
            .init("value", value), .init("member", .string(member)),
            .init("device", .string(device)), .init("acted_at", .string(actedAt.description)),
            .init("received_at", .optional(receivedAt?.description)),
            .init("dot", .string(dot.description)),
        ]
    }
}

/// A field that a merge left with several values, or that is held back.
public struct ConflictItem: Hashable, Sendable {
    /// `nil` where the row belongs to no ticket: a category with two names.
    public let ticket: RowID?
    /// The ticket's.
    public let title: String?
    /// As ``FieldPath`` spells it.
    public let field: String
    public let grade: Grade
    /// The rule that chose.
    public let rule: String
    public let shown: JSONValue
    public let siblings: [SiblingRecord]
    public let isHeld: Bool
    /// Why this value is shown, as a sentence.
    public let why: String
    /// What was rendered of the row.
    public let seen: String

    public var json: JSONValue {
        [
            "ticket": .optional(ticket?.description), "field": .string(field),
            "grade": .string(grade.name), "rule": .string(rule), "shown": shown,
            "siblings": .array(siblings.map(\.json)), "held": .boolean(isHeld),
            "why": .string(why), "seen": .string(seen), "title": .optional(title),
        ]
    }
}

/// Why a field shows what it shows, with all that the rule went by.
public struct Explanation: Hashable, Sendable {
    public let ticket: RowID
    public let field: String
    public let rule: String
    public let shown: JSONValue
    /// The write whose value is shown; `nil` where it is made of several or of none.
    public let winner: Dot?
    public let grade: Grade
    public let isHeld: Bool
    public let why: String
    /// What the hub had taken of the row, for each replica the highest counter.
    public let vector: VersionVector
    public let siblings: [Evident]

    /// A value with what its writer recorded.
    public struct Evident: Hashable, Sendable {
        public let sibling: SiblingRecord
        /// What had been on the writer's screen, if the write says.
        public let seen: VersionVector?
        /// `assign`, `claim`, `release`.
        public let intent: String?
        public let clientCouldSee: Bool
    }

    public var json: JSONValue {
        [
            "ticket": .string(ticket.description), "field": .string(field),
            "rule": .string(rule), "shown": shown, "winner": .optional(winner?.description),
            "grade": .string(grade.name), "held": .boolean(isHeld), "why": .string(why),
            "vector": .strings(vector.entries.map(\.description)),
            "siblings": .array(siblings.map(\.json)),
        ]
    }
}

extension Explanation.Evident {
    var json: JSONValue {
        var members = sibling.members
        if let seen {
            members.append(.init("seen", .strings(seen.entries.map(\.description))))
        }
        if let intent { members.append(.init("intent", .string(intent))) }
        if clientCouldSee { members.append(.init("client_could_see", .boolean(true))) }
        return .object(members)
    }
}
