// A client's view and what a release shows, through the desk and the real store.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientViewTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ada: RowID
    let eve: RowID
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        let pumps = try ana.desk.add(NamedDraft("Pumps"), to: .organization)
        let named = NamedDraft("Ada", organization: Reference(pumps))
        ada = try ana.desk.add(named, to: .contact)
        eve = try ana.desk.add(NamedDraft("Eve"), to: .contact)
        var draft = TicketDraft(title: "Pump")
        draft.description = "It drips."
        draft.contact = "Ada"
        draft.organization = "Pumps"
        ticket = try ana.desk.createTicket(draft)
        try ana.sync()
        try bo.sync()
    }

    private func syncAll() throws {
        for laptop in [ana, bo, ana] { try laptop.sync() }
    }

    @Test func `a client reads the words to them and nothing that is internal`() throws {
        try ana.desk.comment(on: ticket, "They pay late.", .internal)
        try ana.desk.comment(on: ticket, "We are on it.", .toClient)
        try ana.desk.share(ticket)
        let answer = try ana.desk.ticket(ticket, as: ada)
        #expect(answer.title == "Pump")
        #expect(answer.description == "It drips.")
        #expect(answer.status == .open)
        #expect(answer.comments.map(\.body) == ["We are on it."])
        #expect(answer.comments.map(\.author) == ["Ana"])
        #expect(answer.json["comments"]?.array?.count == 1)
    }

    @Test func `a ticket that is hidden and one that is not there are told in the same words`()
        throws
    {
        let absent = RowID(ReplicaOrdinal(9)!, 7)
        var texts: Set<String> = []
        func ask(_ ticket: RowID, _ contact: RowID) throws {
            let error = #expect(throws: DeskError.self) {
                try ana.desk.ticket(ticket, as: contact)
            }
            #expect(error?.code == .notFound)
            let words = try #require(error).description
            texts.insert(words.replacing(ticket.description, with: "REF"))
        }
        try ask(ticket, ada)
        try ask(absent, ada)
        try ana.desk.share(ticket)
        try ask(ticket, eve)
        #expect(texts.count == 1)
    }

    @Test func `held, and read again once everything that is held was confirmed`() throws {
        let note = try ana.desk.comment(on: ticket, "They pay late.", .internal)
        try syncAll()
        try ana.desk.share(ticket)
        try ana.desk.publishComment(note)
        var edit = TicketEdit()
        edit.append = "They are fools."
        try bo.desk.edit(ticket, edit)
        try bo.desk.editComment(note, "They never pay.")
        try syncAll()
        #expect(throws: DeskError.self) { try ana.desk.ticket(ticket, as: ada) }
        let release = try ana.desk.release(ofTicket: ticket, includingHeld: true)
        #expect(release.texts.map(\.kind) == ["title", "description", "comment"])
        #expect(release.texts.map(\.shown).last == "They never pay.")
        try ana.desk.confirmRelease(ticket, seen: release.seen)
        try syncAll()
        let answer = try bo.desk.ticket(ticket, as: ada)
        #expect(answer.description == "It drips.\nThey are fools.")
        #expect(answer.comments.map(\.body) == ["They never pay."])
        var held = TicketFilter()
        held.onlyHeld = true
        #expect(try ana.desk.ticketList(held).isEmpty)
    }

    @Test func `a comment alone is held: the list finds it, and confirming releases it`() throws {
        let note = try ana.desk.comment(on: ticket, "They pay late.", .internal)
        try syncAll()
        try ana.desk.share(ticket)
        try ana.desk.publishComment(note)
        try bo.desk.editComment(note, "They never pay.")
        try syncAll()
        #expect(try ana.desk.ticket(ticket, as: ada).comments == [])
        var held = TicketFilter()
        held.onlyHeld = true
        #expect(try ana.desk.ticketList(held).map(\.id) == [ticket])
        try ana.desk.confirmRelease(ticket)
        #expect(try ana.desk.ticket(ticket, as: ada).comments.map(\.body) == ["They never pay."])
    }

    @Test func `confirming releases nothing that the screen did not show as held`() throws {
        let note = try ana.desk.comment(on: ticket, "They pay late.", .internal)
        try syncAll()
        try ana.desk.share(ticket)
        var edit = TicketEdit()
        edit.append = "They are fools."
        try bo.desk.edit(ticket, edit)
        try syncAll()
        let screen = try ana.desk.release(ofTicket: ticket, includingHeld: true).seen
        try bo.desk.publishComment(note)
        try ana.desk.editComment(note, "They never pay.")
        try syncAll()
        try ana.desk.confirmRelease(ticket, seen: screen)
        let answer = try ana.desk.ticket(ticket, as: ada)
        #expect(answer.description == "It drips.\nThey are fools.")
        #expect(answer.comments == [], "it was internal on the screen that was confirmed")
    }

    @Test func `a release shows what lost, too: it may come back`() throws {
        var edit = TicketEdit()
        edit.title = "Fools' pump"
        try ana.desk.edit(ticket, edit)
        office.clock.advance(minutes: 1)
        edit.title = "Pump drips"
        try bo.desk.edit(ticket, edit)
        try syncAll()
        let release = try ana.desk.release(ofTicket: ticket, includingHeld: false)
        #expect(release.audience == "Ada (Pumps)")
        #expect(release.texts.first?.shown == "Pump drips")
        #expect(release.texts.first?.others == ["Fools' pump"])
    }

    @Test func `a release of a comment says when the ticket is not shared`() throws {
        let note = try ana.desk.comment(on: ticket, "We are on it.", .internal)
        let release = try ana.desk.release(ofComment: note)
        #expect(release.texts.map(\.shown) == ["We are on it."])
        #expect(!release.isTicketVisible)
        try ana.desk.share(ticket)
        #expect(try ana.desk.release(ofComment: note).isTicketVisible)
    }

    @Test func `a screen with a write that was refused since says nothing of the client`() throws {
        // Ana takes the ticket back, and looks; then her write is set aside.
        try ana.desk.share(ticket)
        try syncAll()
        let dot = try #require(try ana.desk.unshare(ticket))
        let screen = try ana.screen(ticket)
        try ana.desk.store.park(dot.counter, Refusal(.tooLarge))
        #expect(try ana.desk.ticket(ticket).ticket.isShared)
        var edit = TicketEdit()
        edit.title = "They never pay"
        let written = try ana.desk.edit(ticket, edit, seen: screen)
        #expect(try ana.evidence(written, TicketField.title)?.clientCouldSee == false)
        #expect(throws: DeskError.self) { try ana.desk.ticket(ticket, as: ada) }
    }
}
