// What other rules would have decided differently: said before anybody adopts them.

public import SyncEngine

/// The outcome of a replay over the whole confirmed history of a replica.
public struct RuleReplay: Hashable, Sendable {
    public let rulesVersion: UInt64
    public let proposedVersion: UInt64
    /// Units that were told again.
    public let units: Int
    /// Times at which values stood beside each other in a field whose rule is given.
    public let mergePoints: Int
    /// How often people would have been asked at these points: with the present rules, and others.
    public let reviews: Tally
    public let notices: Tally
    /// In the hub's order.
    public let decisions: [RuleDecision]

    public struct Tally: Hashable, Sendable {
        public internal(set) var present = 0
        public internal(set) var proposed = 0

        public init(present: Int = 0, proposed: Int = 0) {
            self.present = present
            self.proposed = proposed
        }

        var json: JSONValue {
            ["present": .integer(Int64(present)), "proposed": .integer(Int64(proposed))]
        }
    }

    public var json: JSONValue {
        [
            "rules_version": .integer(Int64(clamping: rulesVersion)),
            "proposed_version": .integer(Int64(clamping: proposedVersion)),
            "units": .integer(Int64(units)), "merge_points": .integer(Int64(mergePoints)),
            "reviews": reviews.json, "notices": notices.json,
            "standing": .integer(Int64(decisions.count(where: \.stands))),
            "decisions": .array(decisions.map(\.json)),
        ]
    }
}

/// One point at which the two rules part.
public struct RuleDecision: Hashable, Sendable {
    /// `nil` where the row belongs to no ticket.
    public let ticket: RowID?
    /// As ``FieldPath`` spells it.
    public let field: String
    /// The unit whose arrival made the point.
    public let dot: Dot
    public let actedAt: Moment
    public let receivedAt: Moment?
    /// The values that stood there.
    public let values: [JSONValue]
    public let present: Verdict
    public let proposed: Verdict
    /// Whether it is how the field stands now: adopting the rules would change what is shown, or
    /// how much people are asked, there.
    public let stands: Bool

    /// What one rule said.
    public struct Verdict: Hashable, Sendable {
        public let rule: String
        public let shown: JSONValue
        public let grade: Grade
        public let isHeld: Bool

        var json: JSONValue {
            [
                "rule": .string(rule), "shown": shown, "grade": .string(grade.name),
                "held": .boolean(isHeld),
            ]
        }
    }

    public var json: JSONValue {
        [
            "ticket": .optional(ticket?.description), "field": .string(field),
            "dot": .string(dot.description), "acted_at": .string(actedAt.description),
            "received_at": .optional(receivedAt?.description), "values": .array(values),
            "present": present.json, "proposed": proposed.json, "stands": .boolean(stands),
        ]
    }
}
