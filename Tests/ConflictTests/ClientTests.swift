// Client: contact and organization are one value, and decide who may read.

import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientTests {
    let client = TicketField.client
    let shared = TicketField.shared

    @Test func `set to two clients apart: the latest, as a pair`() {
        let story = Story()
        story.field1.does(.client(.ada, of: .pumps), at: "9:00")
        story.desk.does(.client(nil, of: .quarries), at: "9:30")
        story.expect(client, "none of quarries", .notice, beside: ["ada of pumps by field 1"])
    }

    @Test func `set to two clients while shared: held until somebody confirms who may read`() {
        let story = Story(.share)
        story.field1.does(.client(.ada, of: .pumps), at: "9:00")
        story.desk.does(.client(nil, of: .quarries), at: "9:30")
        story.expect(client, "none of quarries", .review, beside: ["ada of pumps by field 1"])
        story.expect(shared, "no", .review, beside: ["yes by reception"], held: true)
    }

    @Test func `confirmed by somebody who has seen both: the client may read again`() {
        let story = Story(.share)
        story.field1.does(.client(.ada, of: .pumps), at: "9:00")
        story.desk.does(.client(nil, of: .quarries), at: "9:30")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.client(.bo, of: .quarries), .share, at: "9:40")
        story.expect(client, "bo of quarries", .none)
        story.expect(shared, "yes", .none)
    }

    @Test func `shared for one client while the ticket is given to another: held`() {
        let story = Story(.client(.ada, of: .pumps))
        story.desk.does(.share, at: "9:00")
        story.field1.does(.client(.bo, of: .quarries), at: "9:30")
        story.expect(shared, "no", .review, beside: ["yes by desk"], held: true)
    }
}
