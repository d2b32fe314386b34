// Rules see what any version of any client may write: they answer, whatever it is, and never trap.

import SyncEngine
import Testing

@Suite struct RuleTotalityTests {
    @Test(arguments: RuleSubject.all, [41, 42, 43] as [UInt64])
    func `strange values and strange evidence get an answer`(subject: RuleSubject, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<400 {
            let row = strangeRow(using: &generator)
            let field = FieldView(RuleSubject.field, of: row)
            let outcome = subject.rule.outcome(of: field)
            #expect(outcome == subject.rule.outcome(of: field))
            let draft = Draft(
                value: strangeValue(using: &generator), rendered: field, seen: row.vector,
                writer: .init(
                    ordinal: ReplicaOrdinal(2)!, unsent: field.siblings.map(\.dot)),
                given: strangeEvidence(using: &generator))
            let evidence = subject.rule.evidence(for: draft)
            #expect(
                draft.given.items.allSatisfy { item in
                    evidence.items.contains { $0.tag == item.tag }
                })
        }
    }

    @Test(arguments: [51, 52] as [UInt64])
    func `a move from a strange status is a pair`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let rule = StageCycle(finishes: [2, 3])
        for _ in 0..<500 {
            let stage = strangeInteger(using: &generator)
            let value = rule.value(movingTo: stage, from: strangeValue(using: &generator))
            #expect(value.components.count == 2)
            #expect(value.components.last == .integer(stage))
        }
    }

    @Test(arguments: RuleSubject.all)
    func `a field that nobody wrote has nothing to decide`(subject: RuleSubject) {
        let row = ReplicaModel(replicas: 1).start
        let outcome = subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
        #expect(outcome.winner == nil)
        #expect(outcome.grade == .none)
        #expect([.null, .integer(0)].contains(outcome.shown))
    }

    private func strangeRow(using generator: inout SplitMix64) -> RowState {
        var row = ReplicaModel(replicas: 1).start
        for field in [1, 2, 3] as [FieldID] {
            for number in 0..<Int.random(in: 0...4, using: &generator) {
                let ordinal = ReplicaOrdinal(UInt64.random(in: 1...4, using: &generator))!
                let sibling = Sibling(
                    dot: Dot(ordinal, UInt64(number + 1)),
                    stamp: Stamp(
                        rawValue: generator.next() >> UInt64.random(in: 0...63, using: &generator)),
                    value: strangeValue(using: &generator),
                    evidence: strangeEvidence(using: &generator))
                row[field].write(sibling, covering: [])
            }
        }
        return row
    }

    private func strangeInteger(using generator: inout SplitMix64) -> Int64 {
        [Int64.min, -1, 0, 1, 2, 3, 4, 77, Int64.max].randomElement(using: &generator)!
    }

    private func strangeValue(using generator: inout SplitMix64, depth: Int = 0) -> Value {
        switch Int.random(in: 0...(depth == 0 ? 4 : 2), using: &generator) {
        case 0: .null
        case 1: .integer(strangeInteger(using: &generator))
        case 2: .text(["", "a", "é", "e\u{301}", "👩‍🔧", "a\0b"].randomElement(using: &generator)!)
        default:
            .tuple(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    strangeValue(using: &generator, depth: 1)
                })
        }
    }

    private func strangeEvidence(using generator: inout SplitMix64) -> Evidence {
        let number = UInt64.random(in: 0...3, using: &generator)
        let all: [EvidenceItem] = [
            .intent(Intent(rank: UInt8.random(in: 0...5, using: &generator))),
            .appended(baseBytes: number == 3 ? .max : number, baseHash: generator.next()),
            .appended(
                baseBytes: number, baseHash: AppendedText.hash("a".utf8.prefix(Int(number)))),
            .clientCouldSee(Bool.random(using: &generator)),
            .seen(VersionVector([Dot(ReplicaOrdinal(number + 1)!, number + 1)])),
            .unknown(tag: 9, bytes: [UInt8(number)]),
        ]
        return Evidence(all.filter { _ in Bool.random(using: &generator) })
    }
}
