// The join of row states is a least upper bound: for all small lives of replicas, and random ones.

import SyncEngine
import Testing

@Suite struct JoinLawTests {
    /// Every life of three replicas of up to five steps: write here, or take over what another has.
    @Test func `three replicas, five steps: join is associative, commutative, idempotent`() {
        var lives: Set = [ReplicaModel(replicas: 3)]
        var triples: Set<[RowState]> = []
        for _ in 1...5 {
            lives = Set(lives.flatMap(successors))
            triples.formUnion(lives.map(\.states))
        }
        #expect(triples.count > 500)
        for states in triples { #expect(broken(states) == nil) }
    }

    @Test(arguments: RuleSubject.all, [1, 2, 3] as [UInt64])
    func `random lives: join is associative, commutative, idempotent`(
        subject: RuleSubject, seed: UInt64
    ) {
        for run in 0..<60 {
            let model = ReplicaModel(subject, seed: seed &* 1_000 &+ UInt64(run))
            #expect(broken(model.states) == nil, "seed \(seed), run \(run)")
        }
    }

    @Test(arguments: RuleSubject.all, [11, 12, 13] as [UInt64])
    func `random lives: arriving in any order is the same as joining`(
        subject: RuleSubject, seed: UInt64
    ) {
        var generator = SplitMix64(seed: seed)
        for run in 0..<60 {
            let model = ReplicaModel(subject, seed: seed &* 1_000 &+ UInt64(run))
            let joined = model.states.reduce(model.start) { $0.joined($1) }
            for _ in 0..<4 {
                let hub = model.applied(model.shuffled(using: &generator))
                #expect(hub == joined, "seed \(seed), run \(run)")
                let field = FieldView(RuleSubject.field, of: hub)
                let other = FieldView(RuleSubject.field, of: joined)
                #expect(subject.rule.outcome(of: field) == subject.rule.outcome(of: other))
            }
        }
    }

    @Test(arguments: RuleSubject.all, [21, 22] as [UInt64])
    func `a value is gone only where a write had it on the screen`(
        subject: RuleSubject, seed: UInt64
    ) {
        for run in 0..<60 {
            let model = ReplicaModel(subject, seed: seed &* 1_000 &+ UInt64(run))
            let joined = model.states.reduce(model.start) { $0.joined($1) }
            let covered = Set(
                model.actions.flatMap { action in
                    action.write.covers.map { Place(field: action.write.field, dot: $0) }
                })
            for action in model.actions {
                let place = Place(field: action.write.field, dot: action.dot)
                let isThere = joined[place.field].sibling(place.dot) != nil
                #expect(isThere != covered.contains(place), "seed \(seed), run \(run)")
            }
        }
    }

    private struct Place: Hashable {
        let field: FieldID
        let dot: Dot
    }

    private func successors(_ model: ReplicaModel) -> [ReplicaModel] {
        (0..<3).flatMap { index -> [ReplicaModel] in
            var writing = model
            writing.write(.init(field: 1, value: .null), by: Latest(), on: index)
            let joining = (0..<3).filter { $0 != index }.map { other in
                var joining = model
                joining.join(index, other)
                return joining
            }
            return [writing] + joining
        }
    }

    /// The first law that these states break.
    private func broken(_ states: [RowState]) -> String? {
        for a in states {
            if a.joined(a) != a { return "idempotent" }
            for b in states {
                let both = a.joined(b)
                if both != b.joined(a) { return "commutative" }
                if both.joined(a) != both { return "absorbing" }
                if !both.vector.covers(a.vector) { return "least upper bound" }
                for c in states where both.joined(c) != a.joined(b.joined(c)) {
                    return "associative"
                }
            }
        }
        return nil
    }
}
