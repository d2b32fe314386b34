// Taking an edit back: one unit that restores what stood there, and overrides nobody.

import LocalStore
import SyncEngine
import Testing

@testable import SupportDesk

@Suite struct TakingBackTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let tickets: [RowID]

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        try ana.sync()
        try ana.desk.add(NamedDraft("Works"), to: .organization)
        try ana.desk.add(NamedDraft("Kim", organization: "Works"), to: .contact)
        var drafts = [TicketDraft(title: "Pump"), TicketDraft(title: "Valve")]
        drafts[0].priority = .low
        drafts[0].assignee = Reference(bo.desk.me)
        drafts[1].status = .resolved
        tickets = try drafts.map(ana.desk.createTicket)
        try meet()
    }

    private func meet() throws {
        for laptop in [ana, bo, ana, bo] { try laptop.sync() }
        #expect(try ana.desk.store.digest() == bo.desk.store.digest())
        office.clock.advance(minutes: 1)
    }

    private static let change: TicketEdit = {
        var edit = TicketEdit()
        edit.priority = .urgent
        edit.status = .inProgress
        edit.assignee = .clear
        edit.contact = .set("Kim")
        return edit
    }()

    private func shown(_ laptop: Laptop) throws -> [[String?]] {
        try tickets.map {
            let ticket = try laptop.desk.ticket($0).ticket
            return [
                ticket.priority, ticket.status, ticket.assignee, ticket.contact,
                ticket.organization,
            ]
        }
    }

    @Test func `an edit of several tickets is taken back whole, as one unit`() throws {
        let before = try shown(ana)
        let dot = try #require(try ana.desk.edit(tickets, Self.change))
        #expect(try shown(ana) != before)
        let unsent = try ana.desk.unsent().count
        let back = try ana.desk.takeBack(dot)
        #expect(back.restored == tickets.sorted() && back.kept.isEmpty)
        #expect(try shown(ana) == before)
        #expect(try ana.desk.unsent().count == unsent + 1)
        try meet()
        #expect(try shown(bo) == before)
        #expect(try ana.desk.conflicts().isEmpty)
    }

    @Test func `what somebody wrote since stays and is named, the rest comes back`() throws {
        let dot = try #require(try ana.desk.edit(tickets, Self.change))
        try meet()
        var other = TicketEdit()
        other.priority = .normal
        try bo.desk.edit(tickets[0], other)
        try meet()
        let back = try ana.desk.takeBack(dot)
        #expect(
            back.kept == [TakenBack.Kept(ticket: tickets[0], field: "priority", member: "Bo")])
        #expect(back.restored == tickets.sorted())
        let ticket = try ana.desk.ticket(tickets[0]).ticket
        #expect(ticket.priority == "normal" && ticket.status == "open")
        #expect(ticket.assignee == "Bo")
    }

    @Test func `where values stand beside each other, nothing is taken back`() throws {
        let dot = try #require(try ana.desk.edit(tickets, Self.change))
        var other = TicketEdit()
        other.priority = .high
        try bo.desk.edit(tickets[1], other)
        try meet()
        let siblings = try ana.desk.explain(tickets[1], "priority").siblings.count
        #expect(siblings == 2)
        let back = try ana.desk.takeBack(dot)
        #expect(back.kept.map(\.field) == ["priority"] && back.kept.map(\.member) == ["Bo"])
        #expect(try ana.desk.explain(tickets[1], "priority").siblings.count == 2)
    }

    @Test func `taking back twice changes nothing the second time`() throws {
        let dot = try #require(try ana.desk.edit(tickets, Self.change))
        _ = try ana.desk.takeBack(dot)
        let unsent = try ana.desk.unsent().count
        let again = try ana.desk.takeBack(dot)
        #expect(again.restored.isEmpty && again.kept.count == 7)
        #expect(again.kept.allSatisfy { $0.member == "Ana" })
        #expect(try ana.desk.unsent().count == unsent)
    }

    @Test func `hiding is not taken back, since that would show the ticket to a client`() throws {
        let seen = try ana.desk.selection(tickets).seen
        let shared = try #require(try ana.desk.setShared(tickets, true, seen: [seen]))
        let after = try ana.desk.selection(tickets).seen
        let hidden = try #require(try ana.desk.setShared(tickets, false, seen: [after]))
        #expect(try ana.desk.takeBack(hidden).kept.map(\.field) == ["shared", "shared"])
        #expect(try ana.desk.ticket(tickets[0]).ticket.isShared == false)
        _ = shared
        let again = try ana.desk.selection(tickets).seen
        let once = try #require(try ana.desk.setShared(tickets, true, seen: [again]))
        #expect(try ana.desk.takeBack(once).kept.isEmpty)
        #expect(try ana.desk.ticket(tickets[0]).ticket.isShared == false)
    }

    @Test func `only edits of tickets that were made here can be taken back`() throws {
        let edit = try #require(try bo.desk.edit(tickets, Self.change))
        let made = try ana.desk.createTicket(TicketDraft(title: "Gate"))
        try meet()
        let creation = try #require(try ana.desk.history(made).first?.dot)
        for dot in [edit, creation] {
            #expect(throws: DeskError.self) { try ana.desk.takeBack(dot) }
        }
    }
}
