// History whole: in which role, offline or not, what was overruled on the way and by what.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct HistoryWholeTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo", role: .admin)
        ticket = try ana.desk.createTicket(TicketDraft(title: "Printer is down"))
        try ana.sync()
        try bo.sync()
    }

    private func changes(_ laptop: Laptop, _ field: String) throws -> [ChangeRecord] {
        try laptop.desk.history(ticket).filter { $0.field == field && !$0.isCreation }
    }

    private func setPriority(_ laptop: Laptop, _ priority: Priority) throws {
        var edit = TicketEdit()
        edit.priority = priority
        try laptop.desk.edit(ticket, edit)
    }

    @Test func `a change says the role that its author had when the hub took it`() throws {
        try setPriority(bo, .high)
        #expect(try changes(bo, "priority").map(\.role) == [nil])
        try bo.sync()
        try office.setRole(of: bo.desk.me, to: .member)
        try setPriority(bo, .low)
        try bo.sync()
        try ana.sync()
        #expect(try changes(ana, "priority").map(\.role) == ["admin", "member"])
        #expect(try changes(bo, "priority").map(\.role) == ["admin", "member"])
    }

    @Test(arguments: [(0, false), (5, false), (6, true), (3_000, true)])
    func `a change that came more than five minutes after it was made was made offline`(
        minutes: Int64, isOffline: Bool
    ) throws {
        try setPriority(bo, .high)
        #expect(try changes(bo, "priority").map(\.wasOffline) == [nil])
        office.clock.advance(minutes: minutes)
        try bo.sync()
        try ana.sync()
        #expect(try changes(ana, "priority").map(\.wasOffline) == [isOffline])
    }

    @Test func `what was overruled says by which write, also after it was settled`() throws {
        try setPriority(ana, .urgent)
        try setPriority(bo, .low)
        try ana.sync()
        try bo.sync()
        try ana.sync()
        let apart = try changes(ana, "priority")
        #expect(apart.map(\.standing) == [.current, .overruled])
        #expect(apart.map(\.overruledBy) == [nil, apart[0].dot])
        #expect(apart.map(\.wasConcurrent) == [false, true])
        #expect(apart.map(\.rule) == ["most-of-order", "most-of-order"])
        try ana.desk.keep(FieldPath("priority", of: ticket, in: TicketSchema.schema))
        try ana.sync()
        let settled = try changes(ana, "priority")
        #expect(settled.map(\.standing) == [.superseded, .superseded, .current])
        #expect(settled.map(\.overruledBy) == [nil, apart[0].dot, nil])
    }

    @Test func `only the field that met another is merged, not all of its unit`() throws {
        try setPriority(ana, .urgent)
        var edit = TicketEdit()
        edit.priority = .low
        edit.title = "Both at once"
        try bo.desk.edit(ticket, edit)
        try ana.sync()
        try bo.sync()
        #expect(try changes(bo, "priority").last?.wasConcurrent == true)
        #expect(try changes(bo, "title").last?.wasConcurrent == false)
    }

    @Test func `a ticket and all that belongs to it have one chain, the same on every laptop`()
        throws
    {
        try bo.desk.comment(on: ticket, "Checked the fuse.", .internal)
        try setPriority(ana, .urgent)
        try ana.sync()
        try bo.sync()
        try ana.sync()
        for laptop in [ana, bo] {
            try laptop.desk.store.prepareChains()
            #expect(try laptop.desk.store.read { try $0.chainHeads() } == office.chainHeads())
            #expect(try laptop.desk.store.verifyChains().breaks.isEmpty)
        }
        let own = try office.chainHeads().first { $0.key == RowKey(TicketSchema.ticket, ticket) }
        #expect(own?.units == 3)
    }
}
