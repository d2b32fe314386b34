// The JSON that scripts rely on: keys and forms of every record.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct RecordTests {
    let office: Office
    let desk: Desk
    let ticket: RowID

    init() throws {
        office = try Office()
        let ana = try office.laptop(of: "Ana")
        desk = ana.desk
        var draft = TicketDraft(title: "Printer is down")
        draft.estimate = 90
        draft.assignee = "me"
        ticket = try desk.createTicket(draft)
        try desk.comment(on: ticket, "Check the fuse.", .internal)
        try desk.logTime(on: ticket, minutes: 45, day: CalendarDay("2026-11-20")!)
    }

    private func keys(_ value: JSONValue?) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.map(\.key)
    }

    @Test func `a ticket's page has the keys of the contract`() throws {
        let json = try desk.ticket(ticket).json
        #expect(
            keys(json) == [
                "id", "title", "description", "status", "priority", "type", "category", "assignee",
                "contact", "organization", "project", "estimate", "logged", "shared", "held",
                "created_at", "created_by", "updated_at", "unsent", "documents_pending",
                "conflicts", "attention", "comments", "time", "documents", "keeps_documents",
                "fields", "ids", "seen",
            ])
        #expect(json["id"] == .string(ticket.description))
        #expect(json["estimate"] == 90)
        #expect(json["logged"] == 45)
        #expect(json["assignee"] == "Ana")
        #expect(json["category"] == .null)
        #expect(json["created_at"] == "2026-11-20T09:00:00.000Z")
        #expect(json["conflicts"] == [])
        #expect(
            keys(json["comments"]?.array?.first) == [
                "id", "author", "body", "audience", "held", "deleted", "created_at", "unsent",
            ])
        #expect(json["comments"]?.array?.first?["audience"] == "internal")
        #expect(json["time"]?.array?.first?["minutes"] == 45)
        #expect(json["time"]?.array?.first?["day"] == "2026-11-20")
    }

    @Test func `a line of the list has the page's keys without what belongs to the ticket`() throws
    {
        let json = try desk.ticketList()[0].json
        #expect(
            keys(json) == [
                "id", "title", "status", "priority", "type", "category", "assignee", "contact",
                "organization", "project", "estimate", "logged", "shared", "held", "created_at",
                "created_by", "updated_at", "unsent", "documents_pending", "conflicts",
            ])
    }

    @Test func `a conflict has the keys of the contract`() throws {
        let screen = try desk.store.read {
            try $0.renderedTree(RowKey(TicketSchema.ticket, ticket))
        }
        var edit = TicketEdit()
        edit.title = "One"
        try desk.edit(ticket, edit, seen: screen)
        edit.title = "Two"
        try desk.edit(ticket, edit, seen: screen)
        let json = try desk.conflicts()[0].json
        #expect(
            keys(json) == [
                "ticket", "field", "grade", "rule", "shown", "siblings", "held", "why", "seen",
                "title",
            ])
        let sibling = json["siblings"]?.array?.first
        #expect(
            keys(sibling) == ["value", "member", "device", "acted_at", "received_at", "dot"])
        #expect(sibling?["received_at"] == .null)
        #expect(sibling?["device"] == "Ana's laptop")
        #expect(
            keys(try desk.explain(ticket, "title").json) == [
                "ticket", "field", "rule", "shown", "winner", "grade", "held", "why", "vector",
                "siblings",
            ])
    }

    @Test func `a line of history has who, device, field, from, to and both times`() throws {
        try desk.setStatus(ticket, .closed)
        let json = try #require(try desk.history(ticket).last?.json)
        #expect(
            keys(json) == [
                "who", "device", "role", "field", "from", "to", "acted_at", "received_at",
                "created", "merged", "standing", "rule", "dot", "offline", "overruled_by",
            ])
        #expect(json["who"] == "Ana")
        #expect(json["from"] == "open")
        #expect(json["to"] == "closed")
        #expect(json["received_at"] == .null)
    }

    @Test func `what waits, members, lists and time are objects with their keys`() throws {
        try desk.add(NamedDraft("Hardware"), to: .category)
        #expect(
            keys(try desk.unsent()[0].json) == ["dot", "acted_at", "tickets", "changes", "bytes"])
        #expect(
            keys(try desk.members()[0].json) == [
                "id", "name", "role", "active", "devices", "capacity",
            ])
        #expect(
            keys(try desk.list(.category)[0].json) == ["id", "name", "archived", "duplicate"])
        #expect(
            try desk.timeTotals(by: .member)[0].json(by: .member).description
                == #"{"member":"Ana","minutes":45,"entries":1}"#)
    }
}
