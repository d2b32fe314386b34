// From when to when the client could read what: told by the hub's history, on any laptop.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct VisibilityTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        try ana.desk.add(NamedDraft("Pumps"), to: .organization)
        try ana.desk.add(NamedDraft("Ada", organization: "Pumps"), to: .contact)
        try ana.desk.add(NamedDraft("Cem"), to: .contact)
        var draft = TicketDraft(title: "The pump drips")
        draft.contact = "Ada"
        ticket = try ana.desk.createTicket(draft)
        try meet()
    }

    /// Ten minutes later everybody sends and fetches.
    private func meet() throws {
        office.clock.advance(minutes: 10)
        for laptop in [ana, bo, ana] { try laptop.sync() }
    }

    /// `ticket 09:20-09:40 The pump drips`; both laptops must tell the same.
    private func periods(to contact: Reference? = nil) throws -> [String] {
        let told = try [ana, bo].map { laptop in
            try laptop.desk.visibility(
                ticket, to: try contact.map { try laptop.desk.contactID($0) })
        }
        #expect(told[0] == told[1])
        return told[0].map { period in
            let shown = ["title", "body", "name"].compactMap { period.shown[$0]?.string }
            let kind = "\(period.item)".prefix { $0 != "/" }
            return "\(kind) \(clock(period.from))-\(period.until.map(clock) ?? "") \(shown[0])"
        }
    }

    private func clock(_ edge: VisibilityPeriod.Edge) -> String {
        String(edge.at.description.dropFirst(11).prefix(5))
    }

    @Test func `what was never shared has no period`() throws {
        try ana.desk.comment(on: ticket, "Not yet theirs.", .toClient)
        try meet()
        #expect(try periods() == [])
    }

    @Test func `sharing begins a period and unsharing ends it, by the hub's clock`() throws {
        try bo.desk.share(ticket)  // acted at 9:10, received at 9:20
        #expect(try bo.desk.visibility(ticket) == [], "the hub has not heard of it")
        try meet()
        try ana.desk.unshare(ticket)
        try meet()
        try ana.desk.share(ticket)
        try meet()
        #expect(
            try periods() == ["ticket 09:20-09:30 The pump drips", "ticket 09:40- The pump drips"])
        let first = try #require(try ana.desk.visibility(ticket).first)
        #expect(first.from.member == "Bo")
        #expect(first.until?.member == "Ana")
        #expect(first.audience.contact == "Ada")
    }

    @Test func `a comment has periods of its own, within those of its ticket`() throws {
        try ana.desk.share(ticket)
        let comment = try ana.desk.comment(on: ticket, "On Tuesday.", .toClient)
        try ana.desk.comment(on: ticket, "They pay late.", .internal)
        try meet()
        try ana.desk.editComment(comment, "On Friday.")
        try meet()
        try ana.desk.withdrawComment(comment)
        try meet()
        #expect(
            try periods() == [
                "ticket 09:20- The pump drips", "comment 09:20-09:30 On Tuesday.",
                "comment 09:30-09:40 On Friday.",
            ])
    }

    @Test func `a hold ends the period, and confirming begins another`() throws {
        try ana.desk.share(ticket)
        try meet()
        try bo.desk.unshare(ticket)
        try meet()
        try ana.desk.share(ticket)
        var edit = TicketEdit()
        edit.title = "They never pay"
        try bo.desk.edit(ticket, edit)
        try meet()
        #expect(
            try periods() == [
                "ticket 09:20-09:30 The pump drips", "ticket 09:40-09:40 The pump drips",
            ], "visible between the two arrivals, and not with Bo's words")
        try ana.desk.confirmRelease(ticket)
        try meet()
        #expect(try periods().last == "ticket 09:50- They never pay")
    }

    @Test func `a document is told of with its name and size`() throws {
        try ana.desk.share(ticket)
        let document = try ana.desk.attach(
            DocumentDraft(name: "plan.pdf", content: String(repeating: "a", count: 64), size: 9),
            to: ticket)
        try meet()
        try ana.desk.publishDocument(document)
        try meet()
        #expect(
            try periods() == ["ticket 09:20- The pump drips", "document 09:30- plan.pdf"])
        #expect(try ana.desk.visibility(ticket).last?.shown["size"] == 9)
        #expect(try ana.desk.visibility(ticket).last?.item == .document(document))
    }

    @Test func `a new client begins a new period, and each contact is told their own`() throws {
        try ana.desk.share(ticket)
        try meet()
        var edit = TicketEdit()
        edit.contact = .set("Cem")
        try ana.desk.edit(ticket, edit)
        try meet()
        #expect(try periods(to: "Ada") == ["ticket 09:20-09:30 The pump drips"])
        #expect(try periods(to: "Cem") == ["ticket 09:30- The pump drips"])
        #expect(try ana.desk.visibility(ticket).map(\.audience.contact) == ["Ada", "Cem"])
    }

    @Test func `a colleague reads for the organization that they had at the time`() throws {
        var edit = TicketEdit()
        edit.contact = .clear
        edit.organization = .set("Pumps")
        try ana.desk.edit(ticket, edit)
        try ana.desk.share(ticket)
        try meet()
        let cem = try ana.desk.contactID("Cem")
        let pumps = try ana.desk.store.read { reader in
            try reader.select("SELECT id FROM organization WHERE name = 'Pumps'")
        }
        let organization = try #require(pumps.first?["id"])
        let key = RowKey(TicketSchema.contact, cem)
        _ = try ana.desk.store.write {
            try $0.set(key, ContactField.organization, organization)
        }
        try meet()
        _ = try ana.desk.store.write { try $0.set(key, ContactField.organization, .null) }
        try meet()
        #expect(try periods(to: "Cem") == ["ticket 09:30-09:40 The pump drips"])
        #expect(try periods(to: "Ada") == ["ticket 09:20- The pump drips"])
        #expect(try periods() == ["ticket 09:20- The pump drips"])
    }

    @Test func `a day overlaps what was visible at any moment of it`() throws {
        try ana.desk.share(ticket)
        try meet()
        office.clock.advance(minutes: 24 * 60)
        try ana.desk.unshare(ticket)
        try meet()
        let period = try #require(try ana.desk.visibility(ticket).first)
        let days = ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"].map { day in
            CalendarDay(day).map { period.overlaps($0) }
        }
        #expect(days == [false, true, true, false])
    }

    @Test func `at every moment the periods are what the client was answered`() throws {
        let ada = try ana.desk.contactID("Ada")
        try ana.desk.share(ticket)
        let comment = try ana.desk.comment(on: ticket, "On Tuesday.", .toClient)
        let acts: [(Desk) throws -> Void] = [
            { try $0.setStatus(ticket, .resolved) }, { try $0.withdrawComment(comment) },
            { try $0.unshare(ticket) }, { try $0.share(ticket) },
            { try $0.publishComment(comment) }, { try $0.deleteComment(comment) },
        ]
        for act in acts {
            try meet()
            let now = try ana.desk.visibility(ticket, to: ada).filter { $0.until == nil }
            let seen = try? ana.desk.ticket(ticket, as: ada)
            #expect(now.count == seen.map { 1 + $0.comments.count } ?? 0)
            let ticket = now.first { $0.item == .ticket }
            #expect(ticket?.shown["status"]?.string == seen?.status?.name)
            try act(ana.desk)
        }
    }
}
