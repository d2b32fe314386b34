// How names find rows, and the lists that the names stand in.

import SupportDesk
import SyncEngine
import Testing

@Suite struct NamesTests {
    let office: Office
    let ana: Laptop
    let desk: Desk

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        desk = ana.desk
    }

    private func category(_ text: String) throws -> String? {
        var draft = TicketDraft(title: "A ticket")
        draft.category = Reference(text)
        return try desk.ticket(desk.createTicket(draft)).ticket.category
    }

    @Test func `a row is found by its name, its id, or its name in another case or form`() throws {
        let id = try desk.add(NamedDraft("Caf\u{E9}"), to: .category)
        #expect(try category("Caf\u{E9}") == "Caf\u{E9}")
        #expect(try category("Cafe\u{301}") == "Caf\u{E9}")
        #expect(try category("CAF\u{C9}") == "Caf\u{E9}")
        #expect(try category(id.description) == "Caf\u{E9}")
        #expect(throws: DeskError.self) { try category("Cafe") }
    }

    @Test func `the exact name wins over one in another case`() throws {
        try desk.add(NamedDraft("it"), to: .category)
        try desk.add(NamedDraft("IT"), to: .category)
        #expect(try category("IT") == "IT")
        #expect(try category("it") == "it")
        let error = #expect(throws: DeskError.self) { try category("It") }
        #expect(error?.code == .ambiguous)
    }

    @Test func `an unknown member is answered with those who are meant`() throws {
        _ = try office.laptop(of: "Anabel")
        try ana.sync()
        let error = #expect(throws: DeskError.self) { try desk.memberID("Anna") }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no member named \"Anna\".")
        #expect(error?.hint.contains("\"Ana\"") == true)
        #expect(try desk.memberID("me") == desk.me)
        #expect(try desk.memberID("ana") == desk.me)
    }

    @Test func `two rows of one name are ambiguous, marked, and told apart by id`() throws {
        let bo = try office.laptop(of: "Bo")
        let first = try desk.add(NamedDraft("Acme"), to: .organization)
        try bo.desk.add(NamedDraft("Acme"), to: .organization)
        try bo.sync()
        try ana.sync()
        #expect(try desk.list(.organization).map(\.isDuplicate) == [true, true])
        var draft = TicketDraft(title: "A ticket")
        draft.organization = "Acme"
        let error = #expect(throws: DeskError.self) { try desk.createTicket(draft) }
        #expect(error?.code == .ambiguous)
        #expect(error?.message.contains(first.description) == true)
        draft.organization = Reference(first)
        #expect(try desk.ticket(desk.createTicket(draft)).ticket.organization == "Acme")
        try desk.archive(Reference(first), in: .organization)
        #expect(try desk.list(.organization).map(\.isDuplicate) == [false, false])
        draft.organization = "Acme"
        #expect(throws: Never.self) { try desk.createTicket(draft) }
    }

    @Test func `what is archived is not chosen anew, and stays where it is`() throws {
        try desk.add(NamedDraft("Hardware"), to: .category)
        var draft = TicketDraft(title: "A ticket")
        draft.category = "Hardware"
        let ticket = try desk.createTicket(draft)
        try desk.archive("Hardware", in: .category)
        #expect(try desk.ticket(ticket).ticket.category == "Hardware")
        #expect(throws: DeskError.self) { try desk.createTicket(draft) }
        try desk.restore("Hardware", in: .category)
        #expect(throws: Never.self) { try desk.createTicket(draft) }
    }

    @Test func `nobody is assigned who was deactivated`() throws {
        let bo = try office.laptop(of: "Bo")
        try ana.sync()
        let ticket = try desk.createTicket(TicketDraft(title: "A ticket"))
        try desk.assign(ticket, to: "Bo")
        try office.deactivate(bo.desk.me)
        try ana.sync()
        #expect(try desk.ticket(ticket).ticket.assignee == "Bo")
        let error = #expect(throws: DeskError.self) { try desk.assign(ticket, to: "Bo") }
        #expect(error?.message == "Bo is deactivated.")
        #expect(try desk.members().map(\.isActive) == [true, false])
    }

    @Test func `a list is added to, renamed, archived and restored`() throws {
        let id = try desk.add(NamedDraft("Hardwear"), to: .category)
        try desk.rename("Hardwear", in: .category, to: "Hardware")
        #expect(try desk.list(.category).map(\.name) == ["Hardware"])
        #expect(try desk.rename("Hardware", in: .category, to: "Hardware") == nil)
        let error = #expect(throws: DeskError.self) {
            try desk.add(NamedDraft("Hardware"), to: .category)
        }
        #expect(error?.code == .alreadyExists)
        #expect(try desk.ensure("Hardware", in: .category) == id)
        try desk.archive("Hardware", in: .category)
        #expect(try desk.list(.category, includingArchived: false).isEmpty)
        #expect(try desk.list(.category).map(\.isArchived) == [true])
        #expect(throws: DeskError.self) { try desk.add(NamedDraft(" "), to: .category) }
    }

    @Test func `contacts have an organization and an address, categories have neither`() throws {
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(
            NamedDraft("Cleo", organization: "acme", email: "cleo@example.org"), to: .contact)
        let contact = try #require(try desk.list(.contact).first)
        #expect(contact.organization == "Acme")
        #expect(contact.email == "cleo@example.org")
        #expect(throws: DeskError.self) {
            try desk.add(NamedDraft("X", organization: "Acme"), to: .category)
        }
        #expect(throws: DeskError.self) {
            try desk.add(NamedDraft("X", email: "x@example.org"), to: .project)
        }
    }

    @Test func `a member may not change categories and types, but contacts`() throws {
        let eve = try office.laptop(of: "Eve", role: .member)
        for list in [NamedList.category, .type] {
            let error = #expect(throws: DeskError.self) {
                try eve.desk.add(NamedDraft("Mine"), to: list)
            }
            #expect(error?.code == .notAllowed)
        }
        for list in [NamedList.contact, .organization, .project] {
            #expect(throws: Never.self) { try eve.desk.add(NamedDraft("Mine"), to: list) }
        }
    }

    @Test func `members are listed with role and laptops`() throws {
        _ = try office.laptop(of: "Eve", role: .member)
        try ana.sync()
        let members = try desk.members()
        #expect(members.map(\.name) == ["Ana", "Eve"])
        #expect(members.map(\.role) == ["owner", "member"])
        #expect(members.map(\.devices) == [["Ana's laptop"], ["Eve's laptop"]])
    }
}
