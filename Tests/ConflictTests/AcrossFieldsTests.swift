// Several fields at once: each merges on its own, and deciding once ends a conflict.

import SupportDesk
import SyncEngine
import Testing

@Suite struct AcrossFieldsTests {
    @Test func `given to another while its owner finishes it: resolved, and the new owner's`() {
        let ticket = Story(.assign(.field1), .move(to: .open))
        ticket.office.does(.assign(.field2), at: "9:00")
        ticket.field1.does(.move(to: .inProgress), at: "9:10")
        ticket.field1.does(.move(to: .resolved), at: "10:10")
        ticket.expect(TicketField.status, "resolved", .none)
        ticket.expect(TicketField.assignee, "field 2", .none)
    }

    @Test(arguments: permutations(of: [Priority.urgent, .normal, .low]))
    func `three priorities beside open, closed and reopened: each field on its own`(
        priorities: [Priority]
    ) {
        let story = Story(.prioritize(.high), .move(to: .inProgress))
        story.office.does(.prioritize(priorities[0]), .move(to: .open), at: "9:00")
        story.desk.does(.prioritize(priorities[1]), .move(to: .closed), at: "9:10")
        story.field1.does(.prioritize(priorities[2]), .move(to: .resolved), at: "8:00")
        story.field1.does(.move(to: .open), at: "8:10")
        let row = story.merged()
        let shown = [TicketField.priority, TicketField.status].map {
            story.wording(of: story.outcome(of: $0, in: row).shown, in: $0)
        }
        #expect(shown == ["urgent", "open in cycle 1"])
    }

    @Test func `settled twice with different choices: a conflict between these two alone`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        for laptop in [story.field1, story.field2, story.field1] { laptop.syncs() }
        story.field1.does(.title("Valve"), at: "9:20")
        story.field2.does(.title("Hose"), at: "9:30")
        story.expect(TicketField.title, "Hose", .notice, beside: ["Valve by field 1"])
        #expect(story.merged()[TicketField.title].siblings.count == 2)
    }

    @Test func `settled while another, who had seen only the loser, rewrites it`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        for laptop in [story.field2, story.desk] { laptop.syncs() }
        story.field1.syncs()
        story.desk.does(.title("Hosepipe"), at: "9:20")
        story.field1.does(.title("Valve"), at: "9:30")
        story.expect(TicketField.title, "Valve", .notice, beside: ["Hosepipe by desk"])
        #expect(story.merged()[TicketField.title].siblings.count == 2)
    }

    @Test func `settled by one who had seen a part: what he had not seen surfaces`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        story.desk.does(.title("Tap"), at: "9:20")
        for laptop in [story.field1, story.desk] { laptop.syncs() }
        story.desk.does(.title("Valve"), at: "8:00")
        story.expect(TicketField.title, "Hose", .notice, beside: ["Valve by desk"])
    }

    @Test func `settled twice by one person: his last choice, and no loop`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        for laptop in [story.field2, story.field1] { laptop.syncs() }
        story.field1.does(.title("Valve"), at: "9:20")
        story.field1.does(.title("Tap"), at: "9:30")
        story.expect(TicketField.title, "Tap", .none)
        for laptop in [story.field1, story.field2, story.field1] { laptop.syncs() }
        #expect(story.hub[TicketField.title].siblings.count == 1)
    }

    @Test func `the choices of two who settled differently are settled by a third for good`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        for laptop in [story.field1, story.field2, story.field1] { laptop.syncs() }
        story.field1.does(.title("Valve"), at: "9:20")
        story.field2.does(.title("Hose"), at: "9:30")
        for laptop in [story.field1, story.field2, story.desk] { laptop.syncs() }
        story.desk.does(.title("Valve"), at: "9:40")
        story.expect(TicketField.title, "Valve", .none)
    }

    @Test func `settled twice with the same choice: no conflict is left`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Valve"), at: "9:00")
        story.field2.does(.title("Hose"), at: "9:10")
        for laptop in [story.field1, story.field2, story.field1] { laptop.syncs() }
        story.field1.does(.title("Hose"), at: "9:20")
        story.field2.does(.title("Hose"), at: "9:30")
        story.expect(TicketField.title, "Hose", .none)
    }

    @Test func `different fields changed apart: both changes, no conflict`() {
        let story = Story(.title("Pump"), .estimate(30))
        story.field1.does(.title("Valve"), at: "9:00")
        story.desk.does(.estimate(60), at: "9:10")
        story.expect(TicketField.title, "Valve", .none)
        story.expect(TicketField.estimate, "60", .none)
    }

    @Test func `three weeks offline and 200 edits: all of them arrive`() {
        let story = Story(.title("Pump"))
        for number in 1...200 { story.field1.does(.title("Pump \(number)"), at: "9:00") }
        story.desk.does(.title("Valve"), at: "9:10")
        let row = story.merged()
        #expect(row.vector[Person.field1.ordinal] == 200)
        story.expect(TicketField.title, "Valve", .notice, beside: ["Pump 200 by field 1"])
    }
}
