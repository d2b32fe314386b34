// Progress made apart must not be lost, and neither must a reopening: plain "furthest stage wins"
// loses the second, "latest wins" the first. So each reopening begins a cycle, and the greatest
// pair (cycle, stage) is shown: within a cycle the furthest stage, across cycles the later cycle.

/// Shows the greatest pair of cycle and stage. The pairs form a join semilattice.
///
/// The value is a group [cycle, stage]; a stage's code is its rank. Codes that this version does
/// not know rank by their number like any other, so what a newer version wrote stays on top of
/// the stages it was told to follow. A value that is no such pair ranks below every pair.
public struct StageCycle: MergeRule {
    public let name = "stage-cycle"
    /// The stages at which work is finished, and out of which the way back begins a new cycle.
    public let finishes: [Int64]

    public init(finishes: [Int64]) { self.finishes = finishes }

    public func outcome(of field: FieldView) -> Outcome {
        guard let winner = field.highest(by: Rank.init) else { return .unset }
        let cycle = Rank(winner).cycle
        let beatsFinish = field.siblings.contains { isFinish($0.value) && Rank($0).cycle < cycle }
        return field.chosen(
            winner, grade: beatsFinish ? .review : .notice,
            reason: beatsFinish
                ? "Reopened while somebody else finished it; the reopening stands."
                : "Changed apart; the furthest stage is used.")
    }

    /// A finish records what its author had seen, so that later activity and a raised priority can
    /// be told from those that he knew of.
    public func evidence(for draft: Draft) -> Evidence {
        isFinish(draft.value) ? draft.givenWithSeen : draft.given
    }

    /// The pair to write for a move to `stage`: leaving a finish backwards begins a new cycle,
    /// every other move stays in the cycle that was shown.
    /// - Parameter shown: the field's shown value; anything but a pair counts as cycle 0.
    public func value(movingTo stage: Int64, from shown: Value) -> Value {
        let current = Rank(shown)
        let leavesBackwards =
            current.isPair && finishes.contains(current.stage) && stage < current.stage
        let (next, overflows) = current.cycle.addingReportingOverflow(leavesBackwards ? 1 : 0)
        return .tuple([.integer(overflows ? current.cycle : next), .integer(stage)])
    }

    /// Whether the value is a pair whose stage is a finish.
    public func isFinish(_ value: Value) -> Bool {
        let rank = Rank(value)
        return rank.isPair && finishes.contains(rank.stage)
    }

    /// The cycle and stage of a value, in the order in which pairs beat each other.
    private struct Rank: Comparable {
        let isPair: Bool
        let cycle: Int64
        let stage: Int64
        let value: Value

        init(_ sibling: Sibling) { self.init(sibling.value) }

        init(_ value: Value) {
            self.value = value
            if case .tuple(let parts) = value, parts.count == 2,
                let cycle = parts[0].integer, let stage = parts[1].integer
            {
                (self.isPair, self.cycle, self.stage) = (true, cycle, stage)
            } else {
                (isPair, cycle, stage) = (false, 0, 0)
            }
        }

        static func < (left: Self, right: Self) -> Bool {
            if left.isPair != right.isPair { return right.isPair }
            return left.value < right.value
        }
    }
}
