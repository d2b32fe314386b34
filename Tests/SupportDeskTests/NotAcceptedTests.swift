// Work that the hub did not take: every piece is accounted for, and comes back whole.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct NotAcceptedTests {
    let office: Office
    let ana: Laptop
    let fay: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        fay = try office.laptop(of: "Fay", role: .admin)
        ticket = try ana.desk.createTicket(TicketDraft(title: "Printer is down"))
        try ana.sync()
        try fay.sync()
    }

    private var fayRow: RowID { fay.desk.me }

    /// The counters of Fay's units that the hub has taken.
    private func accepted(on laptop: Laptop) throws -> Set<UInt64> {
        let ordinal = fay.desk.store.identity.ordinal
        let entries = try laptop.desk.store.read { try $0.confirmed(after: 0, limit: 10_000) }
        return Set(entries.map(\.dot).filter { $0.ordinal == ordinal }.map(\.counter))
    }

    /// Categories (admins only), tickets in them, comments, and edits of one ticket: one unit each.
    private func workOffline(edits: Int) throws {
        var edit = TicketEdit()
        for index in 0..<edits {
            office.clock.advance(minutes: 1)
            switch index % 4 {
            case 0: try fay.desk.add(NamedDraft("Category \(index)"), to: .category)
            case 1:
                var draft = TicketDraft(title: "Ticket \(index)")
                if index % 8 == 1 { draft.category = Reference("Category \(index - 1)") }
                try fay.desk.createTicket(draft)
            case 2: try fay.desk.comment(on: ticket, "Comment \(index)", .internal)
            default:
                edit.title = "Title \(index)"
                try fay.desk.edit(ticket, edit)
            }
        }
    }

    @Test func `200 offline edits of a member demoted meanwhile: none is lost`() throws {
        try workOffline(edits: 200)
        try office.setRole(of: fayRow, to: .member)
        try fay.sync()
        try ana.sync()
        let taken = try accepted(on: ana)
        let aside = try fay.desk.setAside()
        #expect(taken.count + aside.count == 200)
        #expect(taken.union(aside.map(\.dot.counter)) == Set(1...200))
        // 50 categories, and the 25 tickets that name one of them.
        #expect(aside.count(where: { $0.setAside?.code == "not_allowed" }) == 50)
        #expect(aside.count(where: { $0.setAside?.code == "builds_on_refused" }) == 25)
        #expect(try fay.desk.unsent().isEmpty)
        #expect(try ana.desk.store.digest() == fay.desk.store.digest())
        #expect(try ana.desk.ticket(ticket).ticket.title == "Title 199")
    }

    @Test func `what was not accepted comes back whole once the right is there`() throws {
        try workOffline(edits: 200)
        let acted = try fay.desk.unsent().map(\.actedAt)
        try office.setRole(of: fayRow, to: .member)
        try fay.sync()
        let aside = try fay.desk.setAside()
        try office.setRole(of: fayRow, to: .admin)
        office.clock.advance(minutes: 600)
        // The categories alone are named; the tickets that need them come along.
        let refused = aside.filter { $0.setAside?.kind == "refused" }.map(\.dot)
        #expect(try fay.desk.setAsideGroup(refused, forRetry: true).map(\.dot) == aside.map(\.dot))
        #expect(try fay.desk.retry(refused).map(\.was) == aside.map(\.dot))
        try fay.sync()
        try ana.sync()
        #expect(try fay.desk.setAside().isEmpty)
        #expect(try fay.desk.settledSetAside().allSatisfy { $0.setAside?.state == "retried" })
        #expect(try ana.desk.list(.category).count == 50)
        #expect(try ana.desk.ticketList(TicketFilter()).count == 51)
        let times = try ana.desk.store.read { try $0.confirmed(after: 0, limit: 10_000) }
            .filter { $0.dot.ordinal == fay.desk.store.identity.ordinal }
            .map { Moment(milliseconds: $0.unit.stamp.milliseconds) }
        #expect(Set(times) == Set(acted))
        #expect(try ana.desk.store.digest() == fay.desk.store.digest())
        #expect(try office.chainHeads().count == 50 + 51 + 4)
    }

    @Test func `what is given up keeps its text and its reason, and others are not touched`() throws
    {
        try workOffline(edits: 8)
        try office.setRole(of: fayRow, to: .member)
        try fay.sync()
        let first = try #require(try fay.desk.setAside().first)
        #expect(try fay.desk.discard([first.dot]).count == 2)
        #expect(try fay.desk.setAside().count == 1)
        let kept = try #require(try fay.desk.settledSetAside().first)
        #expect(kept.changes.map(\.to) == ["Category 0"])
        #expect(kept.setAside?.state == "discarded")
        #expect(kept.json["state"] == "discarded")
        #expect(kept.json["code"] == "not_allowed")
    }
}
