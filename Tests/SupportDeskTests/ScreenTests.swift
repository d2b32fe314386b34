// What a person had on the screen: writes cover it, and the status and the client's view go by it.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct ScreenTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        var draft = TicketDraft(title: "Printer is down")
        draft.description = "Since this morning."
        ticket = try ana.desk.createTicket(draft)
        try ana.sync()
        try bo.sync()
        try ana.sync()
    }

    @Test func `what was pulled after the screen was drawn is not covered`() throws {
        let screen = try ana.screen(ticket)
        var edit = TicketEdit()
        edit.title = "Bo's title"
        try bo.desk.edit(ticket, edit)
        try bo.sync()
        try ana.sync()
        edit.title = "Ana's title"
        try ana.desk.edit(ticket, edit, seen: screen)
        let siblings = try ana.desk.explain(ticket, "title").siblings
        #expect(Set(siblings.map(\.sibling.value)) == ["Bo's title", "Ana's title"])
        edit.title = "Agreed title"
        try ana.desk.edit(ticket, edit)
        #expect(try ana.desk.explain(ticket, "title").siblings.count == 1)
    }

    @Test func `the cycle of a status goes by the screen, not by what arrived since`() throws {
        let screen = try ana.screen(ticket)
        try bo.desk.setStatus(ticket, .resolved)
        try bo.sync()
        try ana.sync()
        try ana.desk.setStatus(ticket, .inProgress, seen: screen)
        #expect(try ana.desk.ticket(ticket).ticket.status == "resolved")
        try ana.desk.setStatus(ticket, .inProgress)
        #expect(try ana.desk.ticket(ticket).ticket.status == "in_progress")
    }

    @Test func `a value that was overwritten since still counts as what the screen showed`() throws
    {
        try ana.desk.setStatus(ticket, .resolved)
        let screen = try ana.screen(ticket)
        try ana.desk.setStatus(ticket, .open)
        try ana.desk.setStatus(ticket, .inProgress)
        let dot = try ana.desk.setStatus(ticket, .open, seen: screen)
        let entry = try #require(
            try dot.flatMap { dot in try ana.desk.store.read { try $0.entry(dot) } })
        #expect(entry.unit.changes[0].writes[0].value == .tuple([.integer(1), .integer(0)]))
    }

    /// The screen of a finish is read within its own unit, after that unit's earlier writes.
    @Test func `an action that rewrites and resolves in one has not seen itself`() throws {
        var edit = TicketEdit()
        edit.description = "Fuse replaced."
        edit.status = .resolved
        let dot = try #require(try ana.desk.edit(ticket, edit))
        let writes = try #require(try ana.desk.store.read { try $0.entry(dot) }).unit.changes[0]
            .writes
        #expect(writes.count == 2)
        #expect(writes.allSatisfy { $0.evidence.seen?.contains(dot) != true })
        try ana.sync()
        #expect(try ana.desk.setAside().isEmpty)
        try bo.sync()
        #expect(try bo.desk.ticket(ticket).ticket.status == "resolved")
    }

    @Test func `a token of another ticket is refused`() throws {
        let other = try ana.desk.createTicket(TicketDraft(title: "Another"))
        let screen = try ana.screen(other)
        let error = #expect(throws: DeskError.self) { try ana.desk.claim(ticket, seen: screen) }
        #expect(error?.code == .wrongToken)
    }

    @Test func `a screen of before a restore is refused where a number means another ticket now`()
        throws
    {
        let (screen, store) = (try ana.screen(ticket), ana.desk.store)
        let other = try ana.desk.createTicket(TicketDraft(title: "Another"))
        let untouched = try ana.screen(other)
        try store.prepareDerived()
        let born = try #require(
            try store.read { try $0.history(of: [RowKey(TicketSchema.ticket, ticket)]) }.first)
        let heir = try #require(ReplicaOrdinal(900))
        let position = try store.position()
        try store.storeIncarnation(next: Nonce(5))
        try store.follow(
            TimelineMove(
                expected: try store.position(), timeline: Timeline(Nonce(6)),
                cursor: position.cursor, acknowledged: position.acknowledged,
                renamed: [
                    OtherName(
                        was: born.dot, became: Dot(heir, 1),
                        rows: born.unit.madeRows.map { RowID(heir, $0.row.number) })
                ]))
        let before = try store.read { try $0.unsent() }
        let error = #expect(throws: DeskError.self) { try ana.desk.claim(ticket, seen: screen) }
        #expect(error?.code == .wrongToken)
        #expect(error?.message.contains("restored") == true)
        #expect(try store.read { try $0.unsent() } == before)
        #expect(try ana.desk.claim(other, seen: untouched) != nil)
    }

    @Test func `a token survives its spelling`() throws {
        let token = try ana.desk.ticket(ticket).seen
        let screen = try #require(Rendered(token: token))
        #expect(try screen == ana.screen(ticket))
        #expect(try ana.desk.claim(ticket, seen: screen) != nil)
    }

    @Test func `edits say whether the screen showed the ticket as shared`() throws {
        let before = try ana.screen(ticket)
        var edit = TicketEdit()
        edit.title = "Not shared yet"
        let hidden = try ana.desk.edit(ticket, edit)
        #expect(try ana.evidence(hidden, TicketField.title)?.clientCouldSee == false)
        try ana.desk.share(ticket)
        #expect(try ana.desk.ticket(ticket).ticket.isShared)
        edit.title = "Shared now"
        let said = try ana.desk.edit(ticket, edit)
        #expect(try ana.evidence(said, TicketField.title)?.clientCouldSee == true)
        #expect(try ana.desk.ticket(ticket).ticket.isShared)
        edit.title = "From an old screen"
        let old = try ana.desk.edit(ticket, edit, seen: before)
        #expect(try ana.evidence(old, TicketField.title)?.clientCouldSee == false)
    }

    @Test func `what was added unseen holds the ticket until it is confirmed`() throws {
        try ana.desk.share(ticket)
        var edit = TicketEdit()
        edit.append = "The client is a fool."
        try bo.desk.edit(ticket, edit)
        try ana.sync()
        try bo.sync()
        try ana.sync()
        var shown = try ana.desk.ticket(ticket)
        #expect(!shown.ticket.isShared)
        #expect(shown.ticket.isHeld)
        #expect(shown.conflicts.map(\.field).contains("shared"))
        var held = TicketFilter()
        held.onlyHeld = true
        #expect(try ana.desk.ticketList(held).map(\.id) == [ticket])
        try ana.desk.confirmRelease(ticket, seen: ana.screen(ticket))
        shown = try ana.desk.ticket(ticket)
        #expect(shown.ticket.isShared)
        #expect(!shown.ticket.isHeld)
        #expect(throws: DeskError.self) { try ana.desk.confirmRelease(ticket) }
        try ana.desk.unshare(ticket)
        #expect(try !ana.desk.ticket(ticket).ticket.isShared)
    }

    @Test func `a comment is internal or to the client, and its edits say which`() throws {
        let note = try ana.desk.comment(on: ticket, "Check the fuse.", .internal)
        let word = try ana.desk.comment(on: ticket, "We are on it.", .toClient)
        let comments = try ana.desk.ticket(ticket).comments
        #expect(comments.map(\.id) == [note, word])
        #expect(comments.map(\.isVisible) == [false, true])
        let silent = try ana.desk.editComment(note, "Check both fuses.")
        let said = try ana.desk.editComment(word, "We are on it now.")
        #expect(try ana.evidence(silent, CommentField.body)?.clientCouldSee == false)
        #expect(try ana.evidence(said, CommentField.body)?.clientCouldSee == true)
        #expect(try ana.desk.ticket(ticket).comments.map(\.isVisible) == [false, true])
        try ana.desk.publishComment(note)
        try ana.desk.withdrawComment(word)
        #expect(try ana.desk.ticket(ticket).comments.map(\.isVisible) == [true, false])
    }

    @Test func `a deleted comment is marked, and comes back`() throws {
        let note = try ana.desk.comment(on: ticket, "Check the fuse.", .internal)
        #expect(try ana.desk.restoreComment(note) == nil, "it was never deleted")
        try ana.desk.deleteComment(note)
        #expect(try ana.desk.ticket(ticket).comments.map(\.isDeleted) == [true])
        try ana.desk.restoreComment(note)
        #expect(try ana.desk.ticket(ticket).comments.map(\.isDeleted) == [false])
        #expect(throws: DeskError.self) { try ana.desk.comment(on: ticket, " ", .internal) }
        #expect(throws: DeskError.self) {
            try ana.desk.comment(on: RowID(.hub, 9), "Lost.", .internal)
        }
    }
}
