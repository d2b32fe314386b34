// Logged time and attached documents: rows of their own, summed and never overwritten.

import SupportDesk
import SyncEngine
import Testing

@Suite struct TimeTests {
    let office: Office
    let ana: Laptop
    let desk: Desk
    let ticket: RowID
    let day = CalendarDay(year: 2026, month: 11, day: 20)!

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        desk = ana.desk
        ticket = try desk.createTicket(TicketDraft(title: "Printer is down"))
    }

    @Test func `time logged apart is added up`() throws {
        try ana.sync()
        let bo = try office.laptop(of: "Bo")
        try desk.logTime(on: ticket, minutes: 30, day: day, note: "On site")
        try bo.desk.logTime(on: ticket, minutes: 45, day: day)
        try bo.sync()
        try ana.sync()
        let detail = try desk.ticket(ticket)
        #expect(detail.ticket.logged == 75)
        #expect(detail.time.map(\.member).sorted() == ["Ana", "Bo"])
        #expect(detail.time.compactMap(\.note) == ["On site"])
        let totals = try desk.timeTotals(by: .member)
        #expect(totals.map(\.group) == ["Ana", "Bo"])
        #expect(totals.map(\.minutes) == [30, 45])
        #expect(totals.map(\.entries) == [1, 1])
        var mine = TimeFilter()
        mine.member = "Bo"
        #expect(try desk.timeList(mine).map(\.minutes) == [45])
        mine.member = "me"
        #expect(try desk.timeList(mine).map(\.minutes) == [30])
    }

    @Test func `an entry is corrected, and a deleted one counts no more`() throws {
        let entry = try desk.logTime(on: ticket, minutes: 30, day: day)
        var edit = TimeEdit()
        edit.minutes = 50
        edit.note = .set("Longer")
        let dot = try desk.editTime(entry, edit)
        #expect(try ana.fields(of: dot).count == 2)
        #expect(try desk.editTime(entry, edit) == nil)
        #expect(try desk.ticket(ticket).ticket.logged == 50)
        edit = TimeEdit()
        edit.note = .clear
        try desk.editTime(entry, edit)
        #expect(try desk.timeList()[0].note == nil)
        try desk.deleteTime(entry)
        #expect(try desk.ticket(ticket).ticket.logged == 0)
        #expect(try desk.timeList().isEmpty)
    }

    @Test func `a correction made apart brings a deleted entry back`() throws {
        let entry = try desk.logTime(on: ticket, minutes: 30, day: day)
        try ana.sync()
        let bo = try office.laptop(of: "Bo")
        try desk.deleteTime(entry)
        var edit = TimeEdit()
        edit.minutes = 50
        try bo.desk.editTime(entry, edit)
        try bo.sync()
        try ana.sync()
        #expect(try desk.ticket(ticket).ticket.logged == 50)
        let item = try #require(try desk.conflicts(minimum: .review).first)
        #expect(item.field == "time_entry/\(entry)/deleted")
        try desk.deleteTime(entry)
        #expect(try desk.ticket(ticket).ticket.logged == 0)
    }

    @Test(arguments: [0, -5, 60_001] as [Int64])
    func `no time, less than none and too much are refused`(minutes: Int64) throws {
        #expect(throws: DeskError.self) {
            try desk.logTime(on: ticket, minutes: minutes, day: day)
        }
        #expect(try desk.timeList().isEmpty)
    }

    @Test func `time is filtered by day, organization and project, and summed by any of them`()
        throws
    {
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(NamedDraft("Move"), to: .project)
        var draft = TicketDraft(title: "Move the office")
        draft.organization = "Acme"
        draft.project = "Move"
        let other = try desk.createTicket(draft)
        try desk.logTime(on: ticket, minutes: 10, day: day)
        try desk.logTime(on: other, minutes: 20, day: CalendarDay("2026-11-21")!)
        try desk.logTime(on: other, minutes: 40, day: CalendarDay("2026-12-01")!)
        var filter = TimeFilter()
        filter.from = CalendarDay("2026-11-21")
        filter.to = CalendarDay("2026-11-30")
        #expect(try desk.timeList(filter).map(\.minutes) == [20])
        filter = TimeFilter()
        filter.project = "Move"
        #expect(try desk.timeList(filter).map(\.minutes) == [20, 40])
        filter = TimeFilter()
        filter.organization = "Acme"
        filter.ticket = other
        #expect(try desk.timeList(filter).map(\.minutes) == [20, 40])
        #expect(
            try desk.timeTotals(by: .organization).map(\.group) == ["Acme", nil])
        #expect(try desk.timeTotals(by: .project).map(\.minutes) == [60, 10])
        #expect(
            try desk.timeTotals(by: .ticket).map(\.group)
                == [ticket.description, other.description])
    }

    @Test func `a document is attached, renamed, published, replaced and deleted`() throws {
        let hash = String(repeating: "0a", count: 32)
        let draft = DocumentDraft(name: "photo.jpg", content: hash, size: 2_048)
        let document = try desk.attach(draft, to: ticket)
        var shown = try #require(try desk.ticket(ticket).documents.first)
        #expect(shown.name == "photo.jpg")
        #expect(shown.content == hash)
        #expect(shown.size == 2_048)
        #expect(shown.author == "Ana")
        #expect(!shown.isVisible)
        try desk.publishDocument(document)
        let rename = try desk.renameDocument(document, "printer.jpg")
        #expect(try ana.evidence(rename, DocumentField.name)?.clientCouldSee == true)
        shown = try desk.ticket(ticket).documents[0]
        #expect(shown.isVisible)
        #expect(shown.name == "printer.jpg")
        let newer = try desk.replaceDocument(document, with: draft)
        #expect(try desk.ticket(ticket).documents.map(\.replaces) == [nil, document])
        #expect(try desk.ticket(ticket).documents.map(\.isVisible) == [true, false])
        try desk.withdrawDocument(document)
        try desk.deleteDocument(newer)
        #expect(try desk.ticket(ticket).documents.map(\.isDeleted) == [false, true])
        var bad = draft
        bad.content = "../../etc"
        #expect(throws: DeskError.self) { try desk.attach(bad, to: ticket) }
    }
}
