// History and explanations: told by the units, with who, where, from what, to what, and why.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct HistoryTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        ticket = try ana.desk.createTicket(TicketDraft(title: "Printer is down"))
        try ana.sync()
        try bo.sync()
        office.clock.advance(minutes: 10)
    }

    private func changes(_ laptop: Laptop, _ field: String) throws -> [ChangeRecord] {
        try laptop.desk.history(ticket).filter { $0.field == field && !$0.isCreation }
    }

    @Test func `a change says who, on which laptop, from what, to what, and when`() throws {
        try bo.desk.setStatus(ticket, .inProgress)
        let waiting = try #require(try changes(bo, "status").first)
        #expect(waiting.receivedAt == nil)
        office.clock.advance(minutes: 30)
        try bo.sync()
        try ana.sync()
        let change = try #require(try changes(ana, "status").first)
        #expect(change.member == "Bo")
        #expect(change.device == "Bo's laptop")
        #expect(change.from == ["open"])
        #expect(change.to == "in_progress")
        #expect(change.actedAt.description == "2026-11-20T09:10:00.000Z")
        #expect(change.receivedAt?.description == "2026-11-20T09:40:00.000Z")
        #expect(change.standing == .current)
        #expect(!change.wasConcurrent)
    }

    @Test func `steps made offline are all there, each from the one before`() throws {
        for status in [Status.inProgress, .resolved, .closed] {
            try bo.desk.setStatus(ticket, status)
        }
        try bo.sync()
        try ana.sync()
        let steps = try changes(ana, "status")
        #expect(steps.map(\.from) == [["open"], ["in_progress"], ["resolved"]])
        #expect(steps.map(\.to) == ["in_progress", "resolved", "closed"])
        #expect(steps.map(\.standing) == [.superseded, .superseded, .current])
    }

    @Test func `from is what the writer replaced, not what this laptop showed before`() throws {
        var edit = TicketEdit()
        edit.title = "Ana's title"
        try ana.desk.edit(ticket, edit)
        try ana.sync()
        edit.title = "Bo's title"
        try bo.desk.edit(ticket, edit)
        try bo.sync()
        try ana.sync()
        let titles = try changes(ana, "title")
        #expect(titles.map(\.from) == [["Printer is down"], ["Printer is down"]])
        #expect(titles.map(\.wasConcurrent) == [false, true])
        #expect(Set(titles.map(\.standing)) == [.current, .overruled])
    }

    @Test func `settling a conflict is from all the values that it settled`() throws {
        try conflict()
        try ana.desk.keep(FieldPath("priority", of: ticket, in: TicketSchema.schema))
        let last = try #require(try changes(ana, "priority").last)
        #expect(Set(last.from) == ["urgent", "low"])
        #expect(last.to == "urgent")
    }

    /// Ana sets urgent, Bo low, apart; both know it afterwards.
    private func conflict() throws {
        var edit = TicketEdit()
        edit.priority = .urgent
        try ana.desk.edit(ticket, edit)
        edit.priority = .low
        try bo.desk.edit(ticket, edit)
        try ana.sync()
        try bo.sync()
        try ana.sync()
    }

    @Test func `a conflict is listed on both laptops with its values and the reason`() throws {
        try conflict()
        for laptop in [ana, bo] {
            let item = try #require(try laptop.desk.conflicts().first)
            #expect(item.ticket == ticket)
            #expect(item.field == "priority")
            #expect(item.grade == .notice)
            #expect(item.rule == "most-of-order")
            #expect(item.shown == "urgent")
            #expect(item.why == "Set apart; the most pressing value is used.")
            #expect(item.siblings.map(\.value) == ["urgent", "low"])
            #expect(item.siblings.map(\.member) == ["Ana", "Bo"])
            #expect(item.siblings.allSatisfy { $0.receivedAt != nil })
        }
        #expect(try ana.desk.conflicts(minimum: .review).isEmpty)
        #expect(try ana.desk.ticket(ticket).ticket.conflicts == ["priority"])
    }

    @Test func `explain gives siblings, vectors, rule, outcome and the sentence`() throws {
        try conflict()
        let explanation = try ana.desk.explain(ticket, "priority")
        #expect(explanation.rule == "most-of-order")
        #expect(explanation.shown == "urgent")
        #expect(explanation.winner == explanation.siblings[0].sibling.dot)
        #expect(explanation.vector[ana.desk.store.identity.ordinal] == 2)
        #expect(explanation.vector[bo.desk.store.identity.ordinal] == 1)
        #expect(explanation.siblings[0].seen != nil, "a raise to urgent records what was seen")
        let quiet = try ana.desk.explain(ticket, "title")
        #expect(quiet.grade == .none)
        #expect(quiet.why == "One value stands: nobody wrote another without having seen it.")
        #expect(try ana.desk.explain(ticket, "estimate").why == "Nobody ever wrote it.")
        let error = #expect(throws: DeskError.self) { try ana.desk.explain(ticket, "colour") }
        #expect(error?.hint.contains("priority") == true)
    }

    @Test func `a claim says its intent`() throws {
        try ana.desk.claim(ticket)
        #expect(try ana.desk.explain(ticket, "assignee").siblings[0].intent == "claim")
    }

    @Test func `keep, use and set leave one value, on the other laptop too`() throws {
        try conflict()
        let path = try FieldPath("priority", of: ticket, in: TicketSchema.schema)
        let low = try #require(try ana.desk.conflicts().first?.siblings.last)
        try ana.desk.use(low.dot, in: path)
        #expect(try ana.desk.ticket(ticket).ticket.priority == "low")
        #expect(try ana.desk.conflicts().isEmpty)
        #expect(throws: DeskError.self) { try ana.desk.keep(path) }
        try ana.sync()
        try bo.sync()
        #expect(try bo.desk.conflicts().isEmpty)
        #expect(try bo.desk.ticket(ticket).ticket.priority == "low")
        try bo.desk.settle(path, with: "high")
        #expect(try bo.desk.ticket(ticket).ticket.priority == "high")
        #expect(throws: DeskError.self) { try bo.desk.settle(path, with: "purple") }
        #expect(throws: DeskError.self) { try bo.desk.use(low.dot, in: path) }
    }

    @Test func `a settling value is written as the field's own option takes it`() throws {
        let desk = ana.desk
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(NamedDraft("Cleo"), to: .contact)
        func settle(_ field: String, _ text: String) throws -> TicketRecord {
            let path = try FieldPath(field, of: ticket, in: TicketSchema.schema)
            try desk.settle(path, with: text)
            return try desk.ticket(ticket).ticket
        }
        #expect(try settle("assignee", "bo").assignee == "Bo")
        #expect(try desk.explain(ticket, "assignee").siblings[0].intent == "assign")
        #expect(try settle("assignee", "none").assignee == nil)
        #expect(try settle("client", "Cleo/Acme").organization == "Acme")
        #expect(try settle("contact", "/Acme").contact == nil)
        #expect(try settle("client", "none").organization == nil)
        #expect(try settle("estimate", "2h30").estimate == 150)
        #expect(try settle("estimate", "none").estimate == nil)
        #expect(try settle("status", "closed").status == "closed")
        #expect(try !settle("shared", "no").isShared)
        #expect(try settle("title", "Settled").title == "Settled")
        for (field, text) in [
            ("shared", "maybe"), ("status", "gone"), ("title", " "), ("external_id", "x"),
            ("estimate", "long"), ("assignee", "Nobody"),
        ] { #expect(throws: DeskError.self) { try settle(field, text) } }
    }

    @Test func `settled differently on two laptops, the two choices alone stand`() throws {
        try conflict()
        let path = try FieldPath("priority", of: ticket, in: TicketSchema.schema)
        try ana.desk.settle(path, with: "normal")
        try bo.desk.settle(path, with: "high")
        try ana.sync()
        try bo.sync()
        try ana.sync()
        #expect(Set(try ana.desk.conflicts()[0].siblings.map(\.value)) == ["normal", "high"])
    }

    @Test func `a field of what belongs to a ticket has its own spelling`() throws {
        let comment = try ana.desk.comment(on: ticket, "Check the fuse.", .internal)
        let spelled = "comment/\(comment)/body"
        #expect(try ana.desk.explain(ticket, spelled).shown == "Check the fuse.")
        #expect(try ana.desk.history(ticket).map(\.field).contains(spelled))
        for wrong in ["comment/body", "cat/1-1/body", "comment/x/body", ""] {
            #expect(throws: DeskError.self) { try ana.desk.explain(ticket, wrong) }
        }
    }

    @Test func `what waits is listed until the hub has it, what was refused stays with its reason`()
        throws
    {
        try ana.desk.claim(ticket)
        #expect(try ana.desk.unsent().map(\.tickets) == [[ticket]])
        try ana.sync()
        #expect(try ana.desk.unsent().isEmpty)
        let eve = try office.laptop(of: "Eve", role: .member)
        _ = try eve.desk.store.write {
            try $0.create(TicketSchema.category, [NamedField.name: .text("Mine")])
        }
        try eve.sync()
        let refused = try #require(try eve.desk.setAside().first)
        #expect(refused.setAside?.kind == "refused")
        #expect(refused.setAside?.code == "not_allowed")
        #expect(refused.changes.map(\.to) == ["Mine"])
        #expect(try eve.desk.list(.category).isEmpty)
    }
}
