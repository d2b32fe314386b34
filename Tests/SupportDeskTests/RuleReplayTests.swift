// Rules as data: printed, read back, and tried over the history before anybody adopts them.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct RuleReplayTests {
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
        var edit = TicketEdit()
        edit.priority = .urgent
        try ana.desk.edit(ticket, edit)
        office.clock.advance(minutes: 1)
        edit.priority = .low
        try bo.desk.edit(ticket, edit)
        for laptop in [ana, bo, ana] { try laptop.sync() }
    }

    private func replay(_ fields: String) throws -> RuleReplay {
        let text = #"{"rulesVersion": 2, "fields": {\#(fields)}}"#
        return try ana.desk.replay(RuleSet(json: text))
    }

    @Test func `another rule says what it would have decided, and that it stands`() throws {
        let replay = try replay(#""ticket.priority": {"rule": "latest", "grade": "review"}"#)
        #expect(replay.proposedVersion == 2)
        #expect(replay.mergePoints == 1)
        let decision = try #require(replay.decisions.first)
        #expect(replay.decisions.count == 1)
        #expect(decision.ticket == ticket)
        #expect(decision.field == "priority")
        #expect(decision.values == ["urgent", "low"])
        #expect(decision.present.shown == "urgent")
        #expect(decision.present.rule == "most-of-order")
        #expect(decision.proposed.shown == "low")
        #expect(decision.proposed.grade == .review)
        #expect(decision.stands)
        #expect(replay.reviews == RuleReplay.Tally(present: 0, proposed: 1))
        #expect(replay.notices == RuleReplay.Tally(present: 1, proposed: 0))
        #expect(replay.json["standing"] == 1)
    }

    @Test func `a difference that somebody settled is told and does not stand`() throws {
        try ana.desk.keep(FieldPath("priority", of: ticket, in: TicketSchema.schema))
        try ana.sync()
        let replay = try replay(#""ticket.priority": {"rule": "latest"}"#)
        #expect(replay.decisions.map(\.stands) == [false])
    }

    @Test func `what is not sent yet is not replayed, and nothing is written`() throws {
        var edit = TicketEdit()
        edit.title = "Waiting"
        try ana.desk.edit(ticket, edit)
        let before = try ana.desk.store.digest()
        let units = try replay(#""ticket.title": {"rule": "written-once"}"#).units
        #expect(units == 5)
        #expect(try ana.desk.store.digest() == before)
        #expect(try ana.desk.unsent().count == 1)
    }

    @Test func `the rules as printed are a file, and decide nothing differently`() throws {
        let printed = RuleSet.json()
        #expect(printed["rulesVersion"] == .integer(Int64(TicketSchema.schema.rulesVersion)))
        let rules = try RuleSet(json: printed.text(indented: true))
        let replay = try ana.desk.replay(rules)
        #expect(replay.decisions.isEmpty)
        #expect(replay.mergePoints > 0)
        #expect(printed["fields"]?["ticket.priority"]?["status"] == "status")
        #expect(printed["fields"]?["ticket.shared"]?["audience"] == "client")
        #expect(printed["fields"]?["comment.body"]?["grade"] == "review")
    }

    @Test(arguments: [
        "", "[]", #"{"rulesVersion": 2}"#, #"{"rulesVersion": "2", "fields": {}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.colour": {"rule": "latest"}}}"#,
        #"{"rulesVersion": 2, "fields": {"priority": {"rule": "latest"}}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.title": {"rule": "loudest"}}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.title": {"rule": "latest", "grade": "loud"}}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.title": {"rule": "latest", "edits": ["x"]}}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.shared": {"rule": "seen-or-said"}}}"#,
        #"{"rulesVersion": 2, "fields": {"ticket.status": {"rule": "stage-cycle"}}}"#,
        #"{"rulesVersion":2, "fields": {"comment.deleted": {"rule": "any-true", "edits": ["x"]}}}"#,
    ])
    func `a file that says something else is refused with the reason`(text: String) throws {
        let error = #expect(throws: DeskError.self) { try RuleSet(json: text) }
        #expect(error?.code == .badFile)
        #expect(error?.message.isEmpty == false)
    }
}
