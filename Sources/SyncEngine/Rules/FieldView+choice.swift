// What nearly every rule does last: name the sibling that stands, and say so if others differ.

extension FieldView {
    /// The outcome that shows `winner`: without a word where all siblings hold equal values.
    func chosen(
        _ winner: Sibling, grade: Grade, reason: @autoclosure () -> String
    ) -> Outcome {
        guard row[id].isConcurrent else { return Outcome(shown: winner.value, winner: winner.dot) }
        return Outcome(
            shown: winner.value, winner: winner.dot, grade: grade, reason: reason())
    }

    /// The earliest sibling by effective time among those that pass the test.
    func earliest(where test: (Sibling) -> Bool) -> Sibling? {
        siblings.filter(test).min(by: Sibling.isEarlier)
    }

    /// The latest sibling by effective time among those that pass the test.
    func latest(where test: (Sibling) -> Bool) -> Sibling? {
        siblings.filter(test).max(by: Sibling.isEarlier)
    }

    /// The sibling that ranks highest; of equals, whoever wrote it first by effective time.
    func highest<Rank: Comparable>(by rank: (Sibling) -> Rank) -> Sibling? {
        siblings.max { left, right in
            let (low, high) = (rank(left), rank(right))
            return low == high ? Sibling.isEarlier(right, left) : low < high
        }
    }
}
