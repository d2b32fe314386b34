// The hub's side: verdicts that are kept, positions in commit order, and slices of the feed.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct HubTests {
    let world: TestWorld
    let one: LocalStore
    let two: LocalStore

    init() throws {
        world = try TestWorld()
        one = try world.laptop()
        two = try world.laptop()
    }

    private func load(
        _ laptop: LocalStore, counters: Range<UInt64> = 1..<1, rows: [RowKey] = [],
        cursor: UInt64 = 0
    ) throws -> HubContext {
        let load = HubLoad(
            ordinal: laptop.identity.ordinal, cursorPosition: cursor, counters: counters,
            rows: rows, mayWrite: false)
        return try world.hub.hubTransaction(mayWrite: false) {
            try $0.context(for: load, role: .member, isActive: true)
        }
    }

    @Test func `replicas are numbered after the hub itself`() throws {
        #expect([one, two].map(\.identity.ordinal.rawValue) == [2, 3])
        #expect(try world.enroll().ordinal.rawValue == 4)
    }

    @Test func `a new hub stands at zero with a cursor that fits a new laptop`() throws {
        let context = try load(one)
        #expect(context.head == Cursor(position: 0, nonce: Nonce(0)))
        #expect(context.nonceAtCursor == (try one.position().cursor.nonce))
        #expect(context.incarnation == one.identity.incarnation)
        #expect(context.known == VersionVector())
        #expect(context.role == .member)
    }

    @Test func `a sender that was never added is not found`() throws {
        let stranger = try LocalStore.inMemory(
            schema: .notes, identity: .test(ReplicaOrdinal(99).unsafelyUnwrapped),
            environment: world.environment)
        let error = #expect(throws: StoreError.self) { try load(stranger) }
        #expect(error?.code == .notFound)
    }

    @Test func `verdicts and hashes are kept by counter`() throws {
        let key = try one.note()
        try world.sync(one)
        try world.sync(two)
        try two.set(key, Note.title, .text("b"))
        try world.sync(two)
        try one.set(key, Note.title, .text("c"))
        try one.set(key, Note.title, .text("d"))
        try one.park(3, Refusal(.tooLarge))
        let units = try one.read { reader in
            try [1, 2].map { try reader.entry(Dot(one.identity.ordinal, $0)) }
        }
        let parked = try one.read { try $0.setAside() }
        try world.sync(one)
        let context = try load(one, counters: 1..<9, rows: [key])
        #expect(context.acknowledged == 3)
        #expect(context.judged.mapValues(\.verdict) == [1: .applied, 2: .sibling, 3: .void])
        #expect(context.judged[1]?.hash == units[0].map { UnitHash($0.unit) })
        #expect(context.judged[3]?.hash == UnitHash(parked[0].unit))
        #expect(
            context.known
                == VersionVector([Dot(one.identity.ordinal, 3), Dot(two.identity.ordinal, 1)]))
        #expect(context.rows[key]?[Note.title].siblings.count == 2)
        #expect(try load(one, counters: 2..<3).judged.keys.sorted() == [2])
    }

    @Test func `a refusal is kept with its reason and repeated`() throws {
        let refusal = Refusal(
            .unknownRow, key: RowKey(Note.entity, RowID(.hub, 4)), field: Note.title,
            buildsOn: Dot(.hub, 8))
        let ordinal = one.identity.ordinal
        let commit = HubCommit(
            ordinal: ordinal, incarnation: Nonce(1), acknowledged: 1, accepted: [],
            setAside: [
                HubCommit.SetAside(
                    dot: Dot(ordinal, 1), verdict: .refused(refusal),
                    hash: UnitHash(encodedUnit: [1]), content: [1])
            ], rows: [])
        let head = try world.hub.hubTransaction(mayWrite: true) {
            try $0.commit(commit, nonce: Nonce(2))
        }
        #expect(head.position == 0)
        let context = try load(one, counters: 1..<2)
        #expect(context.judged[1]?.verdict == .refused(refusal))
        #expect(context.incarnation == Nonce(1))
        #expect(context.acknowledged == 1)
    }

    @Test func `a slice has whole rows, and what a replica at its start had seen`() throws {
        let key = try one.note()
        try world.sync(one)
        try world.sync(two)
        try two.set(key, Note.amount, .integer(1))
        try world.sync(two)
        try one.set(key, Note.title, .text("b"))
        try one.set(key, Note.title, .text("c"))
        try world.sync(one)
        let (first, second) = (one.identity.ordinal, two.identity.ordinal)
        let slice = try world.hub.feed(from: FeedPlace(1), FeedBounds(units: 2, unitBytes: 9_999))
        #expect(slice.units.map(\.dot) == [Dot(second, 1), Dot(first, 2)])
        #expect(slice.units.compactMap { $0.envelope?.position } == [2, 3])
        #expect(slice.head.position == 4)
        #expect(slice.seenAtStart == VersionVector([Dot(first, 1)]))
        #expect(slice.rows.map(\.key) == [key])
        #expect(slice.rows[0].state.vector == VersionVector([Dot(first, 3), Dot(second, 1)]))
        let later = try world.hub.feed(from: FeedPlace(3), FeedBounds(units: 9, unitBytes: 9_999))
        #expect(later.seenAtStart == VersionVector([Dot(first, 2), Dot(second, 1)]))
        let end = try world.hub.feed(from: FeedPlace(4), FeedBounds(units: 9, unitBytes: 9_999))
        #expect(end.units.isEmpty)
        #expect(end.seenAtStart == VersionVector([Dot(first, 3), Dot(second, 1)]))
        let smallest = try world.hub.feed(from: FeedPlace(0), FeedBounds(units: 9, unitBytes: 1))
        #expect(smallest.units.count == 1)
    }

    @Test func `a page ends before a unit whose rows do not fit, and within one that is alone`()
        throws
    {
        let keys = try one.write { writer in
            try (0..<5).map { _ in
                RowKey(Note.entity, try writer.create(Note.entity, [Note.title: .text("x")]))
            }
        }.value
        try one.set(keys[0], Note.title, .text("a"))
        try one.set(keys[4], Note.title, .text("b"))
        try world.sync(one)
        let sizes = try world.hub.feed(from: FeedPlace(0)).rows.map {
            $0.state.deltaBytes(beyond: VersionVector())
        }
        let two = FeedBounds(rowBytes: sizes[0] + sizes[1])
        let first = try world.hub.feed(from: FeedPlace(0), two)
        #expect(
            first.isPart && first.units.count == 1 && first.rows.map(\.key) == Array(keys[..<2]))
        let second = try world.hub.feed(from: FeedPlace(0, row: keys[1]), two)
        #expect(second.isPart && second.rows.map(\.key) == Array(keys[2..<4]))
        #expect(second.units == first.units && second.seenAtStart == first.seenAtStart)
        let last = try world.hub.feed(from: FeedPlace(0, row: keys[3]), two)
        #expect(!last.isPart && last.units == first.units && last.rows.map(\.key) == [keys[4]])
        let one = try world.hub.feed(from: FeedPlace(1), FeedBounds(rowBytes: 1))
        #expect(!one.isPart && one.units.count == 1 && one.rows.map(\.key) == [keys[0]])
        let rest = try world.hub.feed(from: FeedPlace(1), two)
        #expect(rest.units.count == 2 && rest.rows.map(\.key) == [keys[0], keys[4]])
    }

    @Test func `what a hub gives always fits an answer`() {
        let verdicts = Limits.maximumUnitsPerPush * 64
        let largestRow = Limits.maximumRowBytes + Limits.maximumVectorEntries * 12 + 64
        let page = Limits.feedPageBytes + Limits.maximumUnitBytes + Limits.feedRowBytes + largestRow
        #expect(verdicts + page + 1_024 <= Limits.maximumAnswerBytes)
    }

    @Test func `the hub's own rows reach the laptops`() throws {
        let member = try world.hub.hubTransaction(mayWrite: true) { hub in
            let first = try hub.nextRow(Directory.memberEntity)
            let second = try hub.nextRow(Directory.memberEntity)
            #expect(second.number == first.number + 1)
            let key = RowKey(Directory.memberEntity, first)
            let name = FieldWrite(field: Directory.MemberField.name, value: .text("Ada"))
            let creation = RowChange(key: key, isCreation: true, writes: [name])
            let dot = try hub.writeOwn(
                [creation], receivedAt: world.clock.now, nonce: Nonce(4))
            let rename = FieldWrite(
                field: Directory.MemberField.name, value: .text("Ada L."), covers: [dot])
            _ = try hub.writeOwn(
                [RowChange(key: key, isCreation: false, writes: [rename])],
                receivedAt: world.clock.now, nonce: Nonce(5))
            return key
        }
        try world.sync(one)
        #expect(try one.value(member, Directory.MemberField.name) == .text("Ada L."))
        #expect(try one.position().cursor == Cursor(position: 2, nonce: Nonce(5)))
        #expect(try one.digest() == world.hub.digest())
        #expect(try load(one, cursor: 1).nonceAtCursor == Nonce(4))
        #expect(try load(one, cursor: 9).nonceAtCursor == nil)
    }

    @Test func `tables of the hub's own live in the same transactions`() throws {
        struct Stop: Error {}
        try world.hub.hubTransaction(mayWrite: true) { hub in
            try hub.execute("CREATE TABLE hub_token (id INTEGER PRIMARY KEY, name TEXT)")
        }
        #expect(throws: Stop.self) {
            try world.hub.hubTransaction(mayWrite: true) { hub in
                try hub.execute("INSERT INTO hub_token(name) VALUES(?)", [.text("a")])
                throw Stop()
            }
        }
        let names = try world.hub.hubTransaction(mayWrite: true) { hub in
            try hub.execute("INSERT INTO hub_token(name) VALUES(?)", [.text("b")])
            return try hub.select("SELECT name FROM hub_token").map { $0["name"] }
        }
        #expect(names == [.text("b")])
    }

    @Test func `a hub's file is no laptop's and the other way round`() throws {
        let directory = TestDirectory()
        let hub = try LocalStore.createHub(
            in: directory.path, schema: .notes, workspace: "w", timeline: TestWorld.timeline)
        try hub.close()
        let again = try LocalStore.openHub(in: directory.path, schema: .notes)
        #expect(again.identity.workspace == "w")
        #expect(again.identity.timeline == TestWorld.timeline)
        let other = TestDirectory()
        try LocalStore.create(in: other.path, schema: .notes, identity: one.identity).close()
        let error = #expect(throws: StoreError.self) {
            try LocalStore.openHub(in: other.path, schema: .notes)
        }
        #expect(error?.code == .unreadable)
    }
}
