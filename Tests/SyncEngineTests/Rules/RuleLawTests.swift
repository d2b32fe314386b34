// What every rule keeps, whatever it prefers: it tells no lies, bothers nobody for nothing, ends.

import SyncEngine
import Testing

@Suite struct RuleLawTests {
    private static let seeds: [UInt64] = [31, 32, 33]

    private func rows(_ subject: RuleSubject, _ seed: UInt64) -> [RowState] {
        (0..<80).map { run in
            let model = ReplicaModel(subject, seed: seed &* 1_000 &+ UInt64(run))
            return model.states.reduce(model.start) { $0.joined($1) }
        }
    }

    @Test(arguments: RuleSubject.all, seeds)
    func `the winner is a sibling, and whoever is told is told why`(
        subject: RuleSubject, seed: UInt64
    ) {
        for row in rows(subject, seed) {
            let siblings = row[RuleSubject.field].siblings
            let outcome = subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
            #expect(outcome.reason.isEmpty == (outcome.grade == .none))
            #expect(outcome.grade == .review || !outcome.isHeld)
            guard let dot = outcome.winner else { continue }
            let winner = siblings.first { $0.dot == dot }
            #expect(winner != nil)
            if subject.rule.showsSingleValue { #expect(winner?.value == outcome.shown) }
        }
    }

    @Test(arguments: RuleSubject.all, seeds)
    func `a value alone is shown as it is, where the rule says so`(
        subject: RuleSubject, seed: UInt64
    ) {
        guard subject.rule.showsSingleValue else { return }
        for var row in rows(subject, seed) {
            for sibling in row[RuleSubject.field].siblings {
                row[RuleSubject.field] = Register(sibling)
                let outcome = subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
                #expect(outcome.shown == sibling.value)
                if subject.rule.reads.isEmpty { #expect(outcome.grade == .none) }
            }
        }
    }

    @Test(arguments: RuleSubject.all.filter { $0.rule.reads.isEmpty }, seeds)
    func `equal values are no conflict`(subject: RuleSubject, seed: UInt64) {
        for row in rows(subject, seed) where !row[RuleSubject.field].isConcurrent {
            let outcome = subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
            #expect(outcome.grade <= .audit)
        }
    }

    @Test(arguments: RuleSubject.all, seeds)
    func `only the fields that a rule names can change its mind`(
        subject: RuleSubject, seed: UInt64
    ) {
        for row in rows(subject, seed) {
            var other = row
            other[99] = row[RuleSubject.field]
            other.vector.insert(Dot(ReplicaOrdinal(77)!, 5))
            #expect(
                subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
                    == subject.rule.outcome(of: FieldView(RuleSubject.field, of: other)))
        }
    }

    @Test(arguments: RuleSubject.all, seeds)
    func `whoever has seen all and writes all of it leaves nothing to decide`(
        subject: RuleSubject, seed: UInt64
    ) {
        for run in 0..<40 {
            var model = ReplicaModel(subject, seed: seed &* 1_000 &+ UInt64(run))
            for index in model.states.indices { model.join(0, index) }
            for (field, values) in subject.values.reversed() {
                let rule: any MergeRule = field == RuleSubject.field ? subject.rule : Latest()
                model.write(.init(field: field, value: values[0]), by: rule, on: 0)
            }
            let row = model.states[0]
            #expect(row[RuleSubject.field].siblings.count == 1)
            let outcome = subject.rule.outcome(of: FieldView(RuleSubject.field, of: row))
            #expect(outcome.grade == .none)
            #expect(!outcome.isHeld)
        }
    }

    /// Choosing the greatest of a total order may be done in parts; a set test may not, and the
    /// order of arrival would show if it were.
    @Test(arguments: RuleSubject.all.filter(\.isChoice), seeds)
    func `the choice among all is the choice among the choices`(
        subject: RuleSubject, seed: UInt64
    ) {
        var generator = SplitMix64(seed: seed)
        for row in rows(subject, seed) {
            let siblings = row[RuleSubject.field].siblings.shuffled(using: &generator)
            guard siblings.count > 2 else { continue }
            let cut = Int.random(in: 1..<siblings.count, using: &generator)
            let parts = [Array(siblings[..<cut]), Array(siblings[cut...])]
            let finalists = parts.map { part in
                let dot = winner(among: part, in: row, by: subject.rule)
                return part.first { $0.dot == dot }!
            }
            #expect(
                winner(among: finalists, in: row, by: subject.rule)
                    == winner(among: siblings, in: row, by: subject.rule))
        }
    }

    private func winner(
        among siblings: [Sibling], in row: RowState, by rule: any MergeRule
    ) -> Dot? {
        var part = row
        part[RuleSubject.field] = Register(siblings)
        return rule.outcome(of: FieldView(RuleSubject.field, of: part)).winner
    }
}
