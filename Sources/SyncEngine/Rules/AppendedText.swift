// A description grows: two people who each add a line at the end have not contradicted each other,
// and a choice between them would lose one. Anything but adding at the end is a rewrite, and
// interleaving two rewrites makes a text that nobody wrote.

/// Joins additions to the same text; otherwise the latest text stands and the others beside it.
///
/// A test over the whole set: only if *every* sibling added to one base is it the base and every
/// tail in order of effective time. It must not be coded as a pairwise merge. Tails are told apart
/// by dot: two people's identical notes are both kept.
public struct AppendedText: MergeRule {
    public let name = "appended-text"

    public init() {}

    public func outcome(of field: FieldView) -> Outcome {
        guard let latest = field.latest else { return .unset }
        guard field.siblings.count > 1 else {
            return Outcome(shown: latest.value, winner: latest.dot)
        }
        guard let additions = Additions(field.siblings) else {
            return field.chosen(
                latest, grade: .review,
                reason: "Rewritten apart; the latest text is used, the others are kept below it.")
        }
        return Outcome(
            shown: .text(additions.joined), winner: nil, grade: .audit,
            reason: additions.hasEqualTails
                ? "Several people added the same words; each addition is kept."
                : "Several people added to the same text; every addition is kept.")
    }

    /// An edit is an addition if and only if the text that was rendered is a byte prefix of the
    /// new one. Adding to one's own unsent addition adds to that one's base: the hub takes both
    /// as one. A row that is just being created has no text to add to.
    public func evidence(for draft: Draft) -> Evidence {
        guard let text = draft.value.text, !draft.rendered.row.fields.isEmpty else {
            return draft.given
        }
        let rendered = outcome(of: draft.rendered).shown
        let base = rendered.isNull ? "" : rendered.text
        guard let base, text.utf8.starts(with: base.utf8) else { return draft.given }
        var evidence = draft.given
        let own = inherited(by: draft)
        evidence.insert(
            .appended(
                baseBytes: own?.baseBytes ?? UInt64(base.utf8.count),
                baseHash: own?.baseHash ?? Self.hash(base.utf8)))
        return evidence
    }

    /// FNV-1a, 64 bits, over UTF-8 bytes: tells one base from another, and guards against no one;
    /// the bytes themselves are compared as well.
    /// Source: draft-eastlake-fnv, "The FNV Non-Cryptographic Hash Algorithm".
    public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private func inherited(by draft: Draft) -> (baseBytes: UInt64, baseHash: UInt64)? {
        let rendered = draft.rendered.siblings
        guard rendered.count == 1, draft.unsent.contains(rendered[0].dot) else { return nil }
        return rendered[0].evidence.appended
    }
}

/// Siblings that all added to one base.
private struct Additions {
    let base: ArraySlice<UInt8>
    /// In order of effective time.
    let tails: [ArraySlice<UInt8>]

    /// - Returns: `nil` if one of them is no addition, or one to another base.
    init?(_ siblings: [Sibling]) {
        var base: ArraySlice<UInt8>?
        var tails: [ArraySlice<UInt8>] = []
        for sibling in siblings.sorted(by: Sibling.isEarlier) {
            guard let parts = Self.split(sibling), base == nil || base == parts.base else {
                return nil
            }
            base = parts.base
            tails.append(parts.tail)
        }
        guard let base else { return nil }
        self.base = base
        self.tails = tails
    }

    /// The text; where two tails would run into each other, a line break keeps them apart.
    var joined: String {
        var bytes = Array(base)
        for (index, tail) in tails.enumerated() {
            if index > 0, let last = bytes.last, let first = tail.first, !Self.isBlank(last),
                !Self.isBlank(first)
            {
                bytes.append(UInt8(ascii: "\n"))
            }
            bytes += tail
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var hasEqualTails: Bool {
        tails.indices.contains { index in tails[..<index].contains(tails[index]) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func split(
        _ sibling: Sibling
    ) -> (base: ArraySlice<UInt8>, tail: ArraySlice<UInt8>)? {
        guard let text = sibling.value.text, let appended = sibling.evidence.appended else {
            return nil
        }
        let bytes = Array(text.utf8)
        guard let length = Int(exactly: appended.baseBytes), length <= bytes.count,
            AppendedText.hash(bytes[..<length]) == appended.baseHash
        else { return nil }
        return (bytes[..<length], bytes[length...])
    }
}
