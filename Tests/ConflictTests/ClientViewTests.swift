// The cases of Shared, Comment, Client and Document, as the client reads them, in every order.

import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientViewTests {
    /// A ticket of Ada's that nobody has shared yet.
    private func internalTicket() -> Story {
        Story(.title("Pump"), .describe("It drips."), .client(.ada, of: .pumps))
    }

    private func sharedTicket() -> Story {
        Story(.title("Pump"), .describe("It drips."), .client(.ada, of: .pumps), .share)
    }

    private func note(_ edits: Edit...) -> Story {
        edits.isEmpty
            ? Story(about: TicketSchema.comment, .write("They pay late."))
            : Story(about: TicketSchema.comment, .write("They pay late."), edits[0])
    }

    // MARK: Shared

    @Test func `shared: its contact reads title, description and status, and nobody else does`() {
        let look = ClientLook(ticket: sharedTicket())
        let answer = look.answer()
        #expect(answer?.title == "Pump")
        #expect(answer?.description == "It drips.")
        #expect(look.answer(to: .bo, of: .quarries) == nil)
        #expect(look.answer(to: .bo, of: .pumps) == nil, "a colleague, but it is Ada's")
    }

    @Test func `a ticket without a contact is its whole organization's`() {
        let look = ClientLook(ticket: Story(.title("Pump"), .client(nil, of: .pumps), .share))
        #expect(look.answer(to: .ada, of: .pumps)?.title == "Pump")
        #expect(look.answer(to: .bo, of: .pumps)?.title == "Pump")
        #expect(look.answer(to: .bo, of: .quarries) == nil)
    }

    @Test func `a ticket of nobody is shown to nobody`() {
        let look = ClientLook(ticket: Story(.title("Pump"), .client(nil, of: nil), .share))
        #expect(look.answer() == nil)
        #expect(ClientLook(ticket: Story(.title("Pump"), .share)).answer() == nil)
    }

    @Test func `shared while somebody adds what he thinks internal: not there, at no moment`() {
        let story = internalTicket()
        story.desk.does(.share, at: "9:00")
        story.field1.does(.append(" They never pay."), at: "9:05")
        let look = ClientLook(ticket: story)
        #expect(look.answer() == nil)
        #expect(look.everRead() == ["Pump", "It drips."], "before the addition arrived")
    }

    @Test func `added to by somebody who saw that it is shared: read at once`() {
        let story = internalTicket()
        story.desk.does(.share, at: "9:00")
        story.desk.syncs()
        story.field1.syncs()
        story.field1.does(.append(" Valve worn."), at: "9:05")
        #expect(ClientLook(ticket: story).answer()?.description == "It drips. Valve worn.")
    }

    @Test func `confirmed by somebody who has read the addition: read whole`() {
        let story = internalTicket()
        story.desk.does(.share, at: "9:00")
        story.field1.does(.append(" They pay late."), at: "9:05")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.share, at: "9:10")
        #expect(ClientLook(ticket: story).answer()?.description == "It drips. They pay late.")
    }

    @Test func `shared by one, unshared by another: not there`() {
        let story = sharedTicket()
        story.desk.does(.share, at: "9:10")
        story.office.does(.unshare, at: "9:00")
        #expect(ClientLook(ticket: story).answer() == nil)
    }

    @Test func `shared while somebody writes the client a comment: both are read`() {
        let story = internalTicket()
        story.desk.does(.share, at: "9:00")
        let word = Story(about: TicketSchema.comment, .write("On my way."), .publish)
        let look = ClientLook(ticket: story, comments: [word, note()])
        #expect(look.answer()?.comments.map(\.body) == ["On my way."])
        #expect(!look.everRead().contains("They pay late."))
    }

    @Test func `unshared while somebody writes the client a comment: neither is read`() {
        let story = sharedTicket()
        story.office.does(.unshare, at: "9:00")
        let word = Story(about: TicketSchema.comment, .write("On my way."), .publish)
        #expect(ClientLook(ticket: story, comments: [word]).answer() == nil)
    }

    // MARK: Comment

    @Test func `published while its author, seeing it internal, edits it: the edit is never read`()
    {
        let note = note()
        note.desk.does(.publish, at: "9:00")
        note.field1.does(.write("They never pay."), at: "9:05")
        let look = ClientLook(ticket: sharedTicket(), comments: [note])
        #expect(look.answer()?.comments == [])
        #expect(!look.everRead().contains("They never pay."))
    }

    @Test func `the held note edited again by somebody who has seen all: still not read`() {
        let note = note()
        note.desk.does(.publish, at: "9:00")
        note.field1.does(.write("They never pay."), at: "9:05")
        note.desk.syncs()
        note.field1.syncs()
        note.field2.syncs()
        note.field2.does(.write("They seldom pay."), at: "9:10")
        let look = ClientLook(ticket: sharedTicket(), comments: [note])
        #expect(look.answer()?.comments == [])
        #expect(!look.everRead().contains("They seldom pay."))
    }

    @Test func `withdrawn here, published there: not read`() {
        let note = note(.publish)
        note.desk.does(.withdraw, at: "9:00")
        note.field1.does(.publish, at: "9:05")
        #expect(ClientLook(ticket: sharedTicket(), comments: [note]).answer()?.comments == [])
    }

    @Test func `edited on two laptops that knew it was the client's: the latest is read`() {
        let word = note(.publish)
        word.field1.does(.write("They pay after a call."), at: "9:00")
        word.field2.does(.write("They pay twice a year."), at: "9:30")
        let answer = ClientLook(ticket: sharedTicket(), comments: [word]).answer()
        #expect(answer?.comments.map(\.body) == ["They pay twice a year."])
    }

    @Test func `deleted by the office while its author edits it: not read`() {
        let word = note(.publish)
        word.office.does(.deleteComment, at: "9:00")
        word.field1.does(.write("They pay after a call."), at: "9:05")
        #expect(ClientLook(ticket: sharedTicket(), comments: [word]).answer()?.comments == [])
    }

    // MARK: Client

    @Test func `given to two clients apart while shared: neither reads it, nor the first`() {
        let story = sharedTicket()
        story.field1.does(.client(.ada, of: .quarries), at: "9:00")
        story.desk.does(.client(.bo, of: .quarries), at: "9:30")
        let look = ClientLook(ticket: story)
        #expect(look.answer(to: .ada, of: .pumps) == nil)
        #expect(look.answer(to: .bo, of: .quarries) == nil)
    }

    @Test func `confirmed by somebody who has seen both clients: the one who is set reads it`() {
        let story = sharedTicket()
        story.field1.does(.client(.ada, of: .quarries), at: "9:00")
        story.desk.does(.client(.bo, of: .quarries), at: "9:30")
        story.field1.syncs()
        story.desk.syncs()
        story.desk.does(.client(.bo, of: .quarries), .share, at: "9:40")
        let look = ClientLook(ticket: story)
        #expect(look.answer(to: .bo, of: .quarries)?.title == "Pump")
        #expect(look.answer(to: .ada, of: .quarries) == nil)
    }

    @Test func `shared for one client while the ticket is given to another: nobody reads it`() {
        let story = internalTicket()
        story.desk.does(.share, at: "9:00")
        story.field1.does(.client(.bo, of: .quarries), at: "9:30")
        let look = ClientLook(ticket: story)
        #expect(look.answer() == nil)
        #expect(look.everRead(by: .bo, of: .quarries) == [])
    }

    // MARK: Document

    @Test func `made visible while somebody renames it: the new name is never read`() {
        let document = Story(about: TicketSchema.document, .nameDocument("pump.jpg"))
        document.desk.does(.publishDocument, at: "9:00")
        document.field1.does(.nameDocument("their mess.jpg"), at: "9:05")
        let look = ClientLook(ticket: sharedTicket(), documents: [document])
        #expect(look.answer()?.documents == [])
        #expect(!look.everRead().contains("their mess.jpg"))
    }

    @Test func `two replacements for the client stand side by side; an internal one does not`() {
        let documents = [
            Story(about: TicketSchema.document, .nameDocument("a.jpg"), .publishDocument),
            Story(about: TicketSchema.document, .nameDocument("b.jpg"), .publishDocument),
            Story(about: TicketSchema.document, .nameDocument("c.jpg")),
        ]
        let answer = ClientLook(ticket: sharedTicket(), documents: documents).answer()
        #expect(answer?.documents.map(\.name) == ["a.jpg", "b.jpg"])
    }

    @Test func `a deleted document is not read`() {
        let document = Story(
            about: TicketSchema.document, .nameDocument("a.jpg"), .publishDocument)
        document.office.does(.deleteDocument, at: "9:00")
        #expect(
            ClientLook(ticket: sharedTicket(), documents: [document]).answer()?.documents == [])
    }

    // MARK: One path, and nothing beside it

    @Test func `the flags of the rules and those of the view release the same fields`() {
        for entity in TicketSchema.schema.entities {
            var flagByField: [FieldID: FieldID] = [:]
            for flag in entity.fields {
                guard let rule = flag.rule as? SeenOrSaid else { continue }
                for field in rule.reads { flagByField[field] = flag.id }
            }
            for field in entity.fields {
                #expect(
                    ClientView.flag(releasing: field.id, of: entity.id) == flagByField[field.id],
                    "\(entity.name).\(field.name)")
            }
        }
    }

    @Test func `an answer says nothing of ids and changes from which to count what is internal`() {
        let word = Story(about: TicketSchema.comment, .write("On my way."), .publish)
        let document = Story(
            about: TicketSchema.document, .nameDocument("a.jpg"), .publishDocument)
        let look = ClientLook(
            ticket: sharedTicket(), comments: [note(), word], documents: [document])
        let json = look.answer()?.json
        #expect(
            json?.keys == [
                "id", "title", "description", "status", "created_at", "comments", "documents",
            ])
        #expect(json?["comments"]?.array?.map(\.keys) == [["author", "body", "created_at"]])
        #expect(json?["documents"]?.array?.map(\.keys) == [["name", "size", "created_at"]])
    }
}

extension JSONValue {
    fileprivate var keys: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.key)
    }
}
