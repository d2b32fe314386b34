// Pulls join into the base, own writes lie on it, and replicas at one cursor hold the same.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct SyncTests {
    let world: TestWorld
    let one: LocalStore
    let two: LocalStore

    init() throws {
        world = try TestWorld()
        one = try world.laptop()
        two = try world.laptop()
    }

    private func settle() throws {
        for _ in 0..<2 { for laptop in [one, two] { try world.sync(laptop) } }
    }

    @Test func `replicas that synced have the hub's digest`() throws {
        let key = try one.note([Note.title: .text("a"), Note.pair: .tuple([.text("p"), .null])])
        try settle()
        try one.set(key, Note.title, .text("b"))
        try two.set(key, Note.title, .text("c"))
        try two.set(key, Note.amount, .integer(4))
        _ = try two.note([Note.title: .text("another")])
        try settle()
        let digest = try world.hub.digest()
        #expect(try one.digest() == digest)
        #expect(try two.digest() == digest)
        #expect(try one.read { try $0.unsent() }.isEmpty)
        #expect(try one.read { try $0.row(key) }?.isUnsent == false)
        #expect(try one.read { try $0.row(key) }?.stored.shown[Note.title].siblings.count == 2)
    }

    @Test func `waiting changes are not in the digest`() throws {
        try settle()
        let before = try one.digest()
        let key = try one.note()
        #expect(try one.digest() == before)
        try settle()
        let after = try one.digest()
        #expect(after != before)
        try one.set(key, Note.title, .text("b"))
        #expect(try one.digest() == after)
    }

    @Test func `a pull never overwrites a waiting edit`() throws {
        let key = try one.note()
        try settle()
        try two.set(key, Note.title, .text("theirs"))
        try two.set(key, Note.amount, .integer(1))
        try world.sync(two)
        try one.set(key, Note.title, .text("mine"))
        // The answer to the push is lost; what was pulled is what a second laptop would see.
        let page = try world.page(for: one)
        _ = try one.commit(page)
        #expect(try one.value(key, Note.title) == .text("mine"))
        #expect(try one.value(key, Note.amount) == .integer(1))
        let row = try #require(try one.read { try $0.row(key) })
        #expect(row.isUnsent)
        #expect(row.stored.confirmed?[Note.title].siblings.map(\.value) == [.text("theirs")])
        #expect(try one.digest() == two.digest())
    }

    @Test func `a unit leaves the overlay when it comes back on the feed`() throws {
        let key = try one.note()
        #expect(try one.read { try $0.unsent() }.count == 1)
        try world.sync(one)
        let entry = try #require(try one.read { try $0.entry(Dot(one.identity.ordinal, 1)) })
        #expect(entry.envelope?.position == 1)
        #expect(try one.read { try $0.unsent() }.isEmpty)
        #expect(try one.read { try $0.row(key) }?.stored.base == nil)
    }

    @Test func `a refused unit is taken out and what it covered comes back`() throws {
        let key = try one.note()
        try settle()
        try one.set(key, Note.title, .text("b"))
        try one.set(key, Note.amount, .integer(1))
        try one.set(key, Note.title, .text("c"))
        let refusal = Refusal(.notAllowed, key: key, field: Note.title)
        _ = try one.commit(
            try world.answer(
                one,
                [
                    CounterVerdict(counter: 2, verdict: .refused(refusal)),
                    CounterVerdict(counter: 3, verdict: .applied),
                ], acknowledged: 3))
        #expect(try one.value(key, Note.title) == .text("note"))
        #expect(try one.column("title", of: key) == .text("note"))
        #expect(try one.value(key, Note.amount) == .integer(1))
        let aside = try one.read { try $0.setAside() }
        #expect(aside.map(\.dot.counter) == [2, 4])
        #expect(aside.map(\.kind) == [.refused, .parked])
        #expect(aside[0].refusal == refusal)
        #expect(aside[1].refusal.code == .buildsOnRefused)
        #expect(aside[1].refusal.buildsOn == Dot(one.identity.ordinal, 2))
        #expect(try one.read { try $0.unsent() }.map(\.dot.counter) == [3])
        let items = try one.outbox(after: 3, maximumUnits: 9, maximumBytes: 9_999)
        guard case .void(4, let hash, _)? = items.first else {
            Issue.record("expected a void, got \(items)")
            return
        }
        #expect(hash == UnitHash(aside[1].unit))
    }

    @Test func `a refused creation takes its row and what names it away, and burns the id`() throws
    {
        let note = try one.note()
        let remark = try one.write { writer in
            try writer.create(
                Remark.entity, [Remark.note: .row(note.row), Remark.text: .text("hm")])
        }
        let child = try one.note([Note.parent: .row(note.row)])
        let other = try one.note()
        _ = try one.commit(
            try world.answer(
                one, [CounterVerdict(counter: 1, verdict: .refused(Refusal(.notAllowed)))],
                acknowledged: 1))
        let aside = try one.read { try $0.setAside() }
        #expect(aside.map(\.dot.counter) == [1, 2, 3])
        #expect(try one.read { try $0.row(note) } == nil)
        #expect(try one.read { try $0.row(RowKey(Remark.entity, remark.value)) } == nil)
        #expect(try one.read { try $0.row(child) } == nil)
        #expect(try one.read { try $0.row(other) } != nil)
        #expect(try one.note().row.number == 4)
    }

    @Test func `a burned number is not given again`() throws {
        _ = try one.note()
        try one.park(1, Refusal(.tooLarge))
        #expect(try one.note().row.number == 2)
        #expect(try one.read { try $0.unsent() }.map(\.dot.counter) == [2])
    }

    @Test func `a parked unit goes to the hub as a void and the rest flows`() throws {
        let key = try one.note()
        try settle()
        try one.set(key, Note.title, .text("b"))
        try one.set(key, Note.title, .text("c"))
        try one.set(key, Note.amount, .integer(7))
        try one.park(2, Refusal(.tooLarge))
        try settle()
        #expect(try two.value(key, Note.title) == .text("note"))
        #expect(try two.value(key, Note.amount) == .integer(7))
        #expect(try one.read { try $0.unsent() }.isEmpty)
        #expect(try one.read { try $0.setAside() }.map(\.kind) == [.parked, .parked])
        #expect(try one.position().acknowledged == 4)
        #expect(try one.digest() == two.digest())
    }

    @Test func `a unit that the hub had taken comes back from the parked ones`() throws {
        let key = try one.note()
        try settle()
        try one.set(key, Note.title, .text("b"))
        try one.park(2, Refusal(.tooLarge))
        #expect(try one.value(key, Note.title) == .text("note"))
        _ = try one.commit(
            try world.answer(
                one, [CounterVerdict(counter: 2, verdict: .applied)], acknowledged: 2))
        #expect(try one.value(key, Note.title) == .text("b"))
        #expect(try one.read { try $0.setAside() }.isEmpty)
    }

    @Test func `pages are shown together, when the last one has come`() throws {
        for index in 0..<5 {
            let key = try one.note([Note.amount: .integer(Int64(index))])
            try one.set(key, Note.title, .text("t"))
        }
        try world.sync(one)
        let stopped = try world.sync(two, pageUnits: 3, rounds: 2)
        #expect(stopped == nil)
        let middle = try two.position()
        #expect(middle.cursor.position == 0)
        #expect(middle.place == FeedPlace(6))
        #expect(
            try two.read { try $0.select("SELECT count(*) AS n FROM note") }[0]["n"] == .integer(0))
        try world.sync(two, pageUnits: 3)
        #expect(try two.position().place == FeedPlace(10))
        #expect(try two.digest() == one.digest())
    }

    @Test func `a unit of many rows is shown as a whole, also where its parts come one by one`()
        throws
    {
        let keys = try one.write { writer in
            try (0..<6).map { _ in RowKey(Note.entity, try writer.create(Note.entity, [:])) }
        }.value
        for key in keys { try one.set(key, Note.title, .text("t")) }
        try world.sync(one)
        let alone = FeedBounds(rowBytes: 1)
        #expect(try world.sync(two, alone, rounds: 4) == nil)
        #expect(try two.position().cursor.position == 0)
        #expect(try two.position().place == FeedPlace(0, row: keys[3]))
        #expect(try two.read { try $0.select("SELECT id FROM note") }.isEmpty)
        // What is written while the parts come is in the later ones, and not lost in those before.
        try one.set(keys[0], Note.body, .text("late"))
        try one.set(keys[5], Note.body, .text("late"))
        try world.sync(one)
        guard case .upToDate(let report) = try world.sync(two, alone) else {
            Issue.record("not up to date")
            return
        }
        #expect(try two.position().place == FeedPlace(9))
        #expect(try two.digest() == one.digest())
        #expect(report.pulled == 9)
        #expect(try two.value(keys[0], Note.body) == .text("late"))
    }

    @Test func `an answer to an older position changes nothing`() throws {
        let key = try one.note()
        try settle()
        try two.set(key, Note.title, .text("b"))
        try world.sync(two)
        let late = try world.page(for: one)
        try world.sync(one)
        try one.set(key, Note.amount, .integer(2))
        let digest = try one.digest()
        let before = try one.position()
        let error = #expect(throws: StoreError.self) { try one.commit(late) }
        #expect(error?.code == .outdated)
        #expect(error?.retry == .later)
        #expect(try one.digest() == digest)
        #expect(try one.position() == before)
        #expect(try one.value(key, Note.amount) == .integer(2))
    }

    @Test func `a clock that ran ahead is cut back at contact`() throws {
        world.clock.advance(1_000_000)
        let key = try one.note()
        let ahead = world.clock.now
        world.clock.advance(-1_000_000)
        try settle()
        let creation = try #require(try one.read { try $0.row(key) }).stored.shown.creation
        #expect(creation.stamp.milliseconds < ahead)
        try one.set(key, Note.title, .text("b"))
        let stamp = try #require(try one.read { try $0.unsent() }.first).unit.stamp
        #expect(stamp.milliseconds <= world.clock.now)
        try settle()
        #expect(try one.digest() == world.hub.digest())
    }

    @Test func `an answer with nothing in it commits nothing`() throws {
        try settle()
        let before = try one.inTransaction { $0.totalChanges }
        try settle()
        #expect(try one.inTransaction { $0.totalChanges } == before)
    }

    @Test func `random work on three laptops ends in one digest`() throws {
        for seed in UInt64(1)...6 {
            let world = try TestWorld(seed: seed)
            let laptops = try (0..<3).map { _ in try world.laptop() }
            for _ in 0..<60 {
                let laptop = laptops[Int(world.random.next() % 3)]
                try world.act(on: laptop)
            }
            for _ in 0..<2 { for laptop in laptops { try world.sync(laptop) } }
            let digest = try world.hub.digest()
            for laptop in laptops {
                #expect(try laptop.digest() == digest, "seed \(seed)")
                #expect(try laptop.shownEqualsRules(), "seed \(seed)")
            }
        }
    }
}
