// Two estimates made apart: the larger one plans for what either person saw coming. An average
// would be a number that nobody meant, and would drift with every merge.

/// Shows the largest number; a number beats none, and none beats a value that is no number.
public struct LargestNumber: MergeRule {
    public let name = "largest-number"

    public init() {}

    public func outcome(of field: FieldView) -> Outcome {
        guard let winner = field.highest(by: { rank($0.value) }) else { return .unset }
        return field.chosen(
            winner, grade: .notice, reason: "Set apart; the largest number is used.")
    }

    /// Group order does the rest: the first part decides, the value breaks ties.
    private func rank(_ value: Value) -> Value {
        let kind: Int64 =
            switch value {
            case .integer: 2
            case .null: 1
            case .text, .tuple: 0
            }
        return .tuple([.integer(kind), value])
    }
}
