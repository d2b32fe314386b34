// Not accepted: retried whole and in order, given up without a loss, never judged twice.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct RetryTests {
    let world: TestWorld
    let one: LocalStore
    let two: LocalStore
    let key: RowKey

    init() throws {
        world = try TestWorld()
        one = try world.laptop()
        two = try world.laptop()
        key = try one.note([Note.title: .text("base")])
        try world.sync(one)
        try world.sync(two)
    }

    private func own(_ counter: UInt64) -> Dot { Dot(one.identity.ordinal, counter) }

    /// The hub passes the counters over that are named, as it does for a member without the right.
    private func refuse(_ counters: UInt64..., of last: UInt64) throws {
        let first = try one.position().acknowledged + 1
        let verdicts = (first...last).map { counter in
            CounterVerdict(
                counter: counter,
                verdict: counters.contains(counter) ? .refused(Refusal(.notAllowed)) : .applied)
        }
        _ = try one.commit(try world.answer(one, verdicts, acknowledged: last))
    }

    private func texts(_ laptop: LocalStore, _ field: FieldID = Note.title) throws -> [Value] {
        try laptop.read { try $0.row(key) }?.stored.shown[field].siblings.map(\.value) ?? []
    }

    @Test func `a retry is a new unit with the old time, and covers what the refused ones covered`()
        throws
    {
        try one.set(key, Note.title, .text("first"))
        try one.set(key, Note.title, .text("second"))
        let acted = try one.read { try $0.unsent() }.map(\.unit.stamp)
        try refuse(2, 3, of: 3)
        #expect(try texts(one) == [.text("base")])
        world.clock.advance(3_600_000)
        let retried = try one.retry([own(2)])
        #expect(retried.map(\.was) == [own(2), own(3)])
        #expect(retried.map(\.became) == [own(4), own(5)])
        let unsent = try one.read { try $0.unsent() }
        #expect(unsent.map(\.unit.stamp) == acted)
        #expect(unsent[0].unit.changes[0].writes[0].covers == [own(1)])
        #expect(unsent[1].unit.changes[0].writes[0].covers == [own(1), own(4)])
        #expect(try texts(one) == [.text("second")])
        #expect(try one.read { try $0.setAside() }.isEmpty)
        #expect(
            try one.read { try $0.settledSetAside() }.map(\.fate)
                == [.retried(own(4)), .retried(own(5))])
        #expect(try one.shownEqualsRules())
    }

    @Test func `only the later of two is retried: it covers what the earlier one had covered`()
        throws
    {
        try one.set(key, Note.title, .text("first"))
        try one.set(key, Note.title, .text("second"))
        try refuse(2, 3, of: 3)
        #expect(try one.retry([own(3)]).map(\.was) == [own(3)])
        let unit = try #require(try one.read { try $0.unsent() }.first).unit
        #expect(unit.changes[0].writes[0].covers == [own(1)])
        #expect(try texts(one) == [.text("second")])
        #expect(try one.read { try $0.setAside() }.map(\.dot) == [own(2)])
    }

    @Test func `what was written meanwhile stands beside a retry`() throws {
        try one.set(key, Note.title, .text("refused"))
        try refuse(2, of: 2)
        try one.set(key, Note.title, .text("meanwhile"))
        try one.retry([own(2)])
        #expect(Set(try texts(one)) == [.text("meanwhile"), .text("refused")])
    }

    @Test func `a row comes back under its id, with what names it and before it`() throws {
        let note = try one.note()
        let remark = try one.write { writer in
            try writer.create(
                Remark.entity, [Remark.note: .row(note.row), Remark.text: .text("hm")])
        }
        try one.set(RowKey(Remark.entity, remark.value), Remark.text, .text("hm!"))
        let other = try one.note()
        try refuse(2, 3, 4, of: 5)
        #expect(try one.read { try $0.row(note) } == nil)
        // Named is the last alone: its row and the row of that have to come first.
        let group = try one.read { try $0.setAsideGroup([own(4)], forRetry: true) }
        #expect(group.map(\.dot) == [own(2), own(3), own(4)])
        let retried = try one.retry([own(4)])
        #expect(retried.map(\.became) == [own(6), own(7), own(8)])
        #expect(try one.value(note, Note.title) == .text("note"))
        #expect(
            try one.value(RowKey(Remark.entity, remark.value), Remark.text) == .text("hm!"))
        #expect(try one.note().row.number > other.row.number)
    }

    @Test func `giving up takes what builds on it, keeps the text, and can be taken back`() throws {
        let note = try one.note([Note.title: .text("kept")])
        try one.set(note, Note.amount, .integer(7))
        try one.set(key, Note.amount, .integer(1))
        try refuse(2, 3, 4, of: 4)
        #expect(try one.discard([own(2)]) == [own(2), own(3)])
        #expect(try one.read { try $0.setAside() }.map(\.dot) == [own(4)])
        let settled = try one.read { try $0.settledSetAside() }
        #expect(settled.map(\.fate) == [.discarded, .discarded])
        #expect(settled[0].unit.changes[0].writes.map(\.value) == [.text("kept")])
        #expect(throws: StoreError.self) { try one.discard([own(2)]) }
        #expect(try one.retry([own(3)]).map(\.was) == [own(2), own(3)])
        #expect(try one.value(note, Note.amount) == .integer(7))
    }

    @Test func `nothing is retried before the hub has passed it over, nor twice`() throws {
        try one.set(key, Note.title, .text("large"))
        try one.park(2, Refusal(.tooLarge))
        let early = #expect(throws: StoreError.self) { try one.retry([own(2)]) }
        #expect(early?.code == .busy)
        #expect(try one.read { try $0.setAside() }.count == 1)
        try world.sync(one)
        try one.retry([own(2)])
        let twice = #expect(throws: StoreError.self) { try one.retry([own(2)]) }
        #expect(twice?.code == .notFound)
        #expect(throws: StoreError.self) { try one.retry([own(99)]) }
        try world.sync(one)
        try world.sync(two)
        #expect(try texts(two) == [.text("large")])
        #expect(try one.digest() == two.digest())
        #expect(try one.read { try $0.unsent() }.isEmpty)
    }

    @Test func `a retry can be refused again, and retried again`() throws {
        try one.set(key, Note.title, .text("again"))
        try refuse(2, of: 2)
        try one.retry([own(2)])
        try refuse(3, of: 3)
        #expect(try one.read { try $0.setAside() }.map(\.dot) == [own(3)])
        #expect(try one.retry([own(3)]).map(\.became) == [own(4)])
        #expect(try texts(one) == [.text("again")])
    }

    @Test func `who had seen a retried unit has seen its retry, and never what came between`()
        throws
    {
        func write(_ text: String, seen: UInt64) throws {
            _ = try one.write { writer in
                try writer.set(
                    key, Note.title, .text(text),
                    given: Evidence([.seen(VersionVector([own(seen)]))]))
            }
        }
        func seen() throws -> [UInt64?] {
            try one.read { try $0.unsent() }.map {
                $0.unit.changes[0].writes[0].evidence.seen?[one.identity.ordinal]
            }
        }
        try write("a", seen: 1)
        try write("b", seen: 2)
        try refuse(2, 3, of: 3)
        try one.retry([own(2)])
        #expect(try seen() == [1, 4])
        try refuse(4, 5, of: 5)
        try one.set(key, Note.amount, .integer(3))
        try one.retry([own(4)])
        #expect(try seen() == [nil, 1, 4])
    }
}
