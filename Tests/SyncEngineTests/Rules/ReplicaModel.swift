// A few replicas of one row that write and join: the states that laws are tried on are reachable.

import SyncEngine

/// Replicas of one row. Every write covers what its author had rendered, which may be less than
/// what had arrived, and carries the evidence that the field's rule asks for.
struct ReplicaModel: Hashable {
    private(set) var states: [RowState]
    /// What everybody did, in an order in which it could have happened.
    private(set) var actions: [Action] = []
    let start: RowState

    struct Action: Hashable {
        let dot: Dot
        let stamp: Stamp
        let write: FieldWrite
        /// What the author's replica had when it wrote.
        let basis: VersionVector
    }

    init(replicas: Int, opening: [FieldWrite] = []) {
        let creator = Dot(ReplicaOrdinal(20)!, 1)
        start = RowState(
            creating: RowChange(
                key: RowKey(10, RowID(creator.ordinal, 1)), isCreation: true, writes: opening),
            by: creator, at: Stamp(milliseconds: 1_000))
        states = Array(repeating: start, count: replicas)
    }

    /// What a replica writes.
    struct Step {
        let field: FieldID
        let value: Value
        var given = Evidence.none
        var milliseconds: Int64 = 2_000
        /// The dots that were on the screen; `nil` for all that the replica has.
        var rendered: [Dot]?
    }

    mutating func write(_ step: Step, by rule: any MergeRule, on index: Int) {
        let ordinal = ReplicaOrdinal(UInt64(index + 2))!
        let dot = Dot(ordinal, states[index].vector[ordinal] + 1)
        let here = states[index][step.field].siblings
        let rendered = here.filter { step.rendered?.contains($0.dot) ?? true }
        var screen = states[index]
        screen[step.field] = Register(rendered)
        let draft = Draft(
            value: step.value, rendered: FieldView(step.field, of: screen),
            seen: rendered.count == here.count ? states[index].vector : start.vector,
            writer: .init(ordinal: ordinal), given: step.given)
        let write = FieldWrite(
            field: step.field, value: step.value, covers: rendered.map(\.dot),
            evidence: rule.evidence(for: draft))
        let stamp = Stamp(milliseconds: step.milliseconds)
        actions.append(
            Action(dot: dot, stamp: stamp, write: write, basis: states[index].vector))
        states[index].apply([write], by: dot, at: stamp)
        states[index].vector.insert(dot)
    }

    /// The first replica takes over what the second has.
    mutating func join(_ first: Int, _ second: Int) {
        states[first] = states[first].joined(states[second])
    }

    /// The hub's row after these arrivals.
    func applied(_ arrivals: [Action]) -> RowState {
        var row = start
        for action in arrivals {
            row.apply([action.write], by: action.dot, at: action.stamp)
            row.vector.insert(action.dot)
        }
        return row
    }

    /// The actions in another order in which they could have reached the hub.
    func shuffled(using generator: inout SplitMix64) -> [Action] {
        var waiting = actions
        var arrived = start.vector
        var order: [Action] = []
        while !waiting.isEmpty {
            let ready = waiting.indices.filter { arrived.covers(waiting[$0].basis) }
            let action = waiting.remove(at: ready.randomElement(using: &generator)!)
            arrived.insert(action.dot)
            order.append(action)
        }
        return order
    }
}

extension ReplicaModel {
    /// A random life of a few replicas.
    init(_ subject: RuleSubject, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let opening = subject.values.filter { _ in Bool.random(using: &generator) }.map {
            FieldWrite(field: $0.field, value: $0.values.randomElement(using: &generator)!)
        }
        self.init(replicas: Int.random(in: 2...4, using: &generator), opening: opening)
        for _ in 0..<Int.random(in: 1...9, using: &generator) {
            let index = states.indices.randomElement(using: &generator)!
            if Int.random(in: 0..<3, using: &generator) == 0 {
                join(index, states.indices.randomElement(using: &generator)!)
            } else {
                let step = Step(subject, on: states[index], using: &generator)
                let rule: any MergeRule = step.field == RuleSubject.field ? subject.rule : Latest()
                write(step, by: rule, on: index)
            }
        }
    }
}

extension ReplicaModel.Step {
    /// A random write on a replica; now and then its author had not been shown everything.
    init(_ subject: RuleSubject, on state: RowState, using generator: inout SplitMix64) {
        let choice = subject.values.randomElement(using: &generator)!
        field = choice.field
        value = choice.values.randomElement(using: &generator)!
        milliseconds = Int64.random(in: 0...6, using: &generator) * 500
        if let intent = subject.intents.randomElement(using: &generator) {
            given.insert(.intent(intent))
        }
        if Bool.random(using: &generator) { given.insert(.clientCouldSee(true)) }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            rendered = state[field].siblings.map(\.dot)
                .filter { _ in Bool.random(using: &generator) }
        }
    }
}
