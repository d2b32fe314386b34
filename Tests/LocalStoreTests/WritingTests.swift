// What an app writes comes back as written, covers what was shown, and waits in the outbox in
// order.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct WritingTests {
    let world: TestWorld
    let laptop: LocalStore

    init() throws {
        world = try TestWorld()
        laptop = try world.laptop()
    }

    @Test func `every shape of value comes back as it was written`() throws {
        let values: [FieldID: Value] = [
            Note.title: .text("Zähler\u{0}\"' e\u{301}"), Note.body: .text(""),
            Note.status: .integer(1), Note.flag: .integer(0), Note.amount: .integer(.min),
            Note.parent: .integer(RowID(.hub, 3).rawValue),
            Note.pair: .tuple([.null, .integer(7)]), Note.code: .text("12"),
        ]
        let key = try laptop.note(values)
        let row = try #require(try laptop.read { try $0.row(key) })
        for (field, value) in values {
            #expect(row.stored.shown[field].siblings.map(\.value) == [value])
            #expect(row.value(field) == value)
        }
        #expect(row.isUnsent)
        #expect(row.stored.base == .unborn)
        #expect(try laptop.column("status", of: key) == .text("done"))
        #expect(try laptop.column("first", of: key) == .null)
        #expect(try laptop.column("second", of: key) == .integer(7))
    }

    @Test func `a field that nobody wrote shows null and has no sibling`() throws {
        let key = try laptop.note([Note.title: .text("a"), Note.body: .null])
        #expect(try laptop.value(key, Note.body) == .null)
        #expect(try laptop.read { try $0.row(key) }?.stored.shown.fields.map(\.id) == [Note.title])
    }

    @Test func `a cleared field keeps a sibling with null`() throws {
        let key = try laptop.note([Note.title: .text("a"), Note.pair: .tuple([.text("x"), .null])])
        try laptop.set(key, Note.title, .null)
        try laptop.set(key, Note.pair, .null)
        let row = try #require(try laptop.read { try $0.row(key) })
        #expect(row.stored.shown[Note.title].siblings.map(\.value) == [.null])
        #expect(row.stored.shown[Note.pair].siblings.map(\.value) == [.null])
        #expect(try laptop.column("first", of: key) == .null)
    }

    @Test func `rows and units are numbered from one without gaps`() throws {
        let first = try laptop.note()
        let both = try laptop.write { writer in
            [
                try writer.create(Note.entity, [Note.title: .text("b")]),
                try writer.create(Note.entity, [Note.title: .text("c")]),
            ]
        }
        let ordinal = laptop.identity.ordinal
        #expect(first.row == RowID(ordinal, 1))
        #expect(both.value == [RowID(ordinal, 2), RowID(ordinal, 3)])
        #expect(both.dot == Dot(ordinal, 2))
        let items = try laptop.outbox(after: 0, maximumUnits: 10, maximumBytes: 1_000)
        #expect(items.map(\.counter) == [1, 2])
    }

    @Test func `a body that writes nothing makes no unit`() throws {
        let written = try laptop.write { writer in try writer.select("SELECT 1 AS one").count }
        #expect(written.value == 1)
        #expect(written.dot == nil)
        #expect(try laptop.read { try $0.unsent() }.isEmpty)
    }

    @Test func `a body that throws takes everything back`() throws {
        struct Stop: Error {}
        let key = try laptop.note()
        #expect(throws: Stop.self) {
            try laptop.write { writer in
                try writer.set(key, Note.title, .text("other"))
                _ = try writer.select("SELECT count(*) AS n FROM note")
                throw Stop()
            }
        }
        #expect(try laptop.value(key, Note.title) == .text("note"))
        #expect(try laptop.read { try $0.unsent() }.count == 1)
    }

    @Test func `queries inside a write see what it has written`() throws {
        let counts = try laptop.write { writer in
            let row = try writer.create(Note.entity, [Note.amount: .integer(1)])
            let before = try writer.select("SELECT amount FROM note").map { $0["amount"] }
            try writer.set(RowKey(Note.entity, row), Note.amount, .integer(2))
            return before + (try writer.select("SELECT amount FROM note").map { $0["amount"] })
        }
        #expect(counts.value == [.integer(1), .integer(2)])
        let entry = try #require(try laptop.read { try $0.unsent() }.first)
        #expect(entry.unit.changes.count == 1)
        #expect(entry.unit.changes[0].writes.map(\.value) == [.integer(2)])
    }

    @Test func `a second write of a field in one unit takes the first's place`() throws {
        let key = try laptop.note()
        _ = try laptop.write { writer in
            try writer.set(key, Note.title, .text("b"))
            try writer.set(key, Note.title, .text("c"))
        }
        let entry = try #require(try laptop.read { try $0.unsent() }.last)
        let write = try #require(entry.unit.changes.first?.writes.first)
        #expect(entry.unit.changes[0].writes.count == 1)
        #expect(write.value == .text("c"))
        #expect(write.covers == [Dot(laptop.identity.ordinal, 1)])
        let shown = try laptop.read { try $0.row(key) }?.stored.shown
        #expect(shown?[Note.title].siblings.map(\.value) == [.text("c")])
    }

    @Test func `a write covers what its own unsent writes covered`() throws {
        let key = try laptop.note()
        try world.sync(laptop)
        try laptop.set(key, Note.title, .text("b"))
        try laptop.set(key, Note.title, .text("c"))
        try laptop.set(key, Note.title, .text("d"))
        let ordinal = laptop.identity.ordinal
        let last = try #require(try laptop.read { try $0.unsent() }.last)
        #expect(last.unit.changes[0].writes[0].covers == (1...3).map { Dot(ordinal, $0) })
    }

    @Test func `a write covers what was rendered and not what came after`() throws {
        let other = try world.laptop()
        let key = try laptop.note()
        try world.sync(laptop)
        try world.sync(other)
        let screen = try laptop.read { try $0.rendered([key]) }
        let token = try #require(Rendered(token: screen.token))
        #expect(token == screen)
        try other.set(key, Note.title, .text("theirs"))
        try world.sync(other)
        try world.sync(laptop)
        try laptop.set(key, Note.title, .text("mine"), rendered: token)
        let siblings = try laptop.read { try $0.row(key) }?.stored.shown[Note.title].siblings
        #expect(Set(siblings?.map(\.value) ?? []) == [.text("theirs"), .text("mine")])
    }

    @Test(arguments: [
        (Note.title, Value.integer(1)), (Note.status, .integer(2)), (Note.status, .text("open")),
        (Note.flag, .integer(2)), (Note.parent, .integer(-1)), (Note.pair, .text("x")),
        (Note.pair, .tuple([.text("x")])), (FieldID(99), .text("x")),
    ])
    func `a value of another shape is refused before anything is saved`(
        field: FieldID, value: Value
    ) throws {
        let key = try laptop.note()
        let error = #expect(throws: StoreError.self) { try laptop.set(key, field, value) }
        #expect(error?.code == .badValue)
        #expect(try laptop.read { try $0.unsent() }.count == 1)
    }

    @Test func `what is too large, unknown or written once is refused by its code`() throws {
        let key = try laptop.note([Note.code: .text("a")])
        let long = Value.text(String(repeating: "x", count: Limits.maximumTextBytes + 1))
        let tooLarge = #expect(throws: StoreError.self) { try laptop.set(key, Note.body, long) }
        let once = #expect(throws: StoreError.self) {
            try laptop.set(key, Note.code, .text("b"))
        }
        let unknown = #expect(throws: StoreError.self) {
            try laptop.set(RowKey(Note.entity, RowID(.hub, 9)), Note.title, .text("b"))
        }
        let hubOnly = #expect(throws: StoreError.self) {
            try laptop.write { try $0.create(Directory.memberEntity, [:]) }
        }
        #expect(tooLarge?.code == .tooLarge)
        #expect(once?.code == .badValue)
        #expect(unknown?.code == .unknownRow)
        #expect(hubOnly?.code == .badValue)
    }

    @Test func `a unit keeps the time it is given and the clock goes on behind it`() throws {
        _ = try laptop.write(actedAt: 5_000) { try $0.create(Note.entity, [:]) }
        _ = try laptop.note()
        _ = try laptop.note()
        let stamps = try laptop.read { try $0.unsent() }.map(\.unit.stamp)
        #expect(stamps[0] == Stamp(milliseconds: 5_000))
        #expect(stamps[1].milliseconds == world.clock.now)
        #expect(stamps[2] > stamps[1])
    }

    @Test func `a reader's query may not write`() throws {
        let error = #expect(throws: StoreError.self) {
            try laptop.read { try $0.select("DELETE FROM note") }
        }
        #expect(error?.code == .badQuery)
    }
}
