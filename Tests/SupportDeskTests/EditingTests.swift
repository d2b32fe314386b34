// Actions on tickets: one unit each, and nothing written that did not change.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct EditingTests {
    let office: Office
    let ana: Laptop
    let desk: Desk

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        desk = ana.desk
    }

    private func ticket(_ title: String = "Printer is down") throws -> RowID {
        try desk.createTicket(TicketDraft(title: title))
    }

    @Test func `a new ticket is open, normal, and nobody's`() throws {
        let ticket = try desk.ticket(ticket()).ticket
        #expect(ticket.title == "Printer is down")
        #expect(ticket.status == "open")
        #expect(ticket.priority == "normal")
        #expect(ticket.assignee == nil)
        #expect(ticket.estimate == nil)
        #expect(ticket.logged == 0)
        #expect(!ticket.isShared)
        #expect(ticket.isUnsent)
        #expect(ticket.createdBy == "Ana")
        #expect(ticket.createdAt.description == "2026-11-20T09:00:00.000Z")
    }

    @Test func `a new ticket takes every field at once, in one unit`() throws {
        try desk.add(NamedDraft("Hardware"), to: .category)
        try desk.add(NamedDraft("Incident"), to: .type)
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(NamedDraft("Bo", organization: "Acme"), to: .contact)
        try desk.add(NamedDraft("Move"), to: .project)
        var draft = TicketDraft(title: "Printer is down")
        draft.description = "Since this morning."
        draft.status = .inProgress
        draft.priority = .high
        draft.type = "Incident"
        draft.category = "Hardware"
        draft.project = "Move"
        draft.assignee = "Ana"
        draft.contact = "Bo"
        draft.estimate = 150
        let units = try desk.unsent().count
        let ticket = try desk.ticket(desk.createTicket(draft)).ticket
        #expect(try desk.unsent().count == units + 1)
        #expect(ticket.description == "Since this morning.")
        #expect(ticket.status == "in_progress")
        #expect(ticket.priority == "high")
        #expect(ticket.type == "Incident")
        #expect(ticket.category == "Hardware")
        #expect(ticket.project == "Move")
        #expect(ticket.assignee == "Ana")
        #expect(ticket.contact == "Bo")
        #expect(ticket.organization == "Acme", "a contact brings its organization along")
        #expect(ticket.estimate == 150)
    }

    @Test func `an edit writes the fields that differ and no others`() throws {
        let ticket = try ticket()
        var edit = TicketEdit()
        edit.title = "Printer is down"
        edit.priority = .high
        edit.status = .open
        edit.estimate = .clear
        edit.assignee = .clear
        #expect(try ana.fields(of: desk.edit(ticket, edit)) == ["priority"])
    }

    @Test func `an edit that changes nothing is no unit`() throws {
        let ticket = try ticket()
        let before = try desk.unsent().count
        var edit = TicketEdit()
        edit.priority = .normal
        #expect(try desk.edit(ticket, edit) == nil)
        #expect(try desk.edit(ticket, TicketEdit()) == nil)
        #expect(try desk.unsent().count == before)
    }

    @Test func `several tickets are edited as one unit, all or none`() throws {
        let tickets = [try ticket("One"), try ticket("Two"), try ticket("Three")]
        var edit = TicketEdit()
        edit.priority = .urgent
        let dot = try desk.edit(tickets, edit)
        #expect(try ana.fields(of: dot) == ["priority", "priority", "priority"])
        edit.priority = .low
        #expect(throws: DeskError.self) {
            try desk.edit(tickets + [RowID(.hub, 99)], edit)
        }
        #expect(
            try tickets.map { try desk.ticket($0).ticket.priority } == [
                "urgent", "urgent", "urgent",
            ])
    }

    @Test func `leaving a finish backwards begins a new cycle, other moves do not`() throws {
        let ticket = try ticket()
        let steps: [(Status, Int64)] = [
            (.inProgress, 0), (.open, 0), (.resolved, 0), (.closed, 0), (.inProgress, 1),
            (.resolved, 1), (.open, 2),
        ]
        for (status, cycle) in steps {
            try desk.setStatus(ticket, status)
            let row = try desk.store.read { try $0.row(RowKey(TicketSchema.ticket, ticket)) }
            #expect(
                row?.value(TicketField.status)
                    == .tuple([.integer(cycle), .integer(status.rawValue)]))
        }
    }

    @Test func `only a finished ticket is reopened`() throws {
        let ticket = try ticket()
        #expect(throws: DeskError.self) { try desk.reopen(ticket) }
        try desk.setStatus(ticket, .closed)
        try desk.reopen(ticket)
        #expect(try desk.ticket(ticket).ticket.status == "open")
    }

    @Test func `a finish carries what was shown of the ticket and its comments`() throws {
        let ticket = try ticket()
        try ana.sync()
        let bo = try office.laptop(of: "Bo")
        let comment = try bo.desk.comment(on: ticket, "Is it plugged in?", .internal)
        try bo.sync()
        try ana.sync()
        let dot = try desk.setStatus(ticket, .resolved)
        let seen = try ana.evidence(dot, TicketField.status)?.seen
        #expect(seen?[comment.ordinal] == 1, "Bo's only unit, his comment, was on the screen")
        #expect(try ana.evidence(desk.setStatus(ticket, .open), TicketField.status)?.seen == nil)
    }

    @Test func `assign, claim and release record their intent`() throws {
        let ticket = try ticket()
        let claim = try desk.claim(ticket)
        #expect(try ana.evidence(claim, TicketField.assignee)?.intent == .claim)
        #expect(try desk.claim(ticket) == nil, "it is claimed already")
        let assign = try desk.assign(ticket, to: "Ana")
        #expect(try ana.evidence(assign, TicketField.assignee)?.intent == .assign)
        #expect(try desk.claim(ticket) == nil, "a claim says less than the assignment")
        let release = try desk.release(ticket)
        #expect(try ana.evidence(release, TicketField.assignee)?.intent == .release)
        #expect(try desk.ticket(ticket).ticket.assignee == nil)
    }

    @Test func `adding to a description is an append, rewriting it is not`() throws {
        var draft = TicketDraft(title: "Printer is down")
        draft.description = "Since this morning."
        let ticket = try desk.createTicket(draft)
        var edit = TicketEdit()
        edit.append = "Toner is empty."
        let append = try desk.edit(ticket, edit)
        #expect(
            try desk.ticket(ticket).ticket.description == "Since this morning.\nToner is empty.")
        #expect(try ana.evidence(append, TicketField.description)?.appended != nil)
        edit = TicketEdit()
        edit.description = "All well."
        let rewrite = try desk.edit(ticket, edit)
        #expect(try ana.evidence(rewrite, TicketField.description)?.appended == nil)
        edit.append = "And more."
        #expect(throws: DeskError.self) { try desk.edit(ticket, edit) }
    }

    @Test func `contact and organization are written as one value`() throws {
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(NamedDraft("Umbra"), to: .organization)
        try desk.add(NamedDraft("Bo", organization: "Acme"), to: .contact)
        let ticket = try ticket()
        var edit = TicketEdit()
        edit.contact = .set("Bo")
        #expect(try ana.fields(of: desk.edit(ticket, edit)) == ["client"])
        edit = TicketEdit()
        edit.organization = .set("Umbra")
        try desk.edit(ticket, edit)
        var shown = try desk.ticket(ticket).ticket
        #expect([shown.contact, shown.organization] == ["Bo", "Umbra"])
        edit = TicketEdit()
        edit.contact = .clear
        try desk.edit(ticket, edit)
        shown = try desk.ticket(ticket).ticket
        #expect([shown.contact, shown.organization] == [nil, "Umbra"])
    }

    @Test func `an action may count as done at another time`() throws {
        let ticket = try desk.acting(at: 1_456_708_980_000).createTicket(TicketDraft(title: "Old"))
        #expect(try desk.ticket(ticket).ticket.createdAt.description == "2016-02-29T01:23:00.000Z")
    }

    @Test(arguments: ["", "  \n"]) func `an empty title is refused`(title: String) throws {
        let error = #expect(throws: DeskError.self) { try self.ticket(title) }
        #expect(error?.code == .badValue)
        let ticket = try ticket()
        var edit = TicketEdit()
        edit.title = title
        #expect(throws: DeskError.self) { try desk.edit(ticket, edit) }
    }

    @Test func `texts and numbers out of bounds are refused and nothing is saved`() throws {
        let before = try desk.unsent().count
        #expect(throws: DeskError.self) { try self.ticket(String(repeating: "x", count: 1_001)) }
        var draft = TicketDraft(title: "Long")
        draft.description = String(repeating: "x", count: Limits.maximumTextBytes + 1)
        #expect(throws: DeskError.self) { try desk.createTicket(draft) }
        draft = TicketDraft(title: "Slow")
        draft.estimate = -1
        #expect(throws: DeskError.self) { try desk.createTicket(draft) }
        #expect(try desk.unsent().count == before)
    }

    @Test func `an unknown ticket is named in the error`() throws {
        let error = #expect(throws: DeskError.self) { try desk.claim(RowID(.hub, 77)) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("1-77") == true)
        #expect(throws: DeskError.self) { try desk.ticketID("banana") }
        #expect(throws: DeskError.self) { try desk.ticketID("1-77") }
        let ticket = try ticket()
        #expect(try desk.ticketID(ticket.description) == ticket)
    }
}
