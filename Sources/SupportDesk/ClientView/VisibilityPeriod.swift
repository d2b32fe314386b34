// From when to when a client could read something: the answer to what they could see on a day.

public import SyncEngine

/// One thing as it stood unchanged before one audience.
///
/// A text that was edited while it was visible makes two periods, which touch.
public struct VisibilityPeriod: Hashable, Sendable {
    public let item: Item
    public let audience: Audience
    /// What could be read: title, description and status; author and body; name and size.
    public let shown: JSONValue
    public let from: Edge
    /// `nil` while it is visible.
    public let until: Edge?

    /// What was visible.
    public enum Item: Hashable, Sendable, CustomStringConvertible {
        case ticket
        case comment(RowID)
        case document(RowID)

        public var description: String {
            switch self {
            case .ticket: "ticket"
            case .comment(let id): "comment/\(id)"
            case .document(let id): "document/\(id)"
            }
        }
    }

    /// To whom it was visible, by name: the contact, or everybody of the organization.
    public struct Audience: Hashable, Sendable {
        public let contact: String?
        public let organization: String?
    }

    /// The unit by which it became visible, or was visible no longer.
    public struct Edge: Hashable, Sendable {
        /// When the hub took the unit, by the hub's clock: from then on it answered so.
        public let at: Moment
        /// Orders edges, whatever the clock did.
        public let position: UInt64
        public let dot: Dot
        /// Whose unit it was.
        public let member: String
    }

    /// Whether it was visible at any moment of a day.
    public func overlaps(_ day: CalendarDay) -> Bool {
        let last = until.map { CalendarDay(milliseconds: $0.at.milliseconds) }
        return CalendarDay(milliseconds: from.at.milliseconds) <= day && day <= last ?? day
    }

    public var json: JSONValue {
        [
            "item": .string(item.description),
            "contact": .optional(audience.contact),
            "organization": .optional(audience.organization), "shown": shown,
            "from": from.json, "until": until?.json ?? .null,
        ]
    }
}

extension VisibilityPeriod.Edge {
    fileprivate var json: JSONValue {
        [
            "at": .string(at.description), "position": .integer(Int64(clamping: position)),
            "dot": .string(dot.description), "who": .string(member),
        ]
    }
}
