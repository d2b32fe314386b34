// Attention flags on real laptops: in the ticket, in the list, and gone when their cause is.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct AttentionTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID
    let other: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        ticket = try ana.desk.createTicket(TicketDraft(title: "Printer is down"))
        other = try ana.desk.createTicket(TicketDraft(title: "Nothing the matter"))
        try meet()
    }

    private func meet() throws {
        for laptop in [ana, bo, ana, bo] { try laptop.sync() }
        office.clock.advance(minutes: 1)
    }

    private func edit(_ laptop: Laptop, _ change: (inout TicketEdit) -> Void) throws {
        var edit = TicketEdit()
        change(&edit)
        try laptop.desk.edit(ticket, edit)
    }

    /// What both laptops say of the ticket; its list must say the same.
    private func codes() throws -> [AttentionCode] {
        try meet()
        let codes = try [ana, bo].map { try $0.desk.ticket(ticket).attention.map(\.code) }
        #expect(codes[0] == codes[1])
        for code in AttentionCode.allCases {
            var filter = TicketFilter()
            filter.attention = [code]
            let listed = try ana.desk.ticketList(filter).map(\.id)
            #expect(listed == (codes[0].contains(code) ? [ticket] : []), "\(code)")
        }
        return codes[0]
    }

    @Test func `a comment made apart from the close is late, until the ticket is reopened`() throws
    {
        try ana.desk.comment(on: ticket, "The client waits.", .internal)
        try bo.desk.setStatus(ticket, .closed)
        #expect(try codes() == [.lateActivity])
        let sentence = try ana.desk.ticket(ticket).attention.first?.sentence
        #expect(sentence?.contains("comment") == true)
        try ana.desk.reopen(ticket)
        #expect(try codes() == [])
    }

    @Test func `what was there when it was closed is not late`() throws {
        let day = try #require(CalendarDay("2026-11-20"))
        try ana.desk.comment(on: ticket, "The client waits.", .internal)
        try ana.desk.logTime(on: ticket, minutes: 20, day: day)
        try meet()
        try bo.desk.comment(on: ticket, "Mended.", .internal)
        try bo.desk.setStatus(ticket, .resolved)
        #expect(try codes() == [])
        try ana.desk.setStatus(ticket, .closed)
        #expect(try codes() == [])
    }

    @Test func `what had arrived but was not on the screen is late all the same`() throws {
        let screen = try bo.screen(ticket)
        try ana.desk.comment(on: ticket, "Do not close it!", .internal)
        try meet()
        try bo.desk.setStatus(ticket, .closed, seen: screen)
        #expect(try codes() == [.lateActivity])
    }

    @Test func `begun and given back apart: nobody has it`() throws {
        try ana.desk.assign(ticket, to: "Bo")
        try meet()
        try bo.desk.release(ticket)
        try ana.desk.setStatus(ticket, .inProgress)
        #expect(try codes() == [.noOwner])
        try bo.desk.claim(ticket)
        #expect(try codes() == [])
    }

    @Test func `given to another while its owner resolves it`() throws {
        try ana.desk.assign(ticket, to: "Bo")
        try meet()
        try ana.desk.assign(ticket, to: "Ana")
        try bo.desk.setStatus(ticket, .resolved)
        #expect(try codes() == [.reassignedAndFinished])
        try ana.desk.setStatus(ticket, .closed)
        #expect(try codes() == [], "closed by somebody who knew both")
    }

    @Test func `given to somebody after it was resolved, knowing that`() throws {
        try bo.desk.setStatus(ticket, .resolved)
        try meet()
        try ana.desk.assign(ticket, to: "Bo")
        #expect(try codes() == [])
    }

    @Test func `a member deactivated while a laptop assigns them`() throws {
        try office.deactivate(bo.desk.me)
        try ana.desk.assign(ticket, to: "Bo")
        try ana.sync()
        #expect(try ana.desk.ticket(ticket).attention.map(\.code) == [.ownerDeactivated])
        var filter = TicketFilter()
        filter.attention = [.ownerDeactivated]
        #expect(try ana.desk.ticketList(filter).map(\.id) == [ticket])
    }

    @Test func `a contact of another organization`() throws {
        let pumps = try ana.desk.add(NamedDraft("Pumps"), to: .organization)
        let quarries = try ana.desk.add(NamedDraft("Quarries"), to: .organization)
        let ada = NamedDraft("Ada", organization: Reference(pumps))
        try ana.desk.add(ada, to: .contact)
        try edit(ana) { $0.contact = .set("Ada") }
        #expect(try codes() == [])
        try edit(ana) { $0.organization = .set(Reference(quarries)) }
        #expect(try codes() == [.foreignContact])
    }

    @Test func `held and shared with nobody, until it is confirmed and somebody is named`() throws {
        try ana.desk.share(ticket)
        try edit(bo) { $0.append = "The key is under the mat." }
        #expect(try codes() == [.held, .sharedWithNobody])
        try bo.desk.confirmRelease(ticket)
        #expect(try codes() == [.sharedWithNobody])
        try ana.desk.add(NamedDraft("Pumps"), to: .organization)
        try edit(ana) { $0.organization = .set("Pumps") }
        #expect(try codes() == [])
    }

    @Test func `an archived category, as long as the ticket is not finished`() throws {
        try ana.desk.add(NamedDraft("Old"), to: .category)
        try edit(ana) { $0.category = .set("Old") }
        try ana.desk.archive("Old", in: .category)
        #expect(try codes() == [.archivedCategory])
        try ana.desk.setStatus(ticket, .closed)
        #expect(try codes() == [])
    }

    @Test func `raised to urgent beside a close`() throws {
        try ana.desk.setStatus(ticket, .closed)
        try edit(bo) { $0.priority = .urgent }
        #expect(try codes() == [.urgentAndFinished])
    }

    @Test func `more logged than estimated`() throws {
        let day = try #require(CalendarDay("2026-11-20"))
        try edit(ana) { $0.estimate = .set(60) }
        try ana.desk.logTime(on: ticket, minutes: 40, day: day)
        let second = try bo.desk.logTime(on: ticket, minutes: 30, day: day)
        #expect(try codes() == [.overEstimate])
        try bo.desk.deleteTime(second)
        #expect(try codes() == [])
    }

    @Test func `two who claimed it apart and both worked that day`() throws {
        let day = try #require(CalendarDay("2026-11-20"))
        for laptop in [ana, bo] {
            try laptop.desk.claim(ticket)
            try laptop.desk.logTime(on: ticket, minutes: 40, day: day)
        }
        #expect(try codes() == [.twoClaims])
        try ana.desk.assign(ticket, to: "Bo")
        #expect(try codes() == [])
    }

    @Test func `any of several flags will do in the list`() throws {
        var filter = TicketFilter()
        filter.attention = Set(AttentionCode.allCases)
        #expect(try ana.desk.ticketList(filter).isEmpty)
        try ana.desk.setStatus(other, .inProgress)
        try edit(ana) { $0.estimate = .set(0) }
        let day = try #require(CalendarDay("2026-11-20"))
        try ana.desk.logTime(on: ticket, minutes: 1, day: day)
        #expect(Set(try ana.desk.ticketList(filter).map(\.id)) == [ticket, other])
        filter.status = [.inProgress]
        #expect(try ana.desk.ticketList(filter).map(\.id) == [other])
        let json = try ana.desk.ticket(ticket).json["attention"]?.array
        #expect(json?.compactMap { $0["code"]?.string } == ["over_estimate"])
    }
}
