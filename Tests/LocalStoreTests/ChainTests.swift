// The hash chains: the same on hub and laptops, and broken by whoever touches the file.

import CSQLite
import SyncEngine
import Testing

@testable import LocalStore

@Suite struct ChainTests {
    let world: TestWorld
    let directory = TestDirectory()
    let one: LocalStore
    let two: LocalStore
    let note: RowKey
    let other: RowKey

    /// Positions: 1 note, 2 remark on it, 3 another note, 4 and 5 edits of the first by both.
    init() throws {
        world = try TestWorld()
        one = try .create(
            in: directory.path, schema: .notes, identity: try world.enroll(),
            environment: world.environment)
        two = try world.laptop()
        let note = try one.note([Note.title: .text("a")])
        self.note = note
        _ = try one.write { writer in
            try writer.create(
                Remark.entity, [Remark.note: .row(note.row), Remark.text: .text("r")])
        }
        other = try one.note([Note.title: .text("b")])
        try world.sync(one)
        try world.sync(two)
        try two.set(note, Note.title, .text("c"))
        try one.set(note, Note.title, .text("d"))
        for laptop in [two, one, two] { try world.sync(laptop) }
    }

    private func heads(_ store: LocalStore) throws -> [ChainHead] {
        try store.prepareChains()
        return try store.read { try $0.chainHeads() }
    }

    /// Changes the file as somebody with an editor for SQLite would, and opens it again.
    private func tampered(_ sql: String) throws -> ChainReport {
        try one.prepareChains()
        try one.close()
        var connection: OpaquePointer?
        try #require(sqlite3_open(directory.path + "/replica.sqlite", &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
        let store = try LocalStore.open(
            in: directory.path, schema: .notes, environment: world.environment)
        defer { try? store.close() }
        return try store.verifyChains()
    }

    @Test func `hub and laptops have the same heads, one for a row and those that belong to it`()
        throws
    {
        let head = try heads(one)
        #expect(head.map(\.key) == [note, other])
        #expect(head.map(\.units) == [4, 1])
        #expect(try heads(two) == head)
        #expect(try heads(world.hub) == head)
    }

    @Test func `a chain is the same however often it was followed on the way`() throws {
        let late = try world.laptop()
        for text in ["e", "f"] {
            try two.set(note, Note.title, .text(text))
            try world.sync(two)
            _ = try heads(two)
        }
        try world.sync(late, pageUnits: 2)
        #expect(try heads(late) == heads(two))
        #expect(try heads(late) == heads(world.hub))
        #expect(try two.verifyChains() == ChainReport(chains: 2, units: 7, breaks: []))
        #expect(try late.verifyChains().breaks.isEmpty)
    }

    @Test func `waiting units are in no chain`() throws {
        let before = try heads(one)
        try one.set(note, Note.title, .text("waiting"))
        #expect(try heads(one) == before)
    }

    @Test func `a new timeline anchors the chains anew`() throws {
        let before = try heads(one)
        try one.inTransaction { try $0.setMeta(.timeline, .integer(78)) }
        let after = try heads(one)
        #expect(after.map(\.units) == before.map(\.units))
        #expect(Set(after.map(\.value)).isDisjoint(with: before.map(\.value)))
    }

    @Test func `an untouched file has no breaks`() throws {
        let report = try tampered("SELECT 1")
        #expect(report == ChainReport(chains: 2, units: 5, breaks: []))
    }

    /// What is changed in the file, and what the first broken entry must be.
    static let tamperings: [(sql: String, position: UInt64, kind: ChainBreak.Kind)] = [
        ("UPDATE history SET received_at=received_at-1 WHERE position=2", 2, .changed),
        (
            "UPDATE history SET unit=(SELECT unit FROM history WHERE position=5) WHERE position=4",
            4, .changed
        ),
        ("UPDATE history SET unit=x'00' WHERE position=4", 4, .changed),
        ("UPDATE history SET id=id+100 WHERE position=5", 5, .changed),
        ("DELETE FROM history WHERE position=4", 4, .missing),
        ("DELETE FROM history WHERE position=5", 5, .missing),
        ("DELETE FROM chain_link WHERE position=4", 4, .added),
        ("UPDATE chain_head SET units=units+1", 0, .head),
        ("DELETE FROM chain_head", 0, .head),
    ]

    @Test(arguments: tamperings.indices)
    func `whoever changes the history is found, with the first broken entry`(index: Int) throws {
        let tampering = Self.tamperings[index]
        let report = try tampered(tampering.sql)
        let first = try #require(report.breaks.first { $0.key == note })
        #expect(first.position == tampering.position)
        #expect(first.kind == tampering.kind)
    }
}
