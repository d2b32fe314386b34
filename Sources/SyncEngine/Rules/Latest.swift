// The plainest rule: the value written last is shown, and the others are kept beside it.

/// Shows the sibling with the latest effective time; ties go by ordinal, then counter.
public struct Latest: MergeRule {
    public let name = "latest"
    /// The grade where unequal values stand beside each other.
    public let grade: Grade

    public init(grade: Grade = .notice) { self.grade = grade }

    public func outcome(of field: FieldView) -> Outcome {
        guard let latest = field.latest else { return .unset }
        guard field.row[field.id].isConcurrent else {
            return Outcome(shown: latest.value, winner: latest.dot)
        }
        return Outcome(
            shown: latest.value, winner: latest.dot, grade: grade,
            reason: "Written apart; the latest is used.")
    }
}
