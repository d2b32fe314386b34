// The ledger of a replay and what is found by it: a checker that cannot fail checks nothing.

import SupportDesk
import SyncEngine
import Testing

@testable import syncd

@Suite struct LedgerTests {
    private let place: Ledger.Place
    private let minute = Moment(milliseconds: 60_000)

    init() throws {
        place = Ledger.Place(ticket: try #require(RowID("2-1")), field: "status")
    }

    @Test func `a write replaces what its laptop had, and nothing else`() {
        var ledger = Ledger()
        ledger.write("open", at: place, by: "a", minute)
        ledger.sync("a")
        ledger.sync("b")
        ledger.write("resolved", at: place, by: "b", minute)
        ledger.write("closed", at: place, by: "c", minute)
        #expect(ledger.updates.map(\.wasSeen) == [true, false, false])
    }

    @Test func `what has not reached the hub is seen on its own laptop alone`() {
        var ledger = Ledger()
        ledger.write("open", at: place, by: "a", minute)
        ledger.sync("b")
        ledger.write("resolved", at: place, by: "b", minute)
        #expect(ledger.updates.map(\.wasSeen) == [false, false])
        ledger.write("closed", at: place, by: "a", minute)
        #expect(ledger.updates.map(\.wasSeen) == [true, false, false])
        ledger.sync("a")
        ledger.sync("b")
        ledger.write("open", at: place, by: "b", minute)
        #expect(ledger.updates.map(\.wasSeen) == [true, true, true, false])
    }

    @Test func `a value that nobody had replaced is lost if it stands nowhere`() throws {
        let desk = try Desk(.testing())
        let ticket = try desk.acting(at: 60_000).createTicket(TicketDraft(title: "Roof"))
        let title = Ledger.Place(ticket: ticket, field: "title")
        var ledger = Ledger()
        ledger.write("Roof", at: title, by: "laptop", minute)
        #expect(try Audit(of: ledger, on: desk).lost.isEmpty)
        ledger.write("Leaking roof", at: title, by: "other", minute)
        #expect(try Audit(of: ledger, on: desk).lost == [1])
    }

    @Test func `a value that stands although it was replaced is back from the dead`() throws {
        let desk = try Desk(.testing())
        let ticket = try desk.acting(at: 60_000).createTicket(TicketDraft(title: "Roof"))
        let title = Ledger.Place(ticket: ticket, field: "title")
        var ledger = Ledger()
        ledger.write("Roof", at: title, by: "laptop", minute)
        ledger.write("Leaking roof", at: title, by: "laptop", minute)
        let audit = try Audit(of: ledger, on: desk)
        #expect(audit.resurrected == [0])
        #expect(audit.lost == [1])
    }

    @Test func `a value is found again only with its laptop and its time`() throws {
        let desk = try Desk(.testing())
        let ticket = try desk.acting(at: 60_000).createTicket(TicketDraft(title: "Roof"))
        let title = Ledger.Place(ticket: ticket, field: "title")
        var ledger = Ledger()
        ledger.write("Roof", at: title, by: "laptop", Moment(milliseconds: 60_001))
        ledger.write("Roof", at: title, by: "other", minute)
        #expect(try Audit(of: ledger, on: desk).lost == [0, 1])
    }
}
