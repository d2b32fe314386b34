// A time entry is somebody's hour and a client's invoice. It may go only if whoever deleted it had
// seen all that stands in it now: a correction made apart brings the entry back and asks.

/// Deleted only if every current write of the row's fields had been seen by a current delete.
///
/// A test over the whole set: it must not be coded as a pairwise merge. Restoring is a write of
/// any of the fields, or of the flag itself.
public struct DeletedAsSeen: MergeRule {
    public let name = "deleted-as-seen"
    /// The fields that make up the entry.
    public let content: [FieldID]

    public init(content: [FieldID]) { self.content = content }

    public var reads: [FieldID] { content }
    /// A single delete may have missed a correction.
    public var showsSingleValue: Bool { false }

    public func outcome(of field: FieldView) -> Outcome {
        let deletes = field.siblings.filter(\.isYes)
        guard let delete = deletes.min(by: Sibling.isEarlier) else {
            return Outcome(shown: .boolean(false), winner: field.latest?.dot)
        }
        let restoring = field.siblings.filter { !$0.isYes }
        let current = content.flatMap { field.siblings(of: $0) } + restoring
        let missed = current.filter { write in !deletes.contains { $0.hadSeen(write.dot) } }
        guard !missed.isEmpty else {
            return Outcome(shown: .boolean(true), winner: delete.dot)
        }
        return Outcome(
            shown: .boolean(false), winner: restoring.max(by: Sibling.isEarlier)?.dot,
            grade: .review,
            reason: "Deleted by somebody who had not seen the latest change; it is kept.")
    }

    /// A delete records what its author had seen.
    public func evidence(for draft: Draft) -> Evidence {
        draft.value == .integer(1) ? draft.givenWithSeen : draft.given
    }
}
