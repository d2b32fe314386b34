// Notices and reviews: who is told what, and that having read it holds on every laptop.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct NoticeTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let cy: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo", role: .member)
        cy = try office.laptop(of: "Cy", role: .member)
        ticket = try ana.desk.createTicket(TicketDraft(title: "Printer is down"))
        try ana.sync()
        for laptop in [bo, cy] { try laptop.sync() }
        office.clock.advance(minutes: 10)
    }

    private func meet(_ laptops: Laptop...) throws {
        for laptop in laptops + laptops { try laptop.sync() }
    }

    private func set(_ laptop: Laptop, _ change: (inout TicketEdit) -> Void) throws {
        var edit = TicketEdit()
        change(&edit)
        try laptop.desk.edit(ticket, edit)
        office.clock.advance(minutes: 1)
    }

    /// Ana sets urgent, Bo low, apart; Cy stands by.
    private func disagree() throws {
        try set(ana) { $0.priority = .urgent }
        try set(bo) { $0.priority = .low }
        try meet(ana, bo, cy)
    }

    @Test func `whoever was overruled is told, and nobody else`() throws {
        try disagree()
        let notice = try #require(try bo.desk.notices().first)
        #expect(notice.grade == .notice)
        #expect(notice.ticket == ticket)
        #expect(notice.field == "priority")
        #expect(notice.audience == ["Bo"])
        #expect(try ana.desk.notices().isEmpty)
        #expect(try cy.desk.notices().isEmpty)
    }

    @Test func `the sentence says who, where, when, what, which rule, and what one can do`() throws
    {
        try disagree()
        let notice = try #require(try bo.desk.notices().first)
        #expect(
            notice.sentence == """
                Ticket \(ticket), priority shows "urgent": \
                Ana wrote "urgent" on Ana's laptop at 2026-11-20T09:10:00.000Z; \
                Bo wrote "low" on Bo's laptop at 2026-11-20T09:11:00.000Z. \
                Set apart; the most pressing value is used. (rule most-of-order) \
                Write the field again if another value is right, or say that you have read this.
                """)
    }

    @Test func `the assignee is told of what others overruled`() throws {
        try ana.desk.assign(ticket, to: "Cy")
        try meet(ana, bo, cy)
        try disagree()
        #expect(try cy.desk.notices().map(\.audience) == [["Bo", "Cy"]])
    }

    @Test func `of two owners both are told, and both who wrote`() throws {
        try ana.desk.assign(ticket, to: "Bo")
        office.clock.advance(minutes: 1)
        try cy.desk.claim(ticket)
        try meet(ana, bo, cy)
        for laptop in [ana, bo, cy] {
            let review = try #require(try laptop.desk.notices().first)
            #expect(review.grade == .review)
            #expect(review.audience == ["Ana", "Bo", "Cy"])
        }
    }

    @Test func `what was read on one laptop is read on the other`() throws {
        let second = try office.secondLaptop(of: bo)
        try disagree()
        try second.sync()
        let notice = try #require(try second.desk.notices().first)
        #expect(try bo.desk.notices() == [notice], "two laptops of one member agree")
        #expect(try bo.desk.markRead([String(notice.id.prefix(6))]).map(\.id) == [notice.id])
        #expect(try bo.desk.notices().isEmpty)
        #expect(try second.desk.notices() == [notice], "not yet: they have not met")
        try meet(bo, second)
        #expect(try second.desk.notices().isEmpty)
        #expect(try second.desk.notices(includingRead: true).map(\.isRead) == [true])
        #expect(try bo.desk.store.digest() == second.desk.store.digest())
    }

    @Test func `reading twice writes once`() throws {
        try disagree()
        #expect(try bo.desk.markAllRead().count == 1)
        #expect(try bo.desk.markAllRead().isEmpty)
        #expect(try bo.desk.unsent().count == 1)
    }

    @Test func `reading it on two laptops apart leaves it read once`() throws {
        let second = try office.secondLaptop(of: bo)
        try disagree()
        try second.sync()
        for laptop in [bo, second] { try laptop.desk.markAllRead() }
        try meet(bo, second)
        for laptop in [bo, second] {
            #expect(try laptop.desk.notices().isEmpty)
            #expect(try laptop.desk.notices(includingRead: true).count == 1)
        }
        #expect(try bo.desk.store.digest() == second.desk.store.digest())
    }

    @Test func `one member's reading hides nothing from another`() throws {
        try set(ana) { $0.title = "Ana's" }
        try set(bo) { $0.title = "Bo's" }
        try meet(ana, bo)
        try bo.desk.markAllRead()
        try meet(ana, bo)
        #expect(try bo.desk.notices().isEmpty)
        #expect(try ana.desk.notices().map(\.field) == ["title"])
    }

    @Test func `a further value is a new notice`() throws {
        try set(cy) { $0.priority = .high }
        try set(ana) { $0.priority = .urgent }
        try set(bo) { $0.priority = .low }
        try meet(ana, bo)
        let first = try bo.desk.markAllRead()
        try meet(cy, bo)
        let second = try bo.desk.notices()
        #expect(first.map(\.audience) == [["Bo"]])
        #expect(second.map(\.audience) == [["Bo", "Cy"]])
        #expect(first.map(\.id) != second.map(\.id))
    }

    @Test func `a review is not read away, only decided`() throws {
        try ana.desk.claim(ticket)
        try bo.desk.claim(ticket)
        try meet(ana, bo)
        let review = try #require(try bo.desk.notices().first)
        #expect(throws: DeskError.self) { try bo.desk.markRead([review.id]) }
        #expect(try bo.desk.markAllRead().isEmpty)
        #expect(try bo.desk.notices() == [review])
        try bo.desk.keep(FieldPath("assignee", of: ticket, in: TicketSchema.schema))
        try meet(bo, ana)
        for laptop in [ana, bo] { #expect(try laptop.desk.notices().isEmpty) }
    }

    @Test func `a notice that nobody has is refused by name`() throws {
        let error = #expect(throws: DeskError.self) { try bo.desk.markRead(["00ff"]) }
        #expect(error?.code == .notFound)
        #expect(try bo.desk.unsent().isEmpty)
    }

    @Test func `the worker is told of a correction to their hour`() throws {
        let day = try #require(CalendarDay("2026-11-20"))
        let entry = try cy.desk.logTime(on: ticket, minutes: 30, day: day)
        try meet(cy, ana, bo)
        for (laptop, minutes) in [(ana, Int64(40)), (bo, 45)] {
            var edit = TimeEdit()
            edit.minutes = minutes
            try laptop.desk.editTime(entry, edit)
            office.clock.advance(minutes: 1)
        }
        try meet(ana, bo, cy)
        #expect(try cy.desk.notices().map(\.audience) == [["Ana", "Cy"]])
        #expect(try bo.desk.notices().isEmpty)
    }

    @Test func `two replacements of a document concern both who uploaded, until one is gone`()
        throws
    {
        func draft(_ name: String, _ digit: String) -> DocumentDraft {
            DocumentDraft(name: name, content: String(repeating: digit, count: 64), size: 3)
        }
        let plan = try ana.desk.attach(draft("plan.pdf", "a"), to: ticket)
        try meet(ana, bo, cy)
        let first = try bo.desk.replaceDocument(plan, with: draft("plan.pdf", "b"))
        try cy.desk.replaceDocument(plan, with: draft("plan new.pdf", "c"))
        try meet(bo, cy, ana)
        let review = try #require(try bo.desk.notices().first)
        #expect(review.grade == .review)
        #expect(review.audience == ["Bo", "Cy"])
        #expect(try cy.desk.notices() == [review])
        #expect(try ana.desk.notices().isEmpty)
        #expect(throws: DeskError.self) { try cy.desk.markRead([review.id]) }
        try bo.desk.deleteDocument(first)
        try meet(bo, cy)
        for laptop in [bo, cy] { #expect(try laptop.desk.notices().isEmpty) }
    }

    @Test func `admins are told of a choice between categories if the one shown is archived`()
        throws
    {
        let old = try ana.desk.add(NamedDraft("Old"), to: .category)
        let new = try ana.desk.add(NamedDraft("New"), to: .category)
        try meet(ana, bo, cy)
        try set(bo) { $0.category = .set(Reference(new)) }
        try set(cy) { $0.category = .set(Reference(old)) }
        try meet(bo, cy, ana)
        #expect(try ana.desk.notices().isEmpty)
        try ana.desk.archive(Reference(old), in: .category)
        #expect(try ana.desk.notices().map(\.audience) == [["Ana", "Bo"]])
    }
}
