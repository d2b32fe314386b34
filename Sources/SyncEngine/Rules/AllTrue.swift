// Archiving takes a choice away from everybody, so one person who still wants it keeps it.

/// Set only if all siblings say so.
public struct AllTrue: MergeRule {
    public let name = "all-true"

    public init() {}

    public func outcome(of field: FieldView) -> Outcome {
        guard let winner = field.latest(where: { !$0.isYes }) ?? field.earliest(where: \.isYes)
        else { return .unsetFlag }
        let isMixed = field.siblings.contains { $0.isYes != winner.isYes }
        guard isMixed else { return Outcome(shown: winner.value, winner: winner.dot) }
        return field.chosen(
            winner, grade: .notice,
            reason: "Archived by one person and kept by another; it stays in use.")
    }
}
