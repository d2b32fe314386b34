// What a contact's window gives: their tickets in order, whole one by one, and only to contacts.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientWindowTests {
    let laptop: Laptop
    let ada: RowID

    init() throws {
        laptop = try Office().laptop(of: "Ana")
        try laptop.desk.add(NamedDraft("Pumps"), to: .organization)
        ada = try laptop.desk.add(NamedDraft("Ada", organization: "Pumps"), to: .contact)
    }

    private func ticket(_ title: String, contact: Reference? = "Ada") throws -> RowID {
        var draft = TicketDraft(title: title)
        draft.contact = contact
        draft.organization = "Pumps"
        let ticket = try laptop.desk.createTicket(draft)
        try laptop.desk.share(ticket)
        return ticket
    }

    private func window<T>(_ body: (ClientWindow) throws -> T) throws -> T {
        try laptop.desk.store.read { reader in
            try body(try #require(try ClientWindow(reader, contact: ada)))
        }
    }

    @Test func `tickets are listed without what belongs to them, the newest first`() throws {
        let first = try ticket("First")
        try laptop.desk.comment(on: first, "On Tuesday.", .toClient)
        laptop.office.clock.advance(minutes: 5)
        let second = try ticket("Second", contact: nil)
        let tickets = try window { try $0.tickets(limit: 10) }
        #expect(tickets.map(\.id) == [second, first])
        #expect(tickets.allSatisfy { $0.comments.isEmpty && $0.documents.isEmpty })
        #expect(try window { try $0.tickets(limit: 1) }.map(\.id) == [second])
    }

    @Test func `a note is given from the moment it is published, and ticket show agrees`() throws {
        let ticket = try ticket("Pump")
        let note = try laptop.desk.comment(on: ticket, "They pay late.", .internal)
        let seen = try window { try $0.ticket(ticket) }
        #expect(seen?.comments == [])
        #expect(try laptop.desk.ticket(ticket, as: ada) == seen)
        try laptop.desk.publishComment(note)
        #expect(try window { try $0.ticket(ticket) }?.comments.map(\.body) == ["They pay late."])
    }

    @Test func `there is no window for whoever is no contact`() throws {
        let isThere = try laptop.desk.store.read { reader in
            try ClientWindow(reader, contact: RowID(.hub, 99)) != nil
        }
        #expect(!isThere)
        try laptop.desk.archive("Ada", in: .contact)
        #expect(try window { $0.isArchived })
    }
}
