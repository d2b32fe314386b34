// A hub and laptops in one process, with a clock and random numbers of their own: every run is
// the same.

import SyncEngine
import Synchronization

@testable import LocalStore

/// Numbers that look random and are the same in every run (SplitMix64).
final class Seeded: RandomNumberGenerator, Sendable {
    private let state: Mutex<UInt64>
    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }
}

/// A workspace: one hub, laptops, and the time of day.
final class TestWorld {
    let hub: LocalStore
    let schema: Schema
    let random: Seeded
    let clock = TestClock()
    var environment: StoreEnvironment {
        let clock = clock
        let random = random
        return StoreEnvironment(
            wallMilliseconds: { clock.now }, random: { random.next() })
    }

    static let timeline = Timeline(Nonce(77))

    init(schema: Schema = .notes, seed: UInt64 = 1) throws {
        self.schema = schema
        random = Seeded(seed)
        let clock = clock
        hub = try .inMemoryHub(
            schema: schema, workspace: "test", timeline: Self.timeline,
            environment: StoreEnvironment(wallMilliseconds: { clock.now }, random: { 0 }))
    }

    func laptop(schema: Schema? = nil) throws -> LocalStore {
        try .inMemory(
            schema: schema ?? self.schema, identity: try enroll(), environment: environment)
    }

    func enroll() throws -> ReplicaIdentity {
        let incarnation = Nonce(random.next())
        let ordinal = try hub.hubTransaction(mayWrite: true) { hub in
            let ordinal = try hub.nextOrdinal()
            try hub.addSender(ordinal, incarnation: incarnation)
            return ordinal
        }
        return .test(ordinal, incarnation: incarnation)
    }
}

final class TestClock: Sendable {
    private let time = Atomic<Int64>(1_700_000_000_000)
    var now: Int64 { time.load(ordering: .relaxed) }
    func advance(_ milliseconds: Int64) { time.add(milliseconds, ordering: .relaxed) }
}

extension ReplicaIdentity {
    static func test(
        _ ordinal: ReplicaOrdinal, incarnation: Nonce = Nonce(5)
    ) -> ReplicaIdentity {
        ReplicaIdentity(
            ordinal: ordinal, member: RowID(.hub, 1), memberName: "Tester", workspace: "test",
            replicaName: "laptop \(ordinal)", birthCertificate: Nonce(9),
            timeline: TestWorld.timeline, incarnation: incarnation, hubURL: "http://127.0.0.1:1")
    }
}

// MARK: - Syncing

extension TestWorld {
    /// Lets a laptop sync until its session is over.
    @discardableResult
    func sync(
        _ laptop: LocalStore, pageUnits: Int = Limits.maximumUnitsPerPage, rounds: Int = .max
    ) throws -> LaptopSession.Outcome? {
        try sync(laptop, FeedBounds(units: pageUnits), rounds: rounds)
    }

    /// As above, with pages of the hub's that are bounded so.
    @discardableResult
    func sync(
        _ laptop: LocalStore, _ bounds: FeedBounds, rounds: Int = .max
    ) throws -> LaptopSession.Outcome? {
        clock.advance(1_000)
        var session = LaptopSession(position: try laptop.position(), random: random)
        var events: [LaptopSession.Event] = [.begin]
        var sent = 0
        while !events.isEmpty {
            for effect in session.step(events.removeFirst()) {
                if case .finish(let outcome) = effect { return outcome }
                if case .send = effect {
                    sent += 1
                    if sent > rounds { return nil }
                }
                events.append(try perform(effect, laptop, bounds))
            }
        }
        return nil
    }

    private func perform(
        _ effect: LaptopSession.Effect, _ laptop: LocalStore, _ bounds: FeedBounds
    ) throws -> LaptopSession.Event {
        switch effect {
        case .loadOutbox(let after, let units, let bytes):
            let items = try laptop.outbox(after: after, maximumUnits: units, maximumBytes: bytes)
            let next = after + UInt64(items.count)
            let more = try laptop.outbox(after: next, maximumUnits: 1, maximumBytes: 1)
            return .outbox(items, hasMore: !more.isEmpty)
        case .storeIncarnation(let next):
            try laptop.storeIncarnation(next: next)
            return .incarnationStored
        case .send(let message):
            let sender = laptop.identity.ordinal
            return .answered(try answer(to: message.body, from: sender, bounds))
        case .commit(let commit):
            _ = try laptop.commit(commit)
            return .committed
        case .park(let counter, let refusal):
            try laptop.park(counter, refusal)
            return .parked
        case .finish: preconditionFailure("handled by the caller")
        }
    }

    /// What the hub answers to a request's bytes.
    func answer(
        to body: [UInt8], from sender: ReplicaOrdinal, _ bounds: FeedBounds = .page
    ) throws -> [UInt8] {
        var session = HubSession(schema: schema)
        var effects = session.step(.received(body, from: sender, at: clock.now))
        while let effect = effects.first {
            switch effect {
            case .load(let load): effects = try transact(load, &session)
            case .read(let place, _):
                effects = session.step(.read(try hub.feed(from: place, bounds)))
            case .answer(let bytes): return bytes
            case .commit, .wait, .refuse: preconditionFailure("unexpected \(effect)")
            }
        }
        preconditionFailure("the session ended without an answer")
    }

    private func transact(
        _ load: HubLoad, _ session: inout HubSession
    ) throws -> [HubSession.Effect] {
        let nonce = Nonce(random.next())
        return try hub.hubTransaction(mayWrite: load.mayWrite) { hub in
            let context = try hub.context(for: load, role: .admin, isActive: true)
            let effects = session.step(.loaded(context))
            guard case .commit(let commit)? = effects.first else { return effects }
            _ = try hub.commit(commit, nonce: nonce)
            return session.step(.committed)
        }
    }
}

extension LocalStore {
    /// Makes a note and gives its key.
    func note(_ values: [FieldID: Value] = [Note.title: .text("note")]) throws -> RowKey {
        RowKey(Note.entity, try write { try $0.create(Note.entity, values) }.value)
    }

    func set(
        _ key: RowKey, _ field: FieldID, _ value: Value, rendered: Rendered? = nil
    ) throws {
        _ = try write { try $0.set(key, field, value, rendered: rendered) }
    }

    func value(_ key: RowKey, _ field: FieldID) throws -> Value? {
        try read { try $0.row(key)?.value(field) }
    }

    func column(_ name: String, of key: RowKey) throws -> Value? {
        try read {
            try $0.select("SELECT \(name) FROM note WHERE id=?", [.integer(key.row.rawValue)])
                .first?[name]
        }
    }
}
