// A laptop of a story: what it shows, and what its person did since the last contact.

import SupportDesk
import SyncEngine

/// Somebody with a replica of their own. Each write covers what their screen showed, and records
/// what the rule of its field asks for.
final class Laptop {
    let person: Person
    /// What the screen shows: what came from the hub, and one's own writes over it.
    private(set) var state: RowState?
    /// Everything done here, oldest first.
    private(set) var actions: [Action] = []
    private var unsent: [Dot] = []
    private unowned let story: Story?

    /// One action: a unit with its name, and what had been seen when it was done.
    struct Action {
        let dot: Dot
        let stamp: Stamp
        let writes: [FieldWrite]
        let seen: VersionVector
    }

    init(_ person: Person, in story: Story?, state: RowState?) {
        self.person = person
        self.story = story
        self.state = state
    }

    var ordinal: ReplicaOrdinal { person.ordinal }

    /// One action: all its edits are one unit.
    func does(_ edits: Edit..., at clock: String) {
        guard let story, var row = state else { return }
        let dot = Dot(ordinal, UInt64(actions.count + 1))
        let stamp = Stamp(clock: clock)
        let writes = writes(edits, in: story.entity, rules: story.rules)
        actions.append(Action(dot: dot, stamp: stamp, writes: writes, seen: row.vector))
        unsent.append(dot)
        row.apply(writes, by: dot, at: stamp)
        row.vector.insert(dot)
        state = row
    }

    /// Contact with the hub: sends what is waiting, then shows what everybody has sent so far.
    func syncs() {
        guard let story, let row = state else { return }
        story.hub = story.hub.joined(row)
        state = story.hub
        unsent = []
    }

    /// The edits as writes, each over what the screen shows.
    func writes(
        _ edits: [Edit], in entity: Entity, rules: [FieldID: any MergeRule]
    ) -> [FieldWrite] {
        edits.map { edit in
            let rule = rules[edit.field]!
            let rendered = FieldView(edit.field, of: state ?? Laptop.blank)
            let value = edit.value(rule.outcome(of: rendered).shown, person)
            var given = Evidence(edit.intent.map { [.intent($0)] } ?? [])
            if isVisibleToClient(edit.field, rules) { given.insert(.clientCouldSee(true)) }
            let draft = Draft(
                value: value, rendered: rendered, seen: state?.vector ?? VersionVector(),
                writer: Draft.Writer(ordinal: ordinal, unsent: unsent), given: given)
            return FieldWrite(
                field: edit.field, value: value, covers: rendered.siblings.map(\.dot),
                evidence: rule.evidence(for: draft))
        }
    }

    /// Whether this screen says of a field that the client can see it.
    private func isVisibleToClient(_ field: FieldID, _ rules: [FieldID: any MergeRule]) -> Bool {
        guard let state else { return false }
        return rules.contains { flag, rule in
            rule is SeenOrSaid && rule.reads.contains(field)
                && rule.outcome(of: FieldView(flag, of: state)).shown == .boolean(true)
        }
    }

    private static let blank = RowState(
        vector: VersionVector(),
        creation: .init(dot: Dot(Person.reception.ordinal, 1), stamp: Stamp(rawValue: 0)))
}
