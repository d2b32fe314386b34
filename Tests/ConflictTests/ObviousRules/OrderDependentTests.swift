// Obvious rules whose answer depends on who happens to sync first: replicas that never agree again.

import SupportDesk
import SyncEngine
import Testing

@Suite struct OrderDependentTests {
    /// Later wins, but within five minutes the higher role does: each is sensible, together they
    /// go round in a circle.
    @Test func `five minutes' grace for the higher role gives three laptops three owners`() {
        let story = Story(.assign(.reception))
        story.office.does(.assign(.field1), at: "9:00")
        story.desk.does(.assign(.field2), at: "9:04")
        story.field3.does(.assign(.field3), at: "9:08")
        let grace: Story.Pairwise = { kept, arriving in
            let (first, last) = kept.stamp < arriving.stamp ? (kept, arriving) : (arriving, kept)
            let isClose = last.stamp.milliseconds - first.stamp.milliseconds <= 5 * 60_000
            return isClose && first.dot.ordinal < last.dot.ordinal ? first : last
        }
        #expect(
            story.answers(of: TicketField.assignee, mergingByTwos: grace)
                == ["field 1", "field 2", "field 3"])
        #expect(story.answers(of: TicketField.assignee) == ["field 3"])
    }

    /// A state machine is a rule for people who act, not for values that meet.
    @Test func `refusing forbidden transitions at arrival gives different answers`() {
        let story = Story(.move(to: .inProgress))
        story.office.does(.move(to: .open), at: "9:00")
        story.desk.does(.move(to: .resolved), at: "9:10")
        story.desk.does(.move(to: .closed), at: "9:20")
        let allowed: Set<[Int64]> = [[0, 1], [1, 0], [1, 2], [2, 3], [2, 1], [3, 0]]
        let checked: Story.Pairwise = { kept, arriving in
            allowed.contains([stage(kept), stage(arriving)]) ? arriving : kept
        }
        #expect(story.answers(of: TicketField.status, mergingByTwos: checked).count > 1)
        #expect(story.answers(of: TicketField.status) == ["closed"])
    }

    /// Whether a move was a reopening is a fact of the write, and not of whoever reads it.
    @Test func `taking "from" out of the local replica invents reopenings`() {
        let story = Story(.move(to: .inProgress))
        story.field1.does(.move(to: .open), at: "9:00")
        story.field2.does(.move(to: .resolved), at: "9:10")
        let guessed: Story.Pairwise = { kept, arriving in
            let isReopening = stage(kept) >= 2 && stage(arriving) < stage(kept)
            return isReopening || stage(arriving) > stage(kept) ? arriving : kept
        }
        #expect(
            story.answers(of: TicketField.status, mergingByTwos: guessed) == ["open", "resolved"])
        #expect(story.answers(of: TicketField.status) == ["resolved"])
    }

    @Test func `averages depend on the order, and are numbers that nobody meant`() {
        let story = Story(.estimate(10))
        story.office.does(.estimate(20), at: "9:00")
        story.desk.does(.estimate(60), at: "9:10")
        story.field1.does(.estimate(120), at: "9:20")
        let averaged: Story.Pairwise = { kept, arriving in
            let mean = ((kept.value.integer ?? 0) + (arriving.value.integer ?? 0)) / 2
            return Sibling(dot: arriving.dot, stamp: arriving.stamp, value: .integer(mean))
        }
        let answers = story.answers(of: TicketField.estimate, mergingByTwos: averaged)
        #expect(answers == ["80", "65", "55"])
        #expect(answers.isDisjoint(with: ["20", "60", "120"]))
        #expect(story.answers(of: TicketField.estimate) == ["120"])
    }

    @Test func `whoever uploads last wins: every laptop may`() {
        let story = Story(.title("Pump"))
        story.office.does(.title("Valve"), at: "9:00")
        story.desk.does(.title("Hose"), at: "9:10")
        story.field1.does(.title("Seal"), at: "9:20")
        let lastUpload: Story.Pairwise = { _, arriving in arriving }
        #expect(
            story.answers(of: TicketField.title, mergingByTwos: lastUpload)
                == ["Valve", "Hose", "Seal"])
        #expect(story.answers(of: TicketField.title) == ["Seal"])
    }

    /// The set tests are no merges by twos either: a joined text is an addition to nothing.
    @Test func `joining additions by twos loses the third`() {
        let story = Story(.describe("B"))
        story.office.does(.append(" x"), at: "9:00")
        story.desk.does(.append(" y"), at: "9:10")
        story.field1.does(.append(" z"), at: "9:20")
        let rule = AppendedText()
        let byTwos: Story.Pairwise = { kept, arriving in
            let row = RowState(
                vector: VersionVector([kept.dot, arriving.dot]), creation: story.start.creation,
                fields: [.init(id: TicketField.description, register: Register([kept, arriving]))])
            let shown = rule.outcome(of: FieldView(TicketField.description, of: row)).shown
            let latest = kept.stamp < arriving.stamp ? arriving : kept
            return Sibling(dot: latest.dot, stamp: latest.stamp, value: shown)
        }
        #expect(story.answers(of: TicketField.description, mergingByTwos: byTwos).count > 1)
        #expect(story.answers(of: TicketField.description) == ["B x y z"])
    }
}

/// The stage of a status sibling.
private func stage(_ sibling: Sibling) -> Int64 { sibling.value.components.last?.integer ?? 0 }
