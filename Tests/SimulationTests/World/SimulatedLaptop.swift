// A laptop in memory: the real session over the real store; messages are handed out, not sent.

import LocalStore
import SyncEngine

/// Drives ``LaptopSession`` as the daemon does, one message at a time.
final class SimulatedLaptop {
    let index: Int
    let store: LocalStore
    var flaw: Flaw?
    private var session: LaptopSession?
    private(set) var lastOutcome: LaptopSession.Outcome?
    private var random: SeededRandom

    init(index: Int, identity: ReplicaIdentity, seed: UInt64) throws {
        self.index = index
        random = SeededRandom(seed)
        store = try LocalStore.inMemory(
            schema: SimulationSchema.schema, identity: identity,
            environment: .simulated(seed: seed))
    }

    var ordinal: ReplicaOrdinal { store.identity.ordinal }

    /// Begins a sync; a session that still waits for an answer is dropped, as after a time-out.
    /// - Returns: the request body that is to travel.
    func begin() throws -> [UInt8]? {
        lastOutcome = nil
        session = LaptopSession(
            position: try store.position(), maximumUnits: 3, random: SeededRandom(random.next()))
        return try perform([.begin])
    }

    /// Hands an answer to the running session; without one, it is a late answer and changes
    /// nothing.
    func receive(_ body: [UInt8]) throws -> [UInt8]? {
        guard session != nil else { return nil }
        return try perform([.answered(body)])
    }

    /// The network finds every push too large, down to the single unit, which is set aside.
    func findTooLarge() throws {
        guard try begin() != nil, session?.isPushing == true else { return }
        let before = try store.read { try $0.setAside().count }
        while try store.read({ try $0.setAside().count }) == before {
            guard try perform([.tooLarge]) != nil else { return }
        }
        session = nil
    }

    /// - Returns: the next message, or `nil` when the session is over.
    private func perform(_ first: [LaptopSession.Event]) throws -> [UInt8]? {
        var events = first
        while !events.isEmpty {
            guard var running = session else { return nil }
            let effects = running.step(events.removeFirst())
            session = running
            for effect in effects {
                switch effect {
                case .loadOutbox(let after, let units, let bytes):
                    let items = try store.outbox(
                        after: after, maximumUnits: units, maximumBytes: bytes)
                    events.append(.outbox(spoiled(items), hasMore: items.count == units))
                case .storeIncarnation(let next):
                    try store.storeIncarnation(next: next)
                    events.append(.incarnationStored)
                case .send(let message): return message.body
                case .commit(let commit):
                    _ = try store.commit(commit)
                    events.append(.committed)
                case .park(let counter, let refusal):
                    try store.park(counter, refusal)
                    events.append(.parked)
                case .finish(let outcome):
                    lastOutcome = outcome
                    session = nil
                }
            }
        }
        return nil
    }

    private func spoiled(_ items: [OutboxItem]) -> [OutboxItem] {
        switch flaw {
        case .squashedOperations: squashed(items)
        case .coversNotTransitive: items.map(withoutOwnPast)
        default: items
        }
    }

    /// Every unit says only what the last one of its row and field says; the others say nothing
    /// new.
    private func squashed(_ items: [OutboxItem]) -> [OutboxItem] {
        var last: [Ledger.Place: FieldWrite] = [:]
        for case .unit(_, let unit) in items {
            for change in unit.changes {
                for write in change.writes {
                    last[Ledger.Place(key: change.key, field: write.field)] = write
                }
            }
        }
        return items.map { item in
            guard case .unit(let counter, let unit) = item else { return item }
            let changes = unit.changes.map { change in
                RowChange(
                    key: change.key, isCreation: change.isCreation,
                    writes: change.writes.map { write in
                        last[Ledger.Place(key: change.key, field: write.field)] ?? write
                    })
            }
            return .unit(counter: counter, Unit(stamp: unit.stamp, changes: changes))
        }
    }

    /// Takes out of each write what only an own unsent write had covered before it.
    private func withoutOwnPast(_ item: OutboxItem) -> OutboxItem {
        guard case .unit(let counter, let unit) = item else { return item }
        let changes = unit.changes.map { change in
            RowChange(
                key: change.key, isCreation: change.isCreation,
                writes: change.writes.map { write in
                    let own = write.covers.filter { $0.ordinal == ordinal }
                    return FieldWrite(
                        field: write.field, value: write.value,
                        covers: own.isEmpty ? write.covers : [own[own.count - 1]],
                        evidence: write.evidence)
                })
        }
        return .unit(counter: counter, Unit(stamp: unit.stamp, changes: changes))
    }
}
