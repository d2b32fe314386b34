// Sharing a ticket with its client: what was not seen by the publisher, nor said by its writer to
// be visible, stays hidden until somebody confirms.

import SupportDesk
import SyncEngine
import Testing

@Suite struct SharedTests {
    let shared = TicketField.shared

    @Test func `shared while somebody adds to what he thinks internal: held`() {
        let story = Story(.describe("It drips."))
        story.desk.does(.share, at: "9:00")
        story.field1.does(.append(" They never pay."), at: "9:05")
        story.expect(shared, "no", .review, beside: ["yes by desk"], held: true)
    }

    @Test func `added to by somebody who saw that it is shared: visible`() {
        let story = Story(.describe("It drips."))
        story.desk.does(.share, at: "9:00")
        story.desk.syncs()
        story.field1.syncs()
        story.field1.does(.append(" Valve worn."), at: "9:05")
        story.expect(shared, "yes", .none)
    }

    @Test func `shared by one, unshared by another: not shared`() {
        let story = Story(.share)
        story.desk.does(.share, at: "9:10")
        story.office.does(.unshare, at: "9:00")
        story.expect(shared, "no", .review, beside: ["yes by desk"])
    }

    @Test func `shared while somebody writes the client a comment: the comment is visible`() {
        let ticket = Story(.describe("It drips."))
        ticket.desk.does(.share, at: "9:00")
        ticket.expect(shared, "yes", .none)
        let comment = Story(about: TicketSchema.comment, .write("On my way."), .publish)
        comment.expect(CommentField.visible, "yes", .none)
    }

    @Test func `unshared while somebody writes the client a comment: the ticket hides it`() {
        let ticket = Story(.describe("It drips."), .share)
        ticket.office.does(.unshare, at: "9:00")
        ticket.expect(shared, "no", .none)
    }

    @Test func `confirmed after reading it: visible`() {
        let story = Story(.describe("It drips."))
        story.desk.does(.share, at: "9:00")
        story.field1.does(.append(" They never pay."), at: "9:05")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.describe("It drips."), .share, at: "9:10")
        story.expect(TicketField.description, "It drips.", .none)
        story.expect(shared, "yes", .none)
    }

    @Test func `the publisher's own words are on his screen`() {
        let story = Story(.title("Pump"))
        story.desk.does(.describe("It drips."), at: "9:00")
        story.desk.does(.share, at: "9:05")
        story.expect(shared, "yes", .none)
    }

    @Test func `two publishers, of whom together everything was seen: visible`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Pump drips"), at: "9:00")
        story.field1.does(.share, at: "9:01")
        story.field2.does(.describe("It drips."), at: "9:00")
        story.field2.does(.share, at: "9:02")
        story.expect(shared, "yes", .none)
    }

    @Test func `never shared: not shared`() {
        let story = Story(.title("Pump"))
        story.expect(shared, "no", .none)
    }
}
