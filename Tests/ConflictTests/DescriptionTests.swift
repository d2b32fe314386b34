// Description: additions to the same text are all kept; of rewrites the latest is shown.

import SupportDesk
import SyncEngine
import Testing

@Suite struct DescriptionTests {
    let description = TicketField.description

    @Test func `two people add a line: both lines, in the order in which they were written`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" Valve worn."), at: "9:00")
        story.field2.does(.append(" Client called."), at: "9:30")
        story.expect(
            description, "It drips. Valve worn. Client called.", .audit,
            beside: ["It drips. Valve worn. by field 1", "It drips. Client called. by field 2"])
    }

    @Test func `one adds, another rewrites: the latest is shown, the other kept for review`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" Valve worn."), at: "9:00")
        story.desk.does(.describe("The pump drips."), at: "9:30")
        story.expect(
            description, "The pump drips.", .review, beside: ["It drips. Valve worn. by field 1"])
    }

    @Test func `two people add the same words: both are kept, and it is said`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" Called."), at: "9:00")
        story.field2.does(.append(" Called."), at: "9:30")
        story.expect(
            description, "It drips. Called. Called.", .audit,
            beside: ["It drips. Called. by field 1", "It drips. Called. by field 2"])
        let reason = story.outcome(of: description, in: story.merged()).reason
        #expect(reason == "Several people added the same words; each addition is kept.")
    }

    @Test func `three add and one rewrites: the latest of the four, for review`() {
        let story = Story(.describe("It drips."))
        story.office.does(.append(" A"), at: "9:00")
        story.desk.does(.append(" B"), at: "9:10")
        story.field1.does(.describe("Fixed."), at: "9:20")
        story.field2.does(.append(" C"), at: "9:30")
        story.expect(
            description, "It drips. C", .review,
            beside: ["It drips. A by office", "It drips. B by desk", "Fixed. by field 1"])
    }

    @Test func `adding twice before the hub has heard of it is one addition`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" Valve worn."), at: "9:00")
        story.field1.does(.append(" Ordered."), at: "9:10")
        story.field2.does(.append(" Client called."), at: "9:05")
        story.expect(
            description, "It drips. Client called. Valve worn. Ordered.", .audit,
            beside: [
                "It drips. Valve worn. Ordered. by field 1", "It drips. Client called. by field 2",
            ])
    }

    @Test func `adding again after the first was accepted is an addition to another text`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" Valve worn."), at: "9:00")
        story.field1.syncs()
        story.field1.does(.append(" Ordered."), at: "9:10")
        story.field2.does(.append(" Client called."), at: "9:05")
        story.expect(
            description, "It drips. Valve worn. Ordered.", .review,
            beside: ["It drips. Client called. by field 2"])
    }

    @Test func `an addition to what was joined covers both parts`() {
        let story = Story(.describe("It drips."))
        story.field1.does(.append(" A"), at: "9:00")
        story.field2.does(.append(" B"), at: "9:30")
        story.field1.syncs()
        story.field2.syncs()
        story.field2.does(.append(" C"), at: "9:40")
        story.expect(description, "It drips. A B C", .none)
    }

    @Test func `two first descriptions are kept apart by a line break`() {
        let story = Story(.title("Pump"))
        story.field1.does(.append("It drips."), at: "9:00")
        story.field2.does(.append("Client called."), at: "9:30")
        story.expect(
            description, "It drips.\nClient called.", .audit,
            beside: ["It drips. by field 1", "Client called. by field 2"])
    }

    @Test func `letters that look the same but have other bytes are another base`() {
        let story = Story(.describe("Caf\u{E9}"))
        story.field1.does(.describe("Cafe\u{301} closed"), at: "9:00")
        story.field2.does(.append(" open"), at: "9:30")
        story.expect(
            description, "Caf\u{E9} open", .review, beside: ["Cafe\u{301} closed by field 1"])
    }
}
