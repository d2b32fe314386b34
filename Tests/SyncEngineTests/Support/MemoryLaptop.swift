// A laptop in memory: the least store that a laptop's session can be driven over.

import SyncEngine

/// Performs the effects of ``LaptopSession`` on arrays and dictionaries.
struct MemoryLaptop {
    var position: LaptopPosition
    /// Every counter that was ever given, in order.
    var units: [OutboxItem] = []
    /// What the hub has told of rows.
    private(set) var base: [RowKey: RowState] = [:]
    private(set) var verdicts: [UInt64: Verdict] = [:]
    private(set) var history: [FeedUnit] = []
    private(set) var parked: [UInt64: Refusal] = [:]
    private(set) var commits: [LaptopCommit] = []
    private var staged: [FeedPage] = []
    private var generator: SplitMix64

    /// Enrolled at the hub's present head.
    init(_ number: UInt64, at hub: inout MemoryHub) {
        let incarnation = Nonce(0x1A00 + number)
        hub.incarnations[ordinal(number)] = incarnation
        generator = SplitMix64(seed: number)
        position = LaptopPosition(
            ordinal: ordinal(number), timeline: hub.timeline, cursor: hub.cursor(at: 0),
            incarnation: Incarnation(current: incarnation),
            versions: (TestSchema.schema.version, TestSchema.schema.rulesVersion))
    }

    /// Adds a unit to the outbox.
    @discardableResult mutating func act(_ unit: Unit) -> Dot {
        let counter = UInt64(units.count) + 1
        units.append(.unit(counter: counter, unit))
        return Dot(position.ordinal, counter)
    }

    mutating func session(waitSeconds: UInt64 = 0) -> LaptopSession {
        generator = SplitMix64(seed: generator.next())
        return LaptopSession(position: position, waitSeconds: waitSeconds, random: generator)
    }

    /// Goes on with a session until it wants to send, or ends.
    mutating func run(
        _ session: inout LaptopSession, _ event: LaptopSession.Event
    ) -> LaptopSession.Effect {
        var effects = session.step(event)
        while true {
            precondition(effects.count == 1)
            switch effects[0] {
            case .loadOutbox(let after, let maximumUnits, _):
                let waiting = units.dropFirst(Int(after))
                effects = session.step(
                    .outbox(
                        Array(waiting.prefix(maximumUnits)), hasMore: waiting.count > maximumUnits))
            case .storeIncarnation(let next):
                position.incarnation.next = next
                effects = session.step(.incarnationStored)
            case .commit(let commit):
                apply(commit)
                effects = session.step(.committed)
            case .park(let counter, let refusal):
                park(counter, refusal)
                effects = session.step(.parked)
            case .send, .finish: return effects[0]
            }
        }
    }

    /// Syncs over a transport that turns a message into what came of it.
    mutating func sync(
        _ transport: (LaptopSession.Message) -> LaptopSession.Event
    ) -> LaptopSession.Outcome {
        var session = session()
        var effect = run(&session, .begin)
        while true {
            switch effect {
            case .send(let message): effect = run(&session, transport(message))
            case .finish(let outcome): return outcome
            default: preconditionFailure("\(effect) is neither sent nor final")
            }
        }
    }

    /// Syncs over a network that works.
    @discardableResult mutating func sync(with hub: inout MemoryHub) -> LaptopSession.Outcome {
        let ordinal = position.ordinal
        return sync { message in
            guard case .answer(let bytes) = hub.answer(message.body, from: ordinal) else {
                return .failed("the hub refused")
            }
            return .answered(bytes)
        }
    }

    private mutating func park(_ counter: UInt64, _ refusal: Refusal) {
        guard case .unit(_, let unit, _) = units[Int(counter) - 1] else { return }
        parked[counter] = refusal
        units[Int(counter) - 1] = .void(counter: counter, UnitHash(unit))
    }

    private mutating func apply(_ commit: LaptopCommit) {
        precondition(commit.expected == position, "the store stands elsewhere")
        commits.append(commit)
        position.acknowledged = commit.acknowledged
        position.incarnation = Incarnation(current: commit.incarnation)
        for verdict in commit.verdicts { verdicts[verdict.counter] = verdict.verdict }
        staged.append(commit.page)
        position.staged = commit.page.staged
        guard commit.page.reachesHead else { return }
        for page in staged {
            if !page.isPart { history += page.units }
            for row in page.rows { base[row.key] = row.joined(into: base[row.key]) }
        }
        staged = []
        position.cursor = commit.page.head
    }
}
