// What a client has read cannot be taken back. So a merge may hide what somebody meant to show,
// and never shows what nobody had meant to: an internal remark, added by a laptop that thought the
// ticket internal, must not reach the client because another laptop was just sharing it.

/// Visible only if every sibling of the flag says so, and every current sibling of every field that
/// it releases was *seen* by whoever published, or *said* by its own writer to be visible.
///
/// A test over the whole set: it must not be coded as a pairwise merge. Where only the second half
/// fails, the row is held: hidden from the client until somebody confirms by publishing again.
public struct SeenOrSaid: MergeRule {
    public let name = "seen-or-said"
    /// The fields that become visible with the flag.
    public let releases: [FieldID]
    /// The field that says who may see it. Unequal values there hold the row until one publisher
    /// has seen them all: a client must not read what was meant for another.
    public let audience: FieldID?

    public init(releases: [FieldID], audience: FieldID? = nil) {
        self.releases = releases
        self.audience = audience
    }

    public var reads: [FieldID] { releases + (audience.map { [$0] } ?? []) }
    /// A single yes may be held.
    public var showsSingleValue: Bool { false }

    public func outcome(of field: FieldView) -> Outcome {
        guard let latest = field.latest else { return .unsetFlag }
        if let hidden = field.latest(where: { !$0.isYes }) {
            let isMixed = field.siblings.contains(where: \.isYes)
            let reason = "Shown by one person and hidden by another; it stays hidden."
            return Outcome(
                shown: .boolean(false), winner: hidden.dot, grade: isMixed ? .review : .none,
                reason: isMixed ? reason : "")
        }
        guard let cause = causeToHold(field) else {
            return Outcome(shown: .boolean(true), winner: latest.dot)
        }
        return Outcome(
            shown: .boolean(false), winner: nil, grade: .review, reason: cause, isHeld: true)
    }

    /// Publishing records what its author had seen.
    public func evidence(for draft: Draft) -> Evidence {
        draft.value == .integer(1) ? draft.givenWithSeen : draft.given
    }

    /// All siblings of the flag say yes; what speaks against it still.
    private func causeToHold(_ field: FieldView) -> String? {
        let publishers = field.siblings
        let isUnseen = reads.contains { id in
            field.siblings(of: id).contains { write in
                !write.evidence.clientCouldSee && !publishers.contains { $0.hadSeen(write.dot) }
            }
        }
        guard !isUnseen else {
            return "Changed by somebody who did not know the client would see it; held for now."
        }
        guard let audience, field.row[audience].isConcurrent else { return nil }
        let rivals = field.siblings(of: audience)
        let isSettled = publishers.contains { publisher in
            rivals.allSatisfy { publisher.hadSeen($0.dot) }
        }
        return isSettled
            ? nil : "Two clients were set apart; held until somebody confirms who may see it."
    }
}
