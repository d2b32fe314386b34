// Of two judgements made apart, the more pressing one is the safe one: an urgent ticket that was
// shown as low is found too late. Nobody's average is anybody's judgement.

/// Shows the value that stands first in the field's order, code 0 being the most pressing.
///
/// Codes of a newer version come after the known ones, by number; a value that is no code comes
/// last, so that it never hides a judgement.
public struct MostOfOrder: MergeRule {
    public let name = "most-of-order"
    /// The status beside which a raise to the first code needs a person, if the field has one.
    public let besideFinish: BesideFinish?

    /// A status field of the same row, and the rule that knows which of its values are finishes.
    public struct BesideFinish: Sendable {
        public let status: FieldID
        public let rule: StageCycle

        public init(status: FieldID, rule: StageCycle) {
            self.status = status
            self.rule = rule
        }
    }

    public init(besideFinish: BesideFinish? = nil) { self.besideFinish = besideFinish }

    public var reads: [FieldID] { besideFinish.map { [$0.status] } ?? [] }

    public func outcome(of field: FieldView) -> Outcome {
        guard let winner = field.siblings.min(by: comesFirst) else { return .unset }
        guard !isRaisedBesideFinish(field) else {
            return Outcome(
                shown: winner.value, winner: winner.dot, grade: .review,
                reason: "Raised to the highest priority while somebody else finished the ticket.")
        }
        return field.chosen(
            winner, grade: .notice, reason: "Set apart; the most pressing value is used.")
    }

    /// A raise to the first code records what its author had seen, so that a finish he knew of is
    /// no surprise.
    public func evidence(for draft: Draft) -> Evidence {
        besideFinish != nil && draft.value == .integer(0) ? draft.givenWithSeen : draft.given
    }

    /// Of equal values the earliest write stands.
    private func comesFirst(_ left: Sibling, _ right: Sibling) -> Bool {
        let (first, second) = (rank(left.value), rank(right.value))
        return first == second ? Sibling.isEarlier(left, right) : first < second
    }

    private func rank(_ value: Value) -> Value {
        guard let code = value.integer, code >= 0 else { return .tuple([value]) }
        return value
    }

    private func isRaisedBesideFinish(_ field: FieldView) -> Bool {
        guard let besideFinish else { return false }
        let finishes = field.siblings(of: besideFinish.status)
            .filter { besideFinish.rule.isFinish($0.value) }
        return field.siblings.contains { raise in
            raise.value == .integer(0) && finishes.contains { Sibling.isApart(raise, $0) }
        }
    }
}
