// Time: every entry is a row, a total is a sum, and no hour vanishes unseen.

import SupportDesk
import SyncEngine
import Testing

@Suite struct TimeTests {
    let deleted = TimeEntryField.deleted

    private func entry(_ minutes: Int64) -> Story {
        Story(about: TicketSchema.timeEntry, .minutes(minutes), .day("2026-11-20"))
    }

    private func minutes(_ story: Story) -> Int64 {
        story.outcome(of: TimeEntryField.minutes, in: story.merged()).shown.integer ?? 0
    }

    @Test func `30 minutes here and 45 there are 75`() {
        #expect([entry(30), entry(45)].map(minutes).reduce(0, +) == 75)
    }

    @Test func `the same push five times counts once`() {
        let story = entry(30)
        story.field1.does(.minutes(40), at: "9:00")
        let once = story.applied(story.field1.actions)
        let often = story.applied(Array(repeating: story.field1.actions, count: 5).flatMap(\.self))
        #expect(often == once)
        #expect(often[TimeEntryField.minutes].siblings.map(\.value) == [.integer(40)])
    }

    @Test func `deleted on one laptop, corrected on another: kept, for its owner to decide`() {
        let story = entry(30)
        story.office.does(.deleteEntry, at: "9:30")
        story.field1.does(.minutes(50), at: "9:00")
        story.expect(TimeEntryField.minutes, "50", .none)
        story.expect(deleted, "no", .review, beside: ["yes by office"])
    }

    @Test func `corrected twice: the later, never the sum`() {
        let story = entry(30)
        story.field1.does(.minutes(40), at: "9:00")
        story.field2.does(.minutes(45), at: "9:30")
        story.expect(TimeEntryField.minutes, "45", .notice, beside: ["40 by field 1"])
    }

    @Test func `deleted by somebody who had seen the correction: gone`() {
        let story = entry(30)
        story.field1.does(.minutes(50), at: "9:00")
        story.field1.syncs()
        story.office.syncs()
        story.office.does(.deleteEntry, at: "9:30")
        story.expect(deleted, "yes", .none)
    }

    @Test func `deleted twice, and one of them had seen the correction: gone`() {
        let story = entry(30)
        story.field1.does(.minutes(50), at: "9:00")
        story.field1.syncs()
        story.office.syncs()
        story.office.does(.deleteEntry, at: "9:30")
        story.desk.does(.deleteEntry, at: "9:10")
        story.expect(deleted, "yes", .none)
    }

    @Test func `two deletes that each missed something may have seen all of it together`() {
        let story = entry(30)
        story.field1.does(.minutes(50), at: "9:00")
        story.field1.does(.deleteEntry, at: "9:10")
        story.field2.does(.day("2026-11-21"), at: "9:00")
        story.field2.does(.deleteEntry, at: "9:10")
        story.expect(deleted, "yes", .none)
    }

    @Test func `restored by its owner: back, and nothing left to decide`() {
        let story = entry(30)
        story.office.does(.deleteEntry, at: "9:00")
        story.office.syncs()
        story.field1.syncs()
        story.field1.does(.restoreEntry, at: "9:30")
        story.expect(deleted, "no", .none)
    }

    @Test func `logged while the ticket is closed elsewhere: counted`() {
        let ticket = Story(.move(to: .inProgress))
        ticket.office.does(.move(to: .closed), at: "9:00")
        ticket.expect(TicketField.status, "closed", .none)
        #expect(minutes(entry(30)) == 30)
    }
}
