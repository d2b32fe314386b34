// Some facts are fixed at birth: which ticket a comment belongs to, the bytes of a document. There
// is nothing to merge; where two values stand all the same, something is wrong and people see it.

/// Shows what the creating unit wrote; without that, the write with the smallest dot.
public struct WrittenOnce: MergeRule {
    public let name = "written-once"

    public init() {}

    public func outcome(of field: FieldView) -> Outcome {
        let born = field.row[field.id].sibling(field.row.creation.dot)
        guard let first = born ?? field.siblings.first else { return .unset }
        return field.chosen(
            first, grade: .review,
            reason: "Written more than once though it is fixed; the first value stands.")
    }
}
