// Deleting is asked for by somebody who wants a thing gone: shown to nobody is the safe reading,
// and restoring is one write away. But somebody who was editing it just then must be asked.

/// Set if any sibling says so.
public struct AnyTrue: MergeRule {
    public let name = "any-true"
    /// Fields of the row whose edits, unknown to whoever set the flag, need a person.
    public let edits: [FieldID]

    public init(besideEditsOf edits: [FieldID] = []) { self.edits = edits }

    public var reads: [FieldID] { edits }

    public func outcome(of field: FieldView) -> Outcome {
        guard let winner = field.earliest(where: \.isYes) ?? field.latest else { return .unsetFlag }
        guard winner.isYes else { return Outcome(shown: winner.value, winner: winner.dot) }
        guard !isBesideEdit(field) else {
            return Outcome(
                shown: winner.value, winner: winner.dot, grade: .review,
                reason: "Deleted while somebody else edited it; the edit can be restored.")
        }
        return field.chosen(
            winner, grade: .notice,
            reason: "Deleted by one person and kept by another; it is deleted.")
    }

    /// Setting the flag records what its author had seen.
    public func evidence(for draft: Draft) -> Evidence {
        draft.value == .integer(1) ? draft.givenWithSeen : draft.given
    }

    private func isBesideEdit(_ field: FieldView) -> Bool {
        let setters = field.siblings.filter(\.isYes)
        return edits.contains { edited in
            field.siblings(of: edited).contains { edit in
                !setters.contains { $0.hadSeen(edit.dot) }
            }
        }
    }
}
