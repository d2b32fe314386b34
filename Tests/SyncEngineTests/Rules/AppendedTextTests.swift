// What counts as an addition, and how its base is named in the write.

import SyncEngine
import Testing

@Suite struct AppendedTextTests {
    private let rule = AppendedText()

    /// Known answers of FNV-1a, 64 bits.
    @Test(
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)])
    func `the hash of a base is FNV-1a`(text: String, hash: UInt64) {
        #expect(AppendedText.hash(text.utf8) == hash)
    }

    @Test func `a text that begins with the rendered bytes is an addition to them`() {
        let evidence = evidence(writing: "B x", over: "B")
        #expect(evidence.appended?.baseBytes == 1)
        #expect(evidence.appended?.baseHash == AppendedText.hash("B".utf8))
    }

    @Test(arguments: ["b x", "x B", "", "Cafe\u{301} x"])
    func `any other text is a rewrite`(text: String) {
        let base = text.hasPrefix("Caf") ? "Caf\u{E9}" : "B"
        #expect(evidence(writing: text, over: base).appended == nil)
    }

    @Test func `the text of a row that is just being created is no addition`() {
        let draft = Draft(
            value: .text("B"), rendered: FieldView(1, of: ReplicaModel(replicas: 1).start),
            seen: VersionVector(), writer: .init(ordinal: ReplicaOrdinal(2)!))
        #expect(rule.evidence(for: draft).isEmpty)
    }

    @Test func `an addition over one's own unsent addition has that one's base`() {
        let first = Sibling(
            dot: Dot(ReplicaOrdinal(2)!, 1), stamp: Stamp(milliseconds: 1), value: .text("B x"),
            evidence: evidence(writing: "B x", over: "B"))
        for (unsent, base) in [([first.dot], "B"), ([], "B x")] {
            var row = ReplicaModel(replicas: 1).start
            row[1] = Register(first)
            let draft = Draft(
                value: .text("B x y"), rendered: FieldView(1, of: row), seen: row.vector,
                writer: .init(ordinal: ReplicaOrdinal(2)!, unsent: unsent))
            let appended = rule.evidence(for: draft).appended
            #expect(appended?.baseHash == AppendedText.hash(base.utf8))
        }
    }

    @Test func `a base that the text does not have is no base`() {
        let liar = Evidence([.appended(baseBytes: 1, baseHash: AppendedText.hash("B".utf8))])
        var row = ReplicaModel(replicas: 1).start
        row[1] = Register([
            Sibling(
                dot: Dot(ReplicaOrdinal(2)!, 1), stamp: Stamp(milliseconds: 1),
                value: .text("Q x"), evidence: liar),
            Sibling(
                dot: Dot(ReplicaOrdinal(3)!, 1), stamp: Stamp(milliseconds: 2),
                value: .text("B y"), evidence: liar),
        ])
        let outcome = rule.outcome(of: FieldView(1, of: row))
        #expect(outcome.shown == .text("B y"))
        #expect(outcome.grade == .review)
    }

    private func evidence(writing text: String, over base: String) -> Evidence {
        var row = ReplicaModel(replicas: 1).start
        row[1] = Register(
            Sibling(
                dot: row.creation.dot, stamp: row.creation.stamp, value: .text(base)))
        return rule.evidence(
            for: Draft(
                value: .text(text), rendered: FieldView(1, of: row), seen: row.vector,
                writer: .init(ordinal: ReplicaOrdinal(2)!)))
    }
}
