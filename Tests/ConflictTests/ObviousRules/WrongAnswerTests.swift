// Obvious rules that agree everywhere, on an answer that loses somebody's work or tells a secret.

import SupportDesk
import SyncEngine
import Testing

@Suite struct WrongAnswerTests {
    /// The furthest stage, without cycles.
    private struct FurthestStage: MergeRule {
        let name = "furthest-stage"
        func outcome(of field: FieldView) -> Outcome {
            let furthest = field.siblings.max { stage($0) < stage($1) }
            return furthest.map { Outcome(shown: $0.value, winner: $0.dot) } ?? .unset
        }
        private func stage(_ sibling: Sibling) -> Int64 {
            sibling.value.components.last?.integer ?? 0
        }
    }

    @Test func `plain furthest progress loses a reopening`() {
        let story = Story(.move(to: .resolved))
        story.desk.does(.move(to: .open), at: "9:00")
        story.office.does(.move(to: .closed), at: "9:10")
        #expect(story.answers(of: TicketField.status) == ["open in cycle 1"])
        story.substitutes = [TicketField.status: FurthestStage()]
        #expect(story.answers(of: TicketField.status) == ["closed"])
    }

    @Test func `a running total as a field loses half the hours`() {
        let story = Story(.estimate(0))
        story.field1.does(.estimate(0 + 30), at: "9:00")
        story.field2.does(.estimate(0 + 45), at: "9:10")
        for rule in [Latest(), LargestNumber()] as [any MergeRule] {
            story.substitutes = [TicketField.estimate: rule]
            #expect(story.answers(of: TicketField.estimate) == ["45"], "a total of 75 was worked")
        }
        let entries = [30, 45].map { Story(about: TicketSchema.timeEntry, .minutes($0)) }
        let total = entries.map {
            $0.outcome(of: TimeEntryField.minutes, in: $0.merged()).shown.integer ?? 0
        }
        #expect(total.reduce(0, +) == 75)
    }

    /// Each half of the pair by itself: the latest contact, the latest organization.
    private struct EachPart: MergeRule {
        let name = "each-part"
        func outcome(of field: FieldView) -> Outcome {
            let parts = (0...1).map { index in
                field.siblings.sorted(by: Sibling.isEarlier).map { $0.value.components[index] }
                    .last { !$0.isNull } ?? .null
            }
            return Outcome(shown: .tuple(parts), winner: nil)
        }
    }

    @Test func `contact and organization merged apart make a client that nobody chose`() {
        let story = Story(.client(nil, of: nil))
        story.field1.does(.client(.ada, of: .pumps), at: "9:00")
        story.desk.does(.client(nil, of: .quarries), at: "9:30")
        #expect(story.answers(of: TicketField.client) == ["none of quarries"])
        story.substitutes = [TicketField.client: EachPart()]
        #expect(story.answers(of: TicketField.client) == ["ada of quarries"])
    }

    /// Looks only at what is meant for the client, and so never at the one who said no.
    private struct WithoutInternal: MergeRule {
        let name = "without-internal"
        func outcome(of field: FieldView) -> Outcome {
            let open = field.siblings.filter { $0.value == .boolean(true) }
            return Outcome(shown: .boolean(!open.isEmpty), winner: open.first?.dot)
        }
    }

    @Test func `dropping the internal siblings before resolving shows the client a secret`() {
        let story = Story(about: TicketSchema.comment, .write("They pay late."), .publish)
        story.office.does(.withdraw, at: "9:00")
        story.field1.does(.publish, at: "9:05")
        #expect(story.answers(of: CommentField.visible) == ["no"])
        story.substitutes = [CommentField.visible: WithoutInternal()]
        #expect(story.answers(of: CommentField.visible) == ["yes"])
    }

    /// The flag alone: what was added meanwhile goes out with it.
    @Test func `a flag without the release test shows what nobody meant to show`() {
        let story = Story(.describe("It drips."))
        story.desk.does(.share, at: "9:00")
        story.field1.does(.append(" They never pay."), at: "9:05")
        #expect(story.answers(of: TicketField.shared) == ["no"])
        story.substitutes = [TicketField.shared: AllTrue()]
        #expect(story.answers(of: TicketField.shared) == ["yes"])
    }

    /// Merging that writes: what a machine stores is one more edit to merge, and a later one.
    @Test func `storing the merged value as a new write overrules people, and never ends`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        story.desk.does(.title("Seal"), at: "9:20")
        #expect(story.answers(of: TicketField.title) == ["Seal"])
        let machines = [story.field1, story.field2]
        for round in 1...3 {
            (machines + machines).forEach { $0.syncs() }
            for laptop in machines {
                let shown = story.outcome(of: TicketField.title, in: laptop.state!).shown
                laptop.does(.title(shown.text!), at: "9:3\(round)")
            }
        }
        #expect(story.answers(of: TicketField.title) == ["Hose"], "the last person wrote Seal")
        let row = story.merged()
        #expect(row[TicketField.title].siblings.count == 3, "no write ended the conflict")
        #expect(row.vector[Person.field1.ordinal] == 4, "three writes that nobody made")
    }
}
