// A hub in memory: the least store that a hub's session can be driven over.

import SyncEngine

/// Performs the effects of ``HubSession`` on arrays and dictionaries.
struct MemoryHub {
    var timeline = Timeline(Nonce(0x7171))
    private(set) var log: [HistoryEntry] = []
    private(set) var rows: [RowKey: RowState] = [:]
    private(set) var commits: [HubCommit] = []
    private(set) var judged: [Dot: HubContext.Judged] = [:]
    var acknowledged: [ReplicaOrdinal: UInt64] = [:]
    var incarnations: [ReplicaOrdinal: Nonce] = [:]
    var roles: [ReplicaOrdinal: Role] = [:]
    var revoked: Set<ReplicaOrdinal> = []
    /// The hub's clock, milliseconds since 1970.
    var now: Int64 = 1_000_000
    var unitsPerPage = Limits.maximumUnitsPerPage
    var rowsPerPage = Int.max
    /// What sessions asked for, in order.
    private(set) var loads: [HubLoad] = []
    private var nonceByPosition: [UInt64: Nonce] = [0: Nonce(0xC0)]

    enum Ending: Equatable {
        case answer([UInt8])
        case refuse(HubSession.Fault)
        case wait(UInt64)
    }

    var head: Cursor { cursor(at: UInt64(log.count)) }

    func cursor(at position: UInt64) -> Cursor {
        Cursor(position: position, nonce: nonceByPosition[position]!)
    }

    mutating func answer(_ body: [UInt8], from sender: ReplicaOrdinal) -> Ending {
        var session = HubSession(schema: TestSchema.schema)
        return run(&session, .received(body, from: sender, at: now))
    }

    /// Goes on with a session until it ends or waits.
    mutating func run(_ session: inout HubSession, _ event: HubSession.Event) -> Ending {
        var effects = session.step(event)
        while true {
            precondition(effects.count == 1)
            switch effects[0] {
            case .load(let load): effects = session.step(.loaded(context(for: load)))
            case .commit(let commit):
                apply(commit)
                effects = session.step(.committed)
            case .read(let place, let bounds):
                effects = session.step(.read(slice(place, min(bounds.units, unitsPerPage))))
            case .wait(let seconds): return .wait(seconds)
            case .answer(let bytes): return .answer(bytes)
            case .refuse(let fault): return .refuse(fault)
            }
        }
    }

    mutating func context(for load: HubLoad) -> HubContext {
        loads.append(load)
        let sender = load.ordinal
        var context = HubContext(
            timeline: timeline, head: head, role: roles[sender] ?? .member,
            incarnation: incarnations[sender] ?? Nonce(0))
        context.nonceAtCursor = nonceByPosition[load.cursorPosition]
        context.nonceAtStagedHead = load.stagedHeadPosition.flatMap { nonceByPosition[$0] }
        context.acknowledged = acknowledged[sender] ?? 0
        context.isActive = !revoked.contains(sender)
        context.known = VersionVector(
            acknowledged.filter { $0.value > 0 }.map { Dot($0.key, $0.value) })
        for key in load.rows { context.rows[key] = rows[key] }
        for counter in load.counters { context.judged[counter] = judged[Dot(sender, counter)] }
        return context
    }

    private mutating func apply(_ commit: HubCommit) {
        commits.append(commit)
        incarnations[commit.ordinal] = commit.incarnation
        acknowledged[commit.ordinal] = commit.acknowledged
        log += commit.accepted
        for entry in commit.accepted {
            let isConcurrent = entry.envelope!.wasConcurrent
            judged[entry.dot] = .init(
                hash: UnitHash(entry.unit), verdict: isConcurrent ? .sibling : .applied)
        }
        for item in commit.setAside {
            judged[item.dot] = .init(hash: item.hash, verdict: item.verdict)
        }
        for row in commit.rows { rows[row.key] = row.state }
        if nonceByPosition[UInt64(log.count)] == nil {
            nonceByPosition[UInt64(log.count)] = Nonce(0xC0 + UInt64(log.count))
        }
    }

    private func slice(_ place: FeedPlace, _ maximumUnits: Int) -> FeedSlice {
        let beyond = log[Int(place.position)...]
        var seen = acknowledged
        for entry in beyond.reversed() { seen[entry.dot.ordinal] = entry.dot.counter - 1 }
        let cut = CutUnits(
            Array(beyond.prefix(maximumUnits)), behind: place.row, rowsPerPage: rowsPerPage)
        return FeedSlice(
            start: place.position, head: head, units: cut.units,
            rows: cut.keys.map { HubCommit.KeyedRow(key: $0, state: rows[$0]!) },
            seenAtStart: VersionVector(
                seen.filter { $0.value > 0 }.map { Dot($0.key, $0.value) }),
            isPart: cut.isPart)
    }
}
