// One change of one field: who, on which laptop, from what, to what, when, and what became of it.

public import SyncEngine

/// A field that a unit wrote.
public struct ChangeRecord: Hashable, Sendable {
    /// The unit that wrote it; all changes of one action bear the same.
    public let dot: Dot
    public let member: String
    public let device: String
    /// The member's role when the hub took the unit, as the hub's own history says; `nil` while it
    /// has not confirmed it.
    public let role: String?
    /// As ``FieldPath`` spells it.
    public let field: String
    /// Whether the unit made the row.
    public let isCreation: Bool
    /// What the writer replaced: the values of the writes that this one covers. Several where it
    /// settled a conflict, none where the field was empty.
    public let from: [JSONValue]
    public let to: JSONValue
    /// By the author's clock.
    public let actedAt: Moment
    /// By the hub's clock; `nil` while it has not confirmed the unit.
    public let receivedAt: Moment?
    /// Whether the change was made without the hub: see ``offlineMilliseconds``. `nil` while the
    /// hub has not confirmed it.
    public let wasOffline: Bool?
    /// Whether the value stood beside others when the hub took it.
    public let wasConcurrent: Bool
    public let standing: Standing
    /// The write whose value the rule chose instead, the last time that it did so; `nil` if it
    /// never did.
    public let overruledBy: Dot?
    /// The rule that merges the field.
    public let rule: String

    /// A change that the hub received more than this after it was acted was made offline: five
    /// minutes, which no connected laptop needs. What was imported with an old time, or not
    /// accepted at first, counts as made offline too: it was received late.
    public static let offlineMilliseconds: Int64 = 300_000

    /// What became of a written value.
    public enum Standing: String, Hashable, Sendable {
        /// It is shown, or part of what is shown.
        case current
        /// It stands beside the value that the rule chose.
        case overruled
        /// A later write had seen it and replaced it.
        case superseded
    }

    public var json: JSONValue {
        [
            "who": .string(member), "device": .string(device), "role": .optional(role),
            "field": .string(field),
            "from": from.count > 1 ? .array(from) : from.first ?? .null, "to": to,
            "acted_at": .string(actedAt.description),
            "received_at": .optional(receivedAt?.description), "created": .boolean(isCreation),
            "merged": .boolean(wasConcurrent), "standing": .string(standing.rawValue),
            "rule": .string(rule), "dot": .string(dot.description),
            "offline": wasOffline.map { .boolean($0) } ?? .null,
            "overruled_by": .optional(overruledBy?.description),
        ]
    }
}

/// A unit that the hub has not confirmed, or that was set aside.
public struct UnitRecord: Hashable, Sendable {
    public let dot: Dot
    public let actedAt: Moment
    /// The tickets that it touches.
    public let tickets: [RowID]
    public let changes: [WrittenField]
    /// Of the unit, as it is sent.
    public let bytes: Int
    public let setAside: SetAside?

    /// A field with the value that the unit wrote.
    public struct WrittenField: Hashable, Sendable {
        public let field: String
        public let to: JSONValue
    }

    /// Why it does not flow.
    public struct SetAside: Hashable, Sendable {
        /// `refused` by the hub, or `parked` on the laptop.
        public let kind: String
        /// The reason's spelling.
        public let code: String
        public let message: String
        /// The field that was the reason, as ``FieldPath`` spells it.
        public let field: String?
        /// The unit that it builds on, where that is the reason.
        public let buildsOn: Dot?
        public let at: Moment
        /// `open`, `retried` or `discarded`.
        public let state: String
        /// The unit as which it was written again.
        public let became: Dot?
    }

    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("dot", .string(dot.description)),
            .init("acted_at", .string(actedAt.description)),
            .init("tickets", .strings(tickets.map(\.description))),
            .init(
                "changes",
                .array(changes.map { ["field": .string($0.field), "to": $0.to] })),
            .init("bytes", .integer(Int64(bytes))),
        ]
        if let setAside {
            members += [
                .init("kind", .string(setAside.kind)), .init("code", .string(setAside.code)),
                .init("message", .string(setAside.message)),
                .init("field", .optional(setAside.field)),
                .init("builds_on", .optional(setAside.buildsOn?.description)),
                .init("at", .string(setAside.at.description)),
                .init("state", .string(setAside.state)),
                .init("became", .optional(setAside.became?.description)),
            ]
        }
        return .object(members)
    }
}
