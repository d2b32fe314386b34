// A laptop in memory: the real session over the real store; messages are handed out, not sent.

import LocalStore
import SyncEngine

/// Drives ``LaptopSession`` as the daemon does, one message at a time.
final class SimulatedLaptop {
    let index: Int
    let store: LocalStore
    var flaw: Flaw?
    private var session: LaptopSession?
    private var renumbering: RenumberSession?
    private var offering: OfferSession?
    /// The token that this copy asks for a new ordinal with, and the ordinal that asks.
    private var fresh: (hash: [UInt8], ordinal: ReplicaOrdinal)?
    /// Since it joined again: the device that it is to the hub, and the ordinal that it had.
    private var again: Again?

    private struct Again {
        let device: ReplicaOrdinal
        let former: ReplicaOrdinal
        let tokenHash: [UInt8]
        /// A copy of this laptop gave the former ordinal up with this token.
        var isUsed = false
    }
    private(set) var lastOutcome: LaptopSession.Outcome?
    private var random: SeededRandom

    init(
        index: Int, identity: ReplicaIdentity, past: [TimelineEnd] = [], seed: UInt64
    ) throws {
        self.index = index
        random = SeededRandom(seed)
        store = try LocalStore.inMemory(
            schema: SimulationSchema.schema, identity: identity, past: past,
            environment: .simulated(seed: seed))
    }

    /// A laptop with a copy of another one's disk.
    init(index: Int, copying other: SimulatedLaptop, seed: UInt64) throws {
        self.index = index
        random = SeededRandom(seed)
        flaw = other.flaw
        fresh = other.fresh
        again = other.again
        store = try other.store.copiedInMemory(environment: .simulated(seed: seed))
    }

    var ordinal: ReplicaOrdinal { store.identity.ordinal }

    /// The device whose token it shows.
    var account: ReplicaOrdinal {
        again.flatMap { $0.former == ordinal ? $0.device : nil } ?? ordinal
    }

    private var isFinishing: Bool { again?.former == ordinal && again?.isUsed == false }

    /// The hub that had forgotten it knows it as that device.
    func joinAgain(as device: ReplicaOrdinal, tokenHash: [UInt8]) {
        again = Again(device: device, former: ordinal, tokenHash: tokenHash)
        fresh = nil
        session = nil
    }

    /// Begins a sync; a session that still waits for an answer is dropped, as after a time-out.
    /// - Returns: the request body that is to travel.
    func begin() throws -> [UInt8]? {
        lastOutcome = nil
        renumbering = nil
        offering = nil
        session = LaptopSession(
            position: try store.position(), maximumUnits: 3, random: SeededRandom(random.next()))
        return try perform([.begin])
    }

    /// Hands an answer to the running session; without one, it is a late answer and changes
    /// nothing.
    func receive(_ body: [UInt8]) throws -> [UInt8]? {
        if renumbering != nil { return try renumber(.answered(body)) }
        if offering != nil { return try offer(.answered(body)) }
        guard session != nil else { return nil }
        return try perform([.answered(body)])
    }

    /// As the daemon does it after the answer *stale*.
    /// - Returns: the next message, or `nil` when the session is over.
    private func renumber(_ event: RenumberSession.Event) throws -> [UInt8]? {
        guard var running = renumbering else { return nil }
        var effect = running.step(event)
        while true {
            renumbering = running
            switch effect {
            case .loadOutbox(let after, let maximum):
                let items = try store.outbox(
                    after: after, maximumUnits: maximum, maximumBytes: .max)
                effect = running.step(.outbox(items))
            case .send(let message): return message.body
            case .commit(let change):
                try store.renumber(spoiled(change))
                effect = running.step(.committed)
            case .finish(let outcome):
                renumbering = nil
                return try ended(outcome)
            }
        }
    }

    /// As the daemon does it after the answer *other timeline*, in small steps.
    private func offer(_ event: OfferSession.Event) throws -> [UInt8]? {
        guard var running = offering else { return nil }
        var effect = running.step(event)
        while true {
            offering = running
            switch effect {
            case .storeIncarnation(let next):
                try store.storeIncarnation(next: next)
                effect = running.step(.incarnationStored)
            case .load(let after, _, let bytes):
                let found = try store.offer(after: after, maximumUnits: 2, maximumBytes: bytes)
                let kept = found.units.filter { unit in
                    switch flaw {
                    case .pastNotOffered: false
                    case .acknowledgedWrittenAgain: unit.dot.ordinal != ordinal
                    default: true
                    }
                }
                effect = running.step(.units(kept, end: found.end))
            case .send(let message): return message.body
            case .move(let move):
                try store.follow(spoiled(move))
                effect = running.step(.moved)
            case .finish(let outcome):
                offering = nil
                switch outcome {
                case .moved, .rejected(.current): return try begin()
                case .rejected(let rejection): lastOutcome = .rejected(rejection, .init())
                case .unanswered(let reason): lastOutcome = .unanswered(reason, .init())
                }
                return nil
            }
        }
    }

    /// With ``Flaw/acknowledgementsKept``, what the lost hub had acknowledged counts as known.
    private func spoiled(_ move: TimelineMove) -> TimelineMove {
        let acknowledged: UInt64 =
            switch flaw {
            case .acknowledgementsKept: move.expected.acknowledged
            case .acknowledgedWrittenAgain: 0
            default: move.acknowledged
            }
        return TimelineMove(
            expected: move.expected, timeline: move.timeline, cursor: move.cursor,
            acknowledged: acknowledged,
            renamed: flaw == .otherNamesUntold ? [] : move.renamed)
    }

    private func ended(_ outcome: RenumberSession.Outcome) throws -> [UInt8]? {
        switch outcome {
        case .renumbered, .rejected(.current): return try begin()
        case .rejected(.tokenUsed):
            fresh = nil
            again?.isUsed = true
            return try begin()
        case .rejected(let rejection):
            lastOutcome = .rejected(rejection, .init())
            return nil
        case .unanswered(let reason):
            lastOutcome = .unanswered(reason, .init())
            return nil
        }
    }

    private func beginRenumbering() throws -> [UInt8]? {
        let position = try store.renumberingPosition()
        if isFinishing, let again {
            renumbering = RenumberSession(
                position: position, tokenHash: again.tokenHash, random: SeededRandom(random.next()))
            return try renumber(.begin)
        }
        if fresh?.ordinal != position.ordinal {
            fresh = (
                (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }, position.ordinal
            )
        }
        renumbering = RenumberSession(
            position: position, tokenHash: fresh?.hash ?? [], random: SeededRandom(random.next()))
        return try renumber(.begin)
    }

    private func spoiled(_ change: Renumbering) -> Renumbering {
        let fates = change.fates.map { fate -> UnitFate in
            switch (flaw, fate) {
            case (.everythingWrittenAgain, _): .unknown
            case (.countersTakenForUnits, .different): .same(.applied)
            case (.unsentForgotten, _): .same(.applied)
            default: fate
            }
        }
        return Renumbering(expected: change.expected, replica: change.replica, fates: fates)
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
                    events.append(try store.commit(commit) == nil ? .copyFound : .committed)
                case .park(let counter, let refusal):
                    try store.park(counter, refusal)
                    events.append(.parked)
                case .finish(.rejected(.stale, _)):
                    session = nil
                    return try beginRenumbering()
                case .finish(.rejected(.otherTimeline, _)):
                    session = nil
                    offering = OfferSession(
                        position: try store.position(), past: try store.past(),
                        random: SeededRandom(random.next()))
                    return try offer(.begin)
                case .finish(.upToDate) where isFinishing:
                    session = nil
                    return try beginRenumbering()
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
        case .rowsKeepTheirIDs: items.map(withOldIDs)
        default: items
        }
    }

    /// Every unit says only what the last one of its row and field says; the others say nothing
    /// new.
    private func squashed(_ items: [OutboxItem]) -> [OutboxItem] {
        var last: [Ledger.Place: FieldWrite] = [:]
        for case .unit(_, let unit, _) in items {
            for change in unit.changes {
                for write in change.writes {
                    last[Ledger.Place(key: change.key, field: write.field)] = write
                }
            }
        }
        return items.map { item in
            guard case .unit(let counter, let unit, let origin) = item else { return item }
            let changes = unit.changes.map { change in
                RowChange(
                    key: change.key, isCreation: change.isCreation,
                    writes: change.writes.map { write in
                        last[Ledger.Place(key: change.key, field: write.field)] ?? write
                    })
            }
            return .unit(
                counter: counter, Unit(stamp: unit.stamp, changes: changes), origin: origin)
        }
    }

    /// Every row that this laptop made under a former ordinal by the id that it had then.
    private func withOldIDs(_ item: OutboxItem) -> OutboxItem {
        guard case .unit(let counter, let unit, let origin) = item,
            let renamed = try? store.read({ try $0.renamedRows() })
        else { return item }
        let changes = unit.changes.map { change in
            let old = renamed.first {
                $0.was.entity == change.key.entity && $0.became == change.key.row
            }
            return RowChange(
                key: old?.was ?? change.key, isCreation: change.isCreation, writes: change.writes)
        }
        return .unit(
            counter: counter, Unit(stamp: unit.stamp, changes: changes), origin: origin)
    }

    /// Takes out of each write what only an own unsent write had covered before it.
    private func withoutOwnPast(_ item: OutboxItem) -> OutboxItem {
        guard case .unit(let counter, let unit, let origin) = item else { return item }
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
        return .unit(
            counter: counter, Unit(stamp: unit.stamp, changes: changes), origin: origin)
    }
}
