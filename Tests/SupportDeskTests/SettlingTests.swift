// Settling on laptops that are apart: no loop, nothing lost, and undo as another ordinary write.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct SettlingTests {
    let office: Office
    let ana: Laptop
    let bo: Laptop
    let ticket: RowID

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        bo = try office.laptop(of: "Bo")
        var draft = TicketDraft(title: "Printer is down")
        draft.description = "It smokes.\nIt beeps.\nIt is on the second floor."
        ticket = try ana.desk.createTicket(draft)
        try meet()
    }

    private func path(_ field: String) throws -> FieldPath {
        try FieldPath(field, of: ticket, in: TicketSchema.schema)
    }

    private func meet() throws {
        for laptop in [ana, bo, ana, bo] { try laptop.sync() }
        #expect(try ana.desk.store.digest() == bo.desk.store.digest())
        office.clock.advance(minutes: 1)
    }

    private func title(_ text: String, on laptop: Laptop) throws {
        var edit = TicketEdit()
        edit.title = text
        try laptop.desk.edit(ticket, edit)
        office.clock.advance(minutes: 1)
    }

    private func describe(_ text: String, on laptop: Laptop) throws {
        var edit = TicketEdit()
        edit.description = text
        try laptop.desk.edit(ticket, edit)
        office.clock.advance(minutes: 1)
    }

    /// The values of the field's conflict, the same on both laptops.
    private func values(_ field: String) throws -> [JSONValue] {
        let items = try [ana, bo].map { laptop in
            try laptop.desk.conflicts().filter { $0.field == field }.map {
                $0.siblings.map(\.value)
            }
        }
        #expect(items[0] == items[1])
        return items[0].first ?? []
    }

    private func disagree() throws {
        try title("Ana's", on: ana)
        try title("Bo's", on: bo)
        try meet()
        #expect(try values("title") == ["Ana's", "Bo's"])
    }

    @Test func `two who settle differently have a conflict between their choices alone`() throws {
        try disagree()
        let dots = try #require(try ana.desk.conflicts().first).siblings.map(\.dot)
        let first = try ana.desk.use(dots[0], in: path("title"))
        let second = try bo.desk.settle(path("title"), with: "Neither's")
        try meet()
        #expect(try values("title") == ["Ana's", "Neither's"])
        let now = try #require(try bo.desk.conflicts().first).siblings.map(\.dot)
        #expect(now == [first, second].compactMap { $0 }.sorted())
        try bo.desk.keep(path("title"))
        try meet()
        #expect(try values("title") == [])
    }

    @Test func `two who settle alike have no conflict left`() throws {
        try disagree()
        try ana.desk.settle(path("title"), with: "Both's")
        try bo.desk.settle(path("title"), with: "Both's")
        try meet()
        #expect(try values("title") == [])
        #expect(try ana.desk.ticket(ticket).ticket.title == "Both's")
    }

    @Test func `settling while another rewrites the loser leaves the choice and the rewrite`()
        throws
    {
        try disagree()
        try bo.desk.keep(path("title"))
        let loser = try #require(
            try ana.desk.conflicts().first?.siblings.first { $0.value == "Ana's" }?.dot)
        let key = RowKey(TicketSchema.ticket, ticket)
        var screen = try ana.desk.store.read { try $0.rendered([key]) }
        for index in screen.rows[0].fields.indices
        where screen.rows[0].fields[index].field == TicketField.title {
            screen.rows[0].fields[index].dots = [loser]
        }
        var edit = TicketEdit()
        edit.title = "Ana's, better"
        try ana.desk.edit(ticket, edit, seen: screen)
        try meet()
        #expect(Set(try values("title")) == ["Ana's, better", "Bo's"])
    }

    @Test func `settling twice on one laptop leaves the last choice`() throws {
        try disagree()
        try ana.desk.keep(path("title"))
        try ana.desk.settle(path("title"), with: "On second thoughts")
        try meet()
        #expect(try values("title") == [])
        #expect(try bo.desk.ticket(ticket).ticket.title == "On second thoughts")
        #expect(throws: DeskError.self) { try ana.desk.keep(path("title")) }
    }

    @Test func `undo brings back what was shown before, as an ordinary write`() throws {
        try disagree()
        try ana.desk.settle(path("title"), with: "Third")
        try meet()
        let undone = try #require(try bo.desk.undoSettling(path("title")))
        try meet()
        #expect(try ana.desk.ticket(ticket).ticket.title == "Bo's")
        #expect(try values("title") == [])
        let last = try #require(try ana.desk.history(ticket).last { $0.field == "title" })
        #expect(last.dot == undone)
        #expect(last.from == ["Third"])
    }

    @Test func `undo finds nothing where nothing was settled, or others stand there`() throws {
        #expect(throws: DeskError.self) { try ana.desk.undoSettling(path("title")) }
        try title("Plain", on: ana)
        let error = #expect(throws: DeskError.self) { try ana.desk.undoSettling(path("title")) }
        #expect(error?.code == .nothingToDo)
        try title("Other", on: bo)
        try meet()
        #expect(throws: DeskError.self) { try ana.desk.undoSettling(path("title")) }
    }

    @Test func `undoing apart and settling anew is a conflict like any other`() throws {
        try disagree()
        try ana.desk.settle(path("title"), with: "Third")
        try meet()
        try ana.desk.undoSettling(path("title"))
        try title("Fourth", on: bo)
        try meet()
        #expect(try values("title") == ["Bo's", "Fourth"])
    }

    @Test func `undo of a settled status begins a cycle where it leaves a finish`() throws {
        try ana.desk.setStatus(ticket, .inProgress)
        try meet()
        try ana.desk.setStatus(ticket, .open)
        try bo.desk.setStatus(ticket, .resolved)
        try meet()
        try ana.desk.settle(path("status"), with: "in_progress")
        try meet()
        try bo.desk.undoSettling(path("status"))
        try meet()
        #expect(try ana.desk.ticket(ticket).ticket.status == "resolved")
    }

    @Test func `rewritten texts are shown side by side with their base and a merge`() throws {
        try describe("It smokes badly.\nIt beeps.\nIt is on the second floor.", on: ana)
        try describe("It smokes.\nIt beeps.\nIt is on the third floor.", on: bo)
        try meet()
        for laptop in [ana, bo] {
            let versions = try laptop.desk.versions(of: path("description"), on: ticket)
            #expect(versions.conflict.siblings.count == 2)
            #expect(versions.base == "It smokes.\nIt beeps.\nIt is on the second floor.")
            let merged = "It smokes badly.\nIt beeps.\nIt is on the third floor."
            #expect(versions.suggestion?.text == merged)
            #expect(versions.suggestion?.overlaps == 0)
        }
        try bo.desk.settleAsSuggested(path("description"))
        try meet()
        let shown = try ana.desk.ticket(ticket).ticket.description
        #expect(shown == "It smokes badly.\nIt beeps.\nIt is on the third floor.")
        #expect(try values("description") == [])
        try ana.desk.undoSettling(path("description"))
        let undone = try ana.desk.ticket(ticket).ticket.description
        #expect(undone == "It smokes.\nIt beeps.\nIt is on the third floor.")
    }

    @Test func `the base is what both saw, however many edits were made since`() throws {
        try describe("It smokes.\nSince Monday.\nIt beeps.", on: ana)
        try meet()
        try describe("It smokes!\nSince Monday.\nIt beeps.", on: ana)
        try describe("It smokes!!\nSince Monday.\nIt beeps.", on: ana)
        try describe("It smokes.\nSince Monday.\nIt is silent.", on: bo)
        try meet()
        let versions = try bo.desk.versions(of: path("description"), on: ticket)
        #expect(versions.base == "It smokes.\nSince Monday.\nIt beeps.")
        #expect(versions.suggestion?.text == "It smokes!!\nSince Monday.\nIt is silent.")
    }

    @Test func `what is no long text has no suggestion`() throws {
        try disagree()
        let versions = try ana.desk.versions(of: path("title"), on: ticket)
        #expect(versions.base == nil)
        #expect(versions.suggestion == nil)
        #expect(throws: DeskError.self) { try ana.desk.settleAsSuggested(path("title")) }
    }

    /// What the error says; `nil` if the action was done.
    private func refusal(_ action: () throws -> Dot?) -> DeskError.Code? {
        do {
            _ = try action()
            return nil
        } catch {
            return (error as? DeskError)?.code
        }
    }

    @Test func `no decision and no undo says yes to a client; saying no is a decision`() throws {
        try ana.desk.share(ticket)
        try meet()
        try ana.desk.unshare(ticket)
        try bo.desk.unshare(ticket)
        let shared = try #require(try bo.desk.share(ticket))
        try meet()
        #expect(try values("shared").count == 2)
        let before = try bo.desk.store.digest()
        #expect(refusal { try bo.desk.use(shared, in: path("shared")) } == .wouldRelease)
        #expect(refusal { try bo.desk.settle(path("shared"), with: "yes") } == .wouldRelease)
        #expect(try bo.desk.store.digest() == before)
        #expect(try bo.desk.unsent().isEmpty)
        try bo.desk.keep(path("shared"))
        try meet()
        #expect(try values("shared").isEmpty)
        #expect(try bo.desk.ticket(ticket).ticket.isShared == false)
    }

    @Test func `undoing a "no" that settled two "yes" does not release`() throws {
        try ana.desk.share(ticket)
        try bo.desk.share(ticket)
        try meet()
        try ana.desk.settle(path("shared"), with: "no")
        try meet()
        #expect(refusal { try ana.desk.undoSettling(path("shared")) } == .wouldRelease)
        #expect(try ana.desk.ticket(ticket).ticket.isShared == false)
    }
}
