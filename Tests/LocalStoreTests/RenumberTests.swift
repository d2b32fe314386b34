// A replica that gets a new ordinal: what it had not sent is written again, and old names lead
// to it.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct RenumberTests {
    private let world: TestWorld
    private let laptop: LocalStore
    private let shared: RowKey

    init() throws {
        world = try TestWorld()
        laptop = try world.laptop()
        shared = try laptop.note()
        try world.sync(laptop)
    }

    /// The laptop becomes 9, with these fates of what it had not been told about.
    private func renumber(_ fates: [UnitFate] = []) throws {
        try laptop.renumber(
            Renumbering(
                expected: try laptop.position(),
                replica: NewReplica(
                    ordinal: try #require(ReplicaOrdinal(9)), incarnation: Nonce(1),
                    birthCertificate: Nonce(2), name: "copy"),
                fates: fates))
    }

    private func dots() throws -> [String] {
        try laptop.read { try $0.unsent().map(\.dot.description) }
    }

    @Test func `what was not sent gets new dots and new ids, and is shown as before`() throws {
        let made = try laptop.note([Note.title: .text("made here")])
        try laptop.set(made, Note.amount, .integer(5))
        try laptop.set(shared, Note.title, .text("edited here"))
        try renumber([.unknown, .different])
        #expect(try dots() == ["9.1", "9.2", "9.3"])
        let key = RowKey(Note.entity, try #require(RowID("9-1")))
        try laptop.read { reader throws in
            #expect(try reader.row(made) == nil)
            #expect(try reader.renamed(made) == key.row)
            let row = try #require(try reader.row(key))
            #expect(row.value(Note.title) == .text("made here"))
            #expect(row.value(Note.amount) == .integer(5))
            #expect(try reader.row(shared)?.value(Note.title) == .text("edited here"))
        }
        #expect(laptop.identity.ordinal.rawValue == 9)
        #expect(try laptop.position().acknowledged == 0)
        #expect(try laptop.shownEqualsRules())
        let next = try laptop.note()
        #expect(next.row.description == "9-2")
    }

    @Test func `what the hub has keeps its name and stays on the screen until the feed brings it`()
        throws
    {
        let made = try laptop.note([Note.title: .text("sent by the other copy")])
        try laptop.set(made, Note.amount, .integer(5))
        try renumber([.same(.applied)])
        #expect(try dots() == ["2.2", "9.1"])
        try laptop.read { reader throws in
            #expect(try reader.row(made)?.value(Note.amount) == .integer(5))
            #expect(try reader.formerOrdinals().first?.fork == 2)
        }
    }

    @Test func `what was refused to the other copy is not accepted here, with what builds on it`()
        throws
    {
        try laptop.set(shared, Note.title, .text("refused"))
        try laptop.set(shared, Note.title, .text("on top"))
        try renumber([.same(.refused(Refusal(.notAllowed)))])
        try laptop.read { reader throws in
            #expect(try reader.unsent().isEmpty)
            #expect(try reader.setAside().map(\.refusal.code) == [.notAllowed, .buildsOnRefused])
            #expect(try reader.row(shared)?.value(Note.title) == .text("note"))
        }
        let items = try laptop.outbox(after: 0, maximumUnits: 9, maximumBytes: 9_999)
        #expect(items.map(\.counter) == [1])
    }

    @Test func `a unit set aside is retried under the new ordinal, with new ids`() throws {
        _ = try laptop.note([Note.title: .text("too large")])
        try laptop.park(2, Refusal(.tooLarge))
        _ = try world.sync(laptop)
        try renumber()
        let dot = try #require(try laptop.read { try $0.setAside() }.first?.dot)
        #expect(dot.description == "2.2")
        let became = try #require(try laptop.retry([dot]).first?.became)
        #expect(became.description == "9.1")
        let row = try laptop.read { try $0.row(RowKey(Note.entity, #require(RowID("9-1")))) }
        #expect(row?.value(Note.title) == .text("too large"))
    }

    @Test func `a unit that lives elsewhere takes the names it has there`() throws {
        let made = try laptop.note([Note.title: .text("brought by a copy")])
        try laptop.set(made, Note.amount, .integer(7))
        let dot = Dot(try #require(ReplicaOrdinal(5)), 1)
        let row = try #require(RowID("5-1"))
        try renumber([.elsewhere(dot, .applied, rows: [row]), .unknown])
        let unsent = try laptop.read { try $0.unsent() }
        #expect(unsent.map(\.dot.description) == ["9.1"])
        let change = try #require(unsent.first?.unit.changes.first)
        #expect(change.key.row == row)
        #expect(change.writes.first?.covers.contains(Dot(laptop.identity.ordinal, 1)) == false)
        #expect(try laptop.read { try $0.renamed(made) } == row)
    }

    @Test func `a screen from before is understood after`() throws {
        try laptop.set(shared, Note.title, .text("mine"))
        let token = try laptop.read { try $0.rendered([shared]) }.token
        try renumber([.different])
        let screen = try #require(Rendered(token: token))
        try laptop.set(shared, Note.title, .text("on the old screen"), rendered: screen)
        let siblings = try laptop.read { try $0.row(shared)?.stored.shown[Note.title].siblings }
        #expect(siblings?.map(\.value) == [.text("on the old screen")])
        let unit = try #require(try laptop.read { try $0.unsent() }.last?.unit)
        let covers = try #require(unit.changes.first?.writes.first?.covers)
        #expect(covers.map(\.description) == ["2.1", "9.1"])
    }

    @Test func `search and history find what was written again`() throws {
        let made = try laptop.note([Note.title: .text("giraffe")])
        try laptop.prepareDerived()
        try renumber()
        try laptop.prepareDerived()
        let key = RowKey(Note.entity, try #require(RowID("9-1")))
        try laptop.read { reader throws in
            #expect(try reader.search(Note.entity, "giraffe", limit: 9) == [key.row])
            #expect(try reader.history(of: [key]).map(\.dot.description) == ["9.1"])
            #expect(try reader.history(of: [made]).isEmpty)
        }
    }

    @Test func `another connection sees the new ordinal at its next access`() throws {
        let position = try laptop.position()
        try renumber()
        #expect(throws: StoreError.self) {
            try laptop.renumber(
                Renumbering(
                    expected: position,
                    replica: NewReplica(
                        ordinal: try #require(ReplicaOrdinal(10)), incarnation: Nonce(1),
                        birthCertificate: Nonce(2), name: "again"), fates: []))
        }
        #expect(laptop.identity.ordinal.rawValue == 9)
    }
}
