// Who has how much to do: what is left of estimates, what a week has room for, and what changed.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct WorkloadTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let desk: Desk

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        try ana.sync()
        desk = ana.desk
    }

    private func ticket(
        _ assignee: Reference?, estimate: Int64?, logged: Int64 = 0, _ status: Status = .open
    ) throws {
        var draft = TicketDraft(title: "Work")
        draft.assignee = assignee
        draft.estimate = estimate
        draft.status = status
        let id = try desk.createTicket(draft)
        guard logged > 0, let day = CalendarDay("2026-11-20") else { return }
        try desk.logTime(on: id, minutes: logged, day: day)
    }

    @Test
    func `load is what is left of the estimates of unfinished tickets, each at least nothing`()
        throws
    {
        try ticket("Ana", estimate: 120, logged: 30)
        try ticket("Ana", estimate: 60, logged: 90, .inProgress)
        try ticket("Ana", estimate: nil, logged: 15)
        try ticket("Ana", estimate: 600, .resolved)
        try ticket("Ana", estimate: 600, .closed)
        try ticket(nil, estimate: 45)
        try ticket("Bo", estimate: 100)
        try office.setCapacity(of: desk.me, to: 60)
        try office.deactivate(bo.desk.me)
        try ana.sync()
        let workload = try desk.workload()
        #expect(workload.members.map(\.name) == ["Ana"])
        let share = try #require(workload.members.first)
        #expect(share.pile.load == 90 && share.pile.tickets == 3)
        #expect(share.pile.withoutEstimate == 1)
        #expect(share.capacity == 60 && share.over == 30 && share.under == 0)
        #expect(workload.unassigned.load == 45 && workload.unassigned.tickets == 1)
        #expect(workload.deactivated.map(\.name) == ["Bo"])
        #expect(workload.deactivated[0].pile.load == 100)
        #expect(try desk.workload(of: "Bo").members.isEmpty)
        #expect(try desk.workload(of: "me").members.map(\.name) == ["Ana"])
        #expect(
            workload.json["members"]?.array?[0].description
                == #"{"id":"1-1","member":"Ana","load":90,"tickets":3,"without_estimate":1,"#
                + #""capacity":60,"over":30,"under":0}"#)
    }

    @Test func `a member without a capacity is neither over nor under`() throws {
        try ticket("Bo", estimate: 100)
        let share = try #require(try desk.workload(of: "Bo").members.first)
        #expect(share.capacity == nil && share.over == nil && share.under == nil)
        #expect(share.pile.load == 100)
    }

    @Test func `changes name the tickets that this laptop and others touched, and the lists`()
        throws
    {
        try ticket(nil, estimate: 45)
        try ana.sync()
        try bo.sync()
        let mark = try desk.mark()
        #expect(try desk.changes(since: mark).changes.isEmpty)
        let id = try #require(try desk.ticketList().first?.id)
        try bo.desk.comment(on: id, "Hello", .internal)
        try bo.sync()
        try ana.sync()
        let other = try desk.changes(since: mark)
        #expect(other.changes.tickets == [id] && !other.changes.hasLists)
        try desk.setStatus(id, .closed)
        let own = try desk.changes(since: other.mark)
        #expect(own.changes.tickets == [id])
        // That it was sent changes its mark on the screen, too.
        try ana.sync()
        let sent = try desk.changes(since: own.mark)
        #expect(sent.changes.tickets == [id])
        try bo.desk.add(NamedDraft("Hardware"), to: .category)
        try bo.sync()
        try ana.sync()
        let list = try desk.changes(since: sent.mark)
        #expect(list.changes.tickets == [] && list.changes.hasLists)
        #expect(try desk.changes(since: nil).changes.tickets == nil)
    }

    @Test func `a cache gives what reading everything gives, after every kind of change`() throws {
        let cached = Desk(desk.store, cache: DeskCache())
        var filters: [TicketFilter] = []
        for key in [TicketFilter.Sort.Key.updated, .created] {
            var filter = TicketFilter()
            filter.sort = TicketFilter.Sort(key, isDescending: true)
            filters.append(filter)
            filter.attention = Set(AttentionCode.allCases)
            filters.append(filter)
            filter.attention = []
            filter.onlyUnsent = true
            filters.append(filter)
        }
        func isEqual() throws -> Bool {
            try filters.allSatisfy { try cached.ticketList($0) == desk.ticketList($0) }
        }
        #expect(try isEqual())
        for _ in 0..<3 { try ticket("Bo", estimate: 5, logged: 10, .inProgress) }
        #expect(try isEqual())
        let first = try #require(try desk.ticketList().last?.id)
        office.clock.advance(minutes: 1)
        try desk.release(first)
        #expect(try isEqual())
        try ana.sync()
        #expect(try isEqual())
        try bo.sync()
        try bo.desk.setStatus(first, .resolved)
        try bo.sync()
        try desk.comment(on: first, "Late", .internal)
        try ana.sync()
        #expect(try isEqual())
        try office.deactivate(bo.desk.me)
        try ana.sync()
        #expect(try isEqual())
        #expect(try desk.ticketList(filters[1]).count == 3)
    }

    @Test func `what others did is told by ticket, with who did it`() throws {
        try ticket(nil, estimate: 45)
        try ana.sync()
        try bo.sync()
        let start = try desk.away(since: nil)
        #expect(start.changes == 0 && start.tickets.isEmpty)
        let id = try #require(try desk.ticketList().first?.id)
        try bo.desk.claim(id)
        try bo.desk.setStatus(id, .inProgress)
        try bo.sync()
        try desk.setStatus(id, .open)
        try ana.sync()
        let away = try desk.away(since: start.position)
        #expect(away.changes == 2)
        #expect(away.tickets.map(\.ticket.id) == [id])
        #expect(away.tickets[0].changes == 2 && away.tickets[0].members == ["Bo"])
        #expect(try desk.away(since: away.position).changes == 0)
    }
}
