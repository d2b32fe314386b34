// Who does the work is a promise between people. A decision of the office stands over somebody
// helping himself, and both stand over giving back: a ticket must not become nobody's because one
// laptop was offline. Of decisions the last one stands; of two who took it, the first was there.

/// Ranks by recorded intent: assign > claim > release; the latest assign, the earliest claim, the
/// latest release.
///
/// A claim counts from the row's creation at the earliest, so a slow clock does not win. An intent
/// of a newer version ranks by its number, the latest of them first. A value without an intent
/// counts as an assign, null without one as a release.
public struct Assignment: MergeRule {
    public let name = "assignment"

    public init() {}

    public func outcome(of field: FieldView) -> Outcome {
        guard let rank = field.siblings.map(intent).max() else { return .unset }
        let candidates = field.siblings.filter { intent(of: $0) == rank }
        let winner =
            rank == .claim
            ? candidates.min { isEarlierClaim($0, $1, born: field.row.creation.stamp) }
            : candidates.max(by: Sibling.isEarlier)
        guard let winner else { return .unset }
        return field.chosen(winner, grade: .review, reason: reason(for: rank, among: field))
    }

    /// An action that says nothing of its intent has decided: somebody, or nobody. Giving work to
    /// somebody records what was seen, so that a finish its author knew of is no surprise.
    public func evidence(for draft: Draft) -> Evidence {
        var evidence = draft.value.isNull ? draft.given : draft.givenWithSeen
        if evidence.intent == nil {
            evidence.insert(.intent(Self.intent(ofPlain: draft.value)))
        }
        return evidence
    }

    private func intent(of sibling: Sibling) -> Intent {
        sibling.evidence.intent ?? Self.intent(ofPlain: sibling.value)
    }

    private static func intent(ofPlain value: Value) -> Intent { value.isNull ? .release : .assign }

    private func isEarlierClaim(_ left: Sibling, _ right: Sibling, born: Stamp) -> Bool {
        let (first, second) = (max(left.stamp, born), max(right.stamp, born))
        return first == second ? left.dot < right.dot : first < second
    }

    private func reason(for rank: Intent, among field: FieldView) -> String {
        let isAlone = field.siblings.allSatisfy { intent(of: $0) == rank }
        return switch (rank, isAlone) {
        case (.claim, true): "Claimed by several people apart; the earliest claim stands."
        case (.claim, false): "Claimed by one person while another gave it back; the claim stands."
        case (.release, _): "Given back by several people apart; nobody has it."
        case (_, true): "Assigned to several people apart; the latest assignment stands."
        case (_, false): "Assigned while others claimed it or gave it back; the assignment stands."
        }
    }
}
