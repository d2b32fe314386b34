// A laptop that follows a restored hub, which has some of its work under other names: what was sent
// is left to the feed, what waits is respelled, and numbers in notes lead on.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct LostNamesTests {
    private let world: TestWorld
    private let laptop: LocalStore
    private let made: RowKey
    private let renamed = RowKey(Note.entity, RowID("9-1")!)

    /// 2.1 made note 2-1 and is confirmed; 2.2 edits it and waits.
    init() throws {
        world = try TestWorld()
        laptop = try world.laptop()
        made = try laptop.note([Note.title: .text("made here")])
        try world.sync(laptop)
        try laptop.set(made, Note.title, .text("edited here"))
    }

    /// Follows a timeline on which 2.1 is 9.1, and note 2-1 is 9-1.
    private func follow() throws {
        try laptop.storeIncarnation(next: Nonce(5))
        try laptop.follow(
            TimelineMove(
                expected: try laptop.position(), timeline: Timeline(Nonce(77)),
                cursor: Cursor(position: 0, nonce: Nonce(0)), acknowledged: 1,
                renamed: [
                    OtherName(
                        was: Dot(laptop.identity.ordinal, 1),
                        became: Dot(renamed.row.ordinal, 1), rows: [renamed.row])
                ]))
    }

    @Test func `what waits is sent in the new spelling, and says what it was first`() throws {
        let own = laptop.identity.ordinal
        let before = try #require(try laptop.read { try $0.entry(Dot(own, 2)) })
        try follow()
        let items = try laptop.outbox(after: 1, maximumUnits: 9, maximumBytes: 9_999)
        guard case .unit(2, let unit, let origin)? = items.first, items.count == 1 else {
            Issue.record("\(items)")
            return
        }
        #expect(unit.changes.map(\.key) == [renamed])
        #expect(unit.changes.first?.writes.first?.covers == [Dot(renamed.row.ordinal, 1)])
        #expect(origin == UnitOrigin(before.dot, before.unit))
    }

    @Test func `what was sent is left to the feed, and its numbers lead on and are not reused`()
        throws
    {
        let own = laptop.identity.ordinal
        try follow()
        try laptop.read { reader throws in
            #expect(try reader.row(made) == nil)
            #expect(try reader.entry(Dot(own, 1)) == nil)
            #expect(try reader.renamed(made) == renamed.row)
        }
        let next = try laptop.note()
        #expect(next.row == RowID(own, 2))
        #expect(try laptop.read { try $0.unsent() }.map(\.dot.counter) == [2, 3])
        // If another hub goes back further, the counter that was passed is told as nothing.
        let all = try laptop.outbox(after: 0, maximumUnits: 9, maximumBytes: 9_999)
        #expect(all.map(\.counter) == [1, 2, 3])
        #expect(all.first == .void(counter: 1, .nothing))
    }

    @Test func `a counter that was passed is given no second time, however far hubs go back`()
        throws
    {
        let own = laptop.identity.ordinal
        let alone = try world.laptop()
        _ = try alone.note()
        try world.sync(alone)
        try alone.storeIncarnation(next: Nonce(5))
        try alone.follow(
            TimelineMove(
                expected: try alone.position(), timeline: Timeline(Nonce(78)),
                cursor: Cursor(position: 0, nonce: Nonce(0)), acknowledged: 0,
                renamed: [
                    OtherName(
                        was: Dot(alone.identity.ordinal, 1), became: Dot(own, 9),
                        rows: [RowID(own, 9)])
                ]))
        _ = try alone.note()
        #expect(try alone.read { try $0.unsent() }.map(\.dot.counter) == [2])
    }

    @Test func `names that mean something else here are read with the new ordinal, at once`() throws
    {
        // Another laptop's note is 2-2 at the hub. Here 2-2 is a note that waits, and so does an
        // edit of theirs.
        let own = laptop.identity.ordinal
        let other = try world.laptop()
        let theirs = try other.note([Note.title: .text("theirs")])
        try world.sync(other)
        try world.sync(laptop)
        let waiting = try laptop.note([Note.title: .text("waits here")])
        try laptop.set(theirs, Note.title, .text("edit of theirs"))
        let acknowledged = try laptop.position().acknowledged
        try laptop.storeIncarnation(next: Nonce(5))
        try laptop.follow(
            TimelineMove(
                expected: try laptop.position(), timeline: Timeline(Nonce(78)),
                cursor: Cursor(position: 0, nonce: Nonce(0)), acknowledged: acknowledged,
                renamed: [
                    OtherName(
                        was: Dot(other.identity.ordinal, 1), became: Dot(own, acknowledged + 1),
                        rows: [waiting.row])
                ]))
        let before = try laptop.read { try $0.unsent() }
        #expect(before.suffix(2).map { $0.unit.changes.map(\.key) } == [[waiting], [theirs]])
        try laptop.renumber(
            Renumbering(
                expected: try laptop.position(),
                replica: NewReplica(
                    ordinal: try #require(ReplicaOrdinal(30)), incarnation: Nonce(1),
                    birthCertificate: Nonce(2), name: "copy"),
                fates: [.different, .unknown]))
        let after = try laptop.read { try $0.unsent() }
        let mine = RowKey(Note.entity, try #require(RowID("30-1")))
        #expect(after.suffix(2).map { $0.unit.changes.map(\.key) } == [[mine], [waiting]])
        #expect(
            after.last?.unit.changes.first?.writes.first?.covers == [Dot(own, acknowledged + 1)])
        try laptop.read { reader throws in
            #expect(try reader.renamed(theirs) == waiting.row)
            #expect(try reader.renamed(waiting) == mine.row)
        }
    }

    @Test func `a screen that was rendered before is read by the new names`() throws {
        let rendered = try laptop.read { try $0.rendered([made]) }
        try follow()
        let respelled = try laptop.read { try $0.respelled(rendered) }
        #expect(respelled.rows.map(\.key) == [renamed])
        let dots = respelled.rows.first?.dots(Note.title)
        #expect(dots == [Dot(laptop.identity.ordinal, 2)])
    }

    @Test func `the end of a past is where the feed of now ends to be the same`() throws {
        let first = try laptop.position()
        try laptop.storeIncarnation(next: Nonce(5))
        try laptop.follow(
            TimelineMove(
                expected: try laptop.position(), timeline: Timeline(Nonce(77)),
                cursor: first.cursor, acknowledged: 1))
        try laptop.storeIncarnation(next: Nonce(6))
        try laptop.follow(
            TimelineMove(
                expected: try laptop.position(), timeline: Timeline(Nonce(78)),
                cursor: Cursor(position: 0, nonce: Nonce(0)), acknowledged: 1))
        #expect(try laptop.past().map(\.position) == [0, 0, 0])
        #expect(try laptop.past().last?.timeline == Timeline(Nonce(78)))
    }
}
