// Search, history of rows, conflicts and observers: what is derived from rows and units.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct DerivedTests {
    let world: TestWorld
    let one: LocalStore
    let two: LocalStore

    init() throws {
        world = try TestWorld()
        one = try world.laptop()
        two = try world.laptop()
    }

    private func find(_ text: String, in store: LocalStore? = nil) throws -> [RowID] {
        let store = store ?? one
        try store.prepareDerived()
        return try store.read { try $0.search(Note.entity, text, limit: 50) }
    }

    @Test func `every word is a prefix, whatever its case and diacritics`() throws {
        let key = try one.note([Note.title: .text("Drucker in Zürich"), Note.body: .text("kaputt")])
        let other = try one.note([Note.title: .text("Drucker in Bern")])
        #expect(try find("druck") == [other.row, key.row])
        #expect(try find("zurich DRU") == [key.row])
        #expect(try find("kap drucker") == [key.row])
        #expect(try find("drucker genf") == [])
        #expect(try find("ucker") == [])
    }

    @Test(arguments: [
        "\"", "'", "a\"b", "*", "-", "NEAR(", "a AND", "OR", "NOT x", "text:", "^a", "(((", "a*b",
        "\u{0}a", "a\u{0}\"", "{}", "+", "🙂", "a:b:c", "\\", ";DROP TABLE note",
        String(repeating: "w ", count: 500), String(repeating: "x", count: 100_000),
    ])
    func `no text of a person is an error`(text: String) throws {
        _ = try one.note([Note.title: .text("x")])
        _ = try find(text)
    }

    @Test func `a word in quotes or with a dash is found as it stands`() throws {
        let key = try one.note([Note.title: .text("printer-3 says \"no\"")])
        #expect(try find("printer-3") == [key.row])
        #expect(try find("\"no\"") == [key.row])
        #expect(try find(" ") == [])
    }

    @Test func `losing values are found, and values that were taken back are not`() throws {
        let key = try one.note([Note.title: .text("start")])
        try world.sync(one)
        try world.sync(two)
        try one.set(key, Note.title, .text("apple"))
        try two.set(key, Note.title, .text("banana"))
        for laptop in [one, two, one] { try world.sync(laptop) }
        #expect(try find("apple") == [key.row])
        #expect(try find("banana") == [key.row])
        #expect(try find("start") == [])
        try one.set(key, Note.title, .text("cherry"))
        #expect(try find("cherry") == [key.row])
        #expect(try find("apple") == [])
        try one.park(3, Refusal(.tooLarge))
        #expect(try find("cherry") == [])
        #expect(try find("apple") == [key.row])
    }

    @Test func `the history of a row is confirmed units in hub order, then waiting ones`() throws {
        let key = try one.note()
        _ = try one.note()
        try world.sync(one)
        try world.sync(two)
        try two.set(key, Note.title, .text("b"))
        try world.sync(two)
        try world.sync(one)
        try one.set(key, Note.title, .text("c"))
        try one.prepareDerived()
        let history = try one.read { try $0.history(of: [key]) }
        let (first, second) = (one.identity.ordinal, two.identity.ordinal)
        #expect(history.map(\.dot) == [Dot(first, 1), Dot(second, 1), Dot(first, 3)])
        #expect(history.map { $0.envelope?.position } == [1, 3, nil])
        #expect(try one.read { try $0.entry(Dot(second, 1)) } == history[1])
    }

    @Test func `a conflict stands in the index until somebody decides`() throws {
        let key = try one.note([Note.title: .text("a"), Note.body: .text("a")])
        for laptop in [one, two] { try world.sync(laptop) }
        #expect(try one.read { try $0.conflicts() }.isEmpty)
        for (laptop, text) in [(one, "b"), (two, "c")] {
            try laptop.set(key, Note.title, .text(text))
            try laptop.set(key, Note.body, .text(text))
        }
        for laptop in [one, two, one] { try world.sync(laptop) }
        let expected = [(Note.title, Grade.notice), (Note.body, .review)].map {
            ConflictRecord(key: key, field: $0.0, grade: $0.1, isHeld: false)
        }
        #expect(try one.read { try $0.conflicts(of: Note.entity) } == expected)
        #expect(try one.read { try $0.conflicts(of: Remark.entity) }.isEmpty)
        try one.set(key, Note.body, .text("decided"))
        #expect(try one.read { try $0.conflicts() } == Array(expected.prefix(1)))
        for laptop in [one, two] { try world.sync(laptop) }
        #expect(try two.read { try $0.conflicts() } == Array(expected.prefix(1)))
    }

    @Test func `a held field is in the index with one value only`() throws {
        let key = try one.note([Note.flag: .integer(1)])
        #expect(try one.column("flag", of: key) == .integer(0))
        let held = try one.read { try $0.conflicts() }
        #expect(held == [ConflictRecord(key: key, field: Note.flag, grade: .none, isHeld: true)])
        try one.set(key, Note.flag, .integer(0))
        #expect(try one.read { try $0.conflicts() }.isEmpty)
        try one.set(key, Note.title, .text("t"))
        let row = try #require(try one.read { try $0.row(key) })
        #expect(row.stored.shown[Note.flag].siblings.map(\.value) == [.integer(0)])
    }

    @Test func `a rendered tree holds the row and what belongs to it`() throws {
        let key = try one.note()
        let other = try one.note()
        let remarks = try one.write { writer in
            try [key, key, other].map { note in
                try writer.create(Remark.entity, [Remark.note: .row(note.row)])
            }
        }
        let tree = try one.read { try $0.renderedTree(key) }
        #expect(
            tree.rows.map(\.key)
                == [key] + remarks.value.prefix(2).map { RowKey(Remark.entity, $0) })
        #expect(tree.seen == VersionVector([Dot(one.identity.ordinal, 3)]))
        #expect(Rendered(token: tree.token) == tree)
        #expect(Rendered(token: tree.token + "A") == nil)
        #expect(Rendered(token: "") == nil)
    }

    @Test func `an observer sees each change of its result once`() async throws {
        var results = one.observe("SELECT title FROM note ORDER BY id").makeAsyncIterator()
        #expect(try await results.next()?.count == 0)
        let key = try one.note([Note.title: .text("a")])
        #expect(try await results.next()?.map { $0["title"] } == [.text("a")])
        try one.set(key, Note.amount, .integer(1))
        try one.set(key, Note.title, .text("b"))
        #expect(try await results.next()?.map { $0["title"] } == [.text("b")])
    }

    @Test func `a tick follows a commit, and ticks fold until one is taken`() async throws {
        var ticks = one.commits().makeAsyncIterator()
        _ = try one.note()
        _ = try one.note()
        try one.close()
        #expect(await ticks.next() != nil)
        #expect(await ticks.next() == nil)
    }

    @Test func `a commit that changed nothing makes no tick`() async throws {
        var ticks = one.commits().makeAsyncIterator()
        _ = try one.write { _ in }
        try one.close()
        #expect(await ticks.next() == nil)
    }
}
