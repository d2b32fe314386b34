// Documents' rows, and the lists that tickets choose from.

import SupportDesk
import SyncEngine
import Testing

@Suite struct ListTests {
    @Test func `a document shown to the client while it is renamed: held`() {
        let story = Story(about: TicketSchema.document, .nameDocument("pump.jpg"))
        story.desk.does(.publishDocument, at: "9:00")
        story.field1.does(.nameDocument("their mess.jpg"), at: "9:05")
        story.expect(DocumentField.visible, "no", .review, beside: ["yes by desk"], held: true)
    }

    @Test func `a document is internal unless somebody chose otherwise`() {
        let story = Story(about: TicketSchema.document, .nameDocument("pump.jpg"))
        story.expect(DocumentField.visible, "no", .none)
    }

    @Test func `a document renamed twice: the latest name`() {
        let story = Story(about: TicketSchema.document, .nameDocument("pump.jpg"))
        story.field1.does(.nameDocument("valve.jpg"), at: "9:00")
        story.desk.does(.nameDocument("drip.jpg"), at: "9:30")
        story.expect(DocumentField.name, "drip.jpg", .notice, beside: ["valve.jpg by field 1"])
    }

    @Test func `a document deleted while it is renamed: deleted, nobody is bothered`() {
        let story = Story(about: TicketSchema.document, .nameDocument("pump.jpg"))
        story.office.does(.deleteDocument, at: "9:00")
        story.field1.does(.nameDocument("valve.jpg"), at: "9:05")
        story.expect(DocumentField.deleted, "yes", .none)
    }

    @Test func `two admins rename a category: the latest name`() {
        let story = Story(about: TicketSchema.category, .name("Hardware"))
        story.office.does(.name("Devices"), at: "9:00")
        story.desk.does(.name("Machines"), at: "9:30")
        story.expect(NamedField.name, "Machines", .notice, beside: ["Devices by office"])
    }

    @Test func `archived here, restored there: active`() {
        let story = Story(about: TicketSchema.category, .name("Hardware"), .archive)
        story.office.does(.archive, at: "9:30")
        story.desk.does(.restore, at: "9:00")
        story.expect(NamedField.archived, "no", .notice, beside: ["yes by office"])
    }

    @Test func `archived by both: archived`() {
        let story = Story(about: TicketSchema.category, .name("Hardware"))
        story.office.does(.archive, at: "9:00")
        story.desk.does(.archive, at: "9:30")
        story.expect(NamedField.archived, "yes", .none)
    }

    @Test func `put into two categories: the latest`() {
        let story = Story()
        story.field1.does(.categorize(.hardware), at: "9:00")
        story.desk.does(.categorize(.network), at: "9:30")
        story.expect(TicketField.category, "network", .notice, beside: ["hardware by field 1"])
    }

    @Test func `a title written twice: the latest, both writers told`() {
        let story = Story(.title("Pump"))
        story.field1.does(.title("Pump drips"), at: "9:30")
        story.desk.does(.title("Pump in hall 2"), at: "9:00")
        story.expect(TicketField.title, "Pump drips", .notice, beside: ["Pump in hall 2 by desk"])
    }

    @Test func `estimated twice: the larger number`() {
        let story = Story(.estimate(30))
        story.field1.does(.estimate(120), at: "9:00")
        story.desk.does(.estimate(60), at: "9:30")
        story.expect(TicketField.estimate, "120", .notice, beside: ["60 by desk"])
    }

    @Test func `an estimate beats its removal`() {
        let story = Story(.estimate(30))
        story.field1.does(.estimate(nil), at: "9:30")
        story.desk.does(.estimate(15), at: "9:00")
        story.expect(TicketField.estimate, "15", .notice, beside: ["none by field 1"])
    }
}
