// Many laptops at once: one page for all of them, one commit for many, and each told when to come
// back.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Synchronization
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Under load` {
    @Test func `laptops at one position get one page, which is encoded once`() async throws {
        try await TestHub.serving { hub in
            var pushing = try await TestLaptop(hub, code: hub.ownerCode)
            var laptops: [TestLaptop] = []
            for n in 1...12 { laptops.append(try await TestLaptop(hub, of: "Member \(n)")) }
            for index in laptops.indices { try await laptops[index].sync() }
            try await pushing.sync()
            let before = hub.workspaces.metrics.value("syncd_hub_pages_encoded_total")
            let units = (1...50).map {
                pushing.creation(of: TicketSchema.contact, "Name \($0)", n: $0)
            }
            try await pushing.sync(units)
            let pages = try await withThrowingTaskGroup(of: FeedPage.self) { tasks in
                for laptop in laptops {
                    tasks.addTask {
                        try await laptop.answer(to: laptop.request()).accepted().page
                    }
                }
                return try await tasks.reduce(into: [FeedPage]()) { $0.append($1) }
            }
            #expect(Set(pages).count == 1)
            // What others wrote is told with receipts: a restored hub takes it back from anybody.
            #expect(pages.allSatisfy { $0.units.allSatisfy { $0.receipt != nil } })
            #expect(pages.first?.names(of: TicketSchema.contact).count == 50)
            let encoded = hub.workspaces.metrics.value("syncd_hub_pages_encoded_total") - before
            #expect(encoded == 1)
        }
    }

    @Test func `a shared page is the page that a laptop would get alone`() throws {
        // Units of two replicas, a row that both touched, and a receiver without any of it.
        let world = SharedPageWorld()
        for start in 0...world.slice.units.count {
            let slice = world.slice(after: UInt64(start))
            for key in [nil, ReceiptKey(bytes: [UInt8](repeating: 7, count: 32))] {
                let page = EncodedPage(slice, signedBy: key)
                #expect(page.unitCount == slice.units.count)
                let alone = try world.answer(.read(slice), key)
                #expect(try world.answer(.readShared(page), key) == alone)
            }
        }
    }

    @Test func `pages take a bounded amount of memory, and the used ones stay`() throws {
        let metrics = HubMetrics()
        let world = SharedPageWorld()
        let page = EncodedPage(world.slice, signedBy: nil)
        let cache = PageCache(maximumBytes: (page.byteCount + 256) * 3, metrics: metrics)
        func key(_ n: UInt64) -> PageCache.Key {
            PageCache.Key(
                place: FeedPlace(0), head: Cursor(position: n, nonce: Nonce(n)), bounds: .page)
        }
        for n in 1...100 as ClosedRange<UInt64> {
            _ = try cache.page(key(1)) { page }
            _ = try cache.page(key(n)) { page }
            #expect(cache.byteCount <= (page.byteCount + 256) * 3)
        }
        #expect(metrics.value("syncd_hub_pages_encoded_total") == 100)
        struct Unexpected: Error {}
        #expect(throws: Never.self) { _ = try cache.page(key(1)) { throw Unexpected() } }
        #expect(throws: Unexpected.self) { _ = try cache.page(key(2)) { throw Unexpected() } }
    }

    @Test func `changes that come together share one commit`() async throws {
        try await withTemporaryDirectory { directory in
            let environment = TestClock().environment
            let files = HubDirectory(path: directory)
            try files.create()
            let store = try WorkspaceFile.create(
                "desk", in: files, schema: TicketSchema.schema, environment: environment)
            let metrics = HubMetrics()
            let workspace = try Workspace(
                name: "desk", store: store, records: files.records(of: "desk"),
                environment: environment, metrics: metrics)
            // The first holds the queue until all others stand in it.
            let gate = DispatchSemaphore(value: 0)
            let first = First()
            let count = HubLimits.pushesPerCommit
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for n in 0...count {
                    tasks.addTask {
                        try await workspace.write { transaction in
                            if first.take() { gate.wait() }
                            let members = MemberDirectory(
                                transaction: transaction, environment: environment)
                            _ = try members.create("Member \(n)", .member)
                        }
                    }
                }
                while workspace.waitingChanges <= count { await Task.yield() }
                gate.signal()
                try await tasks.waitForAll()
            }
            #expect(metrics.value("syncd_hub_changes_total") == count + 1)
            #expect(metrics.value("syncd_hub_commits_total") == 2)
            try workspace.close()
        }
    }

    @Test func `the more laptops there are, the further apart they are asked to come back`() {
        #expect(HubResponder.comebacks(after: 5, among: 1) == 5...5)
        #expect(HubResponder.comebacks(after: 5, among: 1_000) == 5...25)
        #expect(HubResponder.comebacks(after: 5, among: 100_000) == 5...35)
    }

    @Test func `one device cannot take the hub for itself, and is told when it may again`()
        throws
    {
        let now = Mutex(ContinuousClock.now)
        let limiter = RateLimiter(perSecond: 2, burst: 3) { now.withLock { $0 } }
        for _ in 1...3 { try limiter.take("a") }
        let error = #expect(throws: HubError.self) { try limiter.take("a") }
        #expect(error?.code == .tooManyRequests)
        #expect(error?.retryAfterSeconds == 1)
        try limiter.take("b")
        now.withLock { $0 += .seconds(1) }
        for _ in 1...2 { try limiter.take("a") }
        #expect(throws: HubError.self) { try limiter.take("a") }
        now.withLock { $0 += .seconds(3_600) }
        for _ in 1...3 { try limiter.take("a") }
        #expect(throws: HubError.self) { try limiter.take("a") }
    }

    @Test func `the limiter remembers the busiest of a bounded number of keys`() throws {
        let limiter = RateLimiter(perSecond: 0.001, burst: 2, maximumKeys: 100)
        for _ in 1...2 { try limiter.take("busy") }
        for n in 1...1_000 { try limiter.take("key \(n)") }
        #expect(throws: HubError.self) { try limiter.take("busy") }
    }

    @Test func `an address has so many connections and no more`() {
        let metrics = HubMetrics()
        let counter = ConnectionCounter(maximum: 2, metrics: metrics)
        #expect(counter.enter("a") && counter.enter("a") && !counter.enter("a"))
        #expect(counter.enter("b"))
        #expect(metrics.openConnections == 3)
        counter.leave("a")
        #expect(counter.enter("a") && !counter.enter("a"))
        #expect(metrics.value("syncd_hub_crowded_out_total") == 2)
    }

    @Test func `wrong tokens are counted by address, and a known one waits with them`()
        async throws
    {
        try await TestHub.serving { hub in
            let laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let client = try hub.client(token: DeviceToken(random: { 7 }))
            for _ in 0..<HubLimits.unknownTokens {
                let response = try await client.send(
                    HubRequest(.post, "/v1/sync", body: laptop.request().encoded()))
                #expect(response.status == 401)
            }
            await client.close()
            let blocked = try await laptop.client.send(
                HubRequest(.post, "/v1/sync", body: laptop.request().encoded()))
            #expect(blocked.status == 429)
            #expect(errorCode(blocked) == "too_many_attempts")
            #expect(blocked.retryAfter == .seconds(61))
            hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
            #expect(try await laptop.answer(to: laptop.request()).rejection == nil)
        }
    }
}

/// Says yes once.
private final class First: Sendable {
    private let isLeft = Atomic<Bool>(true)

    func take() -> Bool { isLeft.exchange(false, ordering: .relaxed) }
}

/// A feed of a few units, as a store would read it.
private struct SharedPageWorld {
    let slice: FeedSlice
    private let rows: [HubCommit.KeyedRow]
    private let position: LaptopPosition

    init() {
        let two = ReplicaOrdinal(2).unsafelyUnwrapped
        let key = RowKey(TicketSchema.contact, RowID(two, 1))
        func unit(_ counter: UInt64, _ text: String, covers: [Dot]) -> HistoryEntry {
            let write = FieldWrite(field: NamedField.name, value: .text(text), covers: covers)
            return HistoryEntry(
                dot: Dot(two, counter),
                unit: SyncEngine.Unit(
                    stamp: Stamp(milliseconds: 1_000 + Int64(counter)),
                    changes: [RowChange(key: key, isCreation: counter == 1, writes: [write])]),
                envelope: Envelope(position: counter, receivedAt: 2_000, wasConcurrent: false))
        }
        let units = [
            unit(1, "Kim", covers: []), unit(2, "Kim Lee", covers: [Dot(two, 1)]),
            unit(3, "Kim L.", covers: [Dot(two, 2)]),
        ]
        var state = RowState(
            creating: units[0].unit.changes[0], by: units[0].dot, at: units[0].unit.stamp)
        for entry in units.dropFirst() {
            state.apply(entry.unit.changes[0].writes, by: entry.dot, at: entry.unit.stamp)
            state.vector.insert(entry.dot)
        }
        rows = [HubCommit.KeyedRow(key: key, state: state)]
        slice = FeedSlice(
            start: 0, head: Cursor(position: 3, nonce: Nonce(9)), units: units, rows: rows,
            seenAtStart: VersionVector())
        position = LaptopPosition(
            ordinal: ReplicaOrdinal(3).unsafelyUnwrapped, timeline: Timeline(Nonce(1)),
            cursor: Cursor(position: 0, nonce: Nonce(0)),
            incarnation: Incarnation(current: Nonce(5)),
            versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion))
    }

    func slice(after start: UInt64) -> FeedSlice {
        let units = Array(slice.units.dropFirst(Int(start)))
        let two = ReplicaOrdinal(2).unsafelyUnwrapped
        return FeedSlice(
            start: start, head: slice.head, units: units, rows: units.isEmpty ? [] : rows,
            seenAtStart: VersionVector(start > 0 ? [Dot(two, start)] : []))
    }

    /// What a session answers to a pull that reads this.
    func answer(_ event: HubSession.Event, _ key: ReceiptKey?) throws -> [UInt8] {
        var session = HubSession(schema: TicketSchema.schema, key: key)
        let request = SyncRequest(id: Nonce(4), position: position, waitSeconds: 0, items: [])
        _ = session.step(.received(request.encoded(), from: position.ordinal, at: 3_000))
        var context = HubContext(
            timeline: position.timeline, head: slice.head, role: .member, incarnation: Nonce(5))
        context.nonceAtCursor = Nonce(0)
        _ = session.step(.loaded(context))
        let effects = session.step(event)
        guard case .answer(let bytes)? = effects.first else {
            Issue.record("no answer: \(effects)")
            return []
        }
        return bytes
    }
}
