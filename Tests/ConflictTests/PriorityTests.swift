// Priority: the most pressing of what was set apart.

import SupportDesk
import SyncEngine
import Testing

@Suite struct PriorityTests {
    let priority = TicketField.priority

    @Test func `urgent here, low there: it is urgent`() {
        let story = Story(.prioritize(.normal))
        story.field1.does(.prioritize(.urgent), at: "9:00")
        story.desk.does(.prioritize(.low), at: "9:30")
        story.expect(priority, "urgent", .notice, beside: ["low by desk"])
    }

    @Test func `an urgent ticket triaged to normal and to high: it is high`() {
        let story = Story(.prioritize(.urgent))
        story.desk.does(.prioritize(.normal), at: "9:30")
        story.field1.does(.prioritize(.high), at: "9:00")
        story.expect(priority, "high", .notice, beside: ["normal by desk"])
    }

    @Test func `an urgent ticket lowered while nobody else wrote: low stands`() {
        let story = Story(.prioritize(.urgent))
        story.desk.does(.prioritize(.low), at: "9:00")
        story.field1.does(.title("Pump"), at: "9:10")
        story.expect(priority, "low", .none)
    }

    @Test func `a decision over one of two writes leaves the other beside it`() {
        let story = Story(.prioritize(.high))
        story.field1.does(.prioritize(.urgent), at: "8:00")
        story.field2.does(.prioritize(.low), at: "8:30")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.prioritize(.normal), at: "9:00")
        story.expect(priority, "normal", .notice, beside: ["low by field 2"])
    }

    @Test func `raised to urgent while the desk closes: closed and urgent, for somebody to see`() {
        let story = Story(.prioritize(.normal), .move(to: .inProgress))
        story.desk.does(.move(to: .closed), at: "9:00")
        story.field1.does(.prioritize(.urgent), at: "9:10")
        story.expect(TicketField.status, "closed", .none)
        story.expect(priority, "urgent", .review)
    }

    @Test func `raised to urgent by somebody who knew it closed: nothing to review`() {
        let story = Story(.prioritize(.normal), .move(to: .inProgress))
        story.desk.does(.move(to: .closed), at: "9:00")
        story.desk.syncs()
        story.field1.syncs()
        story.field1.does(.prioritize(.urgent), at: "9:10")
        story.expect(priority, "urgent", .none)
    }

    @Test func `closed by somebody who knew it urgent: nothing to review`() {
        let story = Story(.prioritize(.normal), .move(to: .inProgress))
        story.field1.does(.prioritize(.urgent), at: "9:00")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.move(to: .closed), at: "9:10")
        story.expect(priority, "urgent", .none)
    }

    @Test func `one's own closing and raising are never apart`() {
        let story = Story(.prioritize(.normal), .move(to: .inProgress))
        story.desk.does(.move(to: .closed), at: "9:00")
        story.desk.does(.prioritize(.urgent), at: "9:10")
        story.expect(priority, "urgent", .none)
    }
}
