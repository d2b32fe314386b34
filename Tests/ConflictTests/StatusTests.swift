// Status: the furthest stage of the latest cycle, so that neither progress nor a reopening is lost.

import SupportDesk
import SyncEngine
import Testing

@Suite struct StatusTests {
    let status = TicketField.status

    @Test func `started in the field, resolved at the desk: it is resolved`() {
        let story = Story(.move(to: .open))
        story.field1.does(.move(to: .inProgress), at: "9:00")
        story.desk.does(.move(to: .resolved), at: "9:05")
        story.expect(status, "resolved", .notice, beside: ["in_progress by field 1"])
    }

    @Test func `the desk reopens on a phone call while the office closes: open again`() {
        let story = Story(.move(to: .resolved))
        story.desk.does(.move(to: .open), at: "9:00")
        story.office.does(.move(to: .closed), at: "9:10")
        story.expect(status, "open in cycle 1", .review, beside: ["closed by office"])
    }

    @Test func `put back to open here, resolved there: it is resolved`() {
        let story = Story(.move(to: .inProgress))
        story.field1.does(.move(to: .open), at: "9:10")
        story.field2.does(.move(to: .resolved), at: "9:00")
        story.expect(status, "resolved", .notice, beside: ["open by field 1"])
    }

    @Test func `the desk closes while somebody starts: it is closed, and he is told`() {
        let story = Story(.move(to: .open))
        story.desk.does(.move(to: .closed), at: "9:00")
        story.field1.does(.move(to: .inProgress), at: "9:30")
        story.expect(status, "closed", .notice, beside: ["in_progress by field 1"])
    }

    @Test func `four ways at once: the one who reopened keeps it open`() {
        let story = Story(.move(to: .inProgress))
        story.office.does(.move(to: .resolved), at: "9:00")
        story.desk.does(.move(to: .resolved), at: "9:01")
        story.desk.does(.move(to: .closed), at: "9:02")
        story.field1.does(.move(to: .open), at: "9:03")
        story.field2.does(.move(to: .resolved), at: "8:00")
        story.field2.does(.move(to: .open), at: "8:30")
        story.expect(
            status, "open in cycle 1", .review,
            beside: ["resolved by office", "closed by desk", "open by field 1"])
    }

    @Test func `repaired again while the office closes: the second repair still waits`() {
        let story = Story(.move(to: .resolved))
        story.field1.does(.move(to: .inProgress), at: "9:00")
        story.field1.does(.move(to: .resolved), at: "11:00")
        story.office.does(.move(to: .closed), at: "12:00")
        story.expect(status, "resolved in cycle 1", .review, beside: ["closed by office"])
    }

    @Test func `reopened twice, and once already started: it is in progress`() {
        let story = Story(.move(to: .closed))
        story.field1.does(.move(to: .inProgress), at: "9:00")
        story.desk.does(.move(to: .open), at: "9:30")
        story.expect(status, "in_progress in cycle 1", .notice, beside: ["open in cycle 1 by desk"])
    }

    @Test func `reopened on Monday, closed on Wednesday, synced on Friday: open, both times`() {
        let story = Story(.move(to: .resolved))
        story.field1.does(.move(to: .open), at: "Mon 15:00")
        story.office.does(.move(to: .closed), at: "Wed 10:00")
        story.expect(status, "open in cycle 1", .review, beside: ["closed by office"])
        #expect(
            story.merged()[status].siblings.map(\.stamp)
                == [Stamp(clock: "Wed 10:00"), Stamp(clock: "Mon 15:00")])
    }

    @Test func `two people resolve it apart: nothing to tell`() {
        let story = Story(.move(to: .inProgress))
        story.field1.does(.move(to: .resolved), at: "9:00")
        story.field2.does(.move(to: .resolved), at: "9:30")
        story.expect(status, "resolved", .none)
    }

    @Test func `whoever has seen both decides, and the case is closed`() {
        let story = Story(.move(to: .resolved))
        story.desk.does(.move(to: .open), at: "9:00")
        story.office.does(.move(to: .closed), at: "9:10")
        story.desk.syncs()
        story.office.syncs()
        story.office.does(.move(to: .closed), at: "9:20")
        story.expect(status, "closed in cycle 1", .none)
    }

    @Test func `a stage of a newer version stands above the stages it follows`() {
        let story = Story(.move(to: .resolved))
        story.field1.does(.move(to: .closed), at: "9:00")
        story.field2.does(.set(status, .tuple([.integer(0), .integer(7)])), at: "8:00")
        story.expect(status, "#7", .notice, beside: ["closed by field 1"])
    }
}
