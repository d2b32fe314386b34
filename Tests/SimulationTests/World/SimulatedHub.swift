// A hub in memory: the real session over the real store, with small pages and a hand to spoil it.

import LocalStore
import SyncEngine

/// Drives ``HubSession`` as the server does, without a network.
final class SimulatedHub {
    private(set) var store: LocalStore
    /// Signs what the hub takes; outside of its disk.
    private let key = ReceiptKey(bytes: [UInt8](repeating: 7, count: 32))
    var now: Int64 = 1_000_000
    /// The most units in a page: small, so that catch-ups need several.
    var unitsPerPage = 2
    /// The most bytes of rows in a page; of every fourth seed fewer than two new rows take.
    private let rowBytesPerPage: Int
    /// How many pages ended within a unit.
    private(set) var parts = 0
    var flaw: Flaw?
    /// By ordinal; absent means member.
    var roles: [ReplicaOrdinal: Role] = [:]
    private var random: SeededRandom
    private var refused: [HubCommit.SetAside] = []
    private var nonceOfRequest: Nonce?
    private var request: SyncRequest?
    private(set) var devices: [ReplicaOrdinal: SimulatedDevice] = [:]

    init(seed: UInt64) throws {
        random = SeededRandom(seed)
        rowBytesPerPage = seed.isMultiple(of: 4) ? 200 : Limits.feedRowBytes
        var inner = SeededRandom(seed ^ 0xABCD)
        let timeline = Timeline(Nonce(inner.next()))
        store = try LocalStore.inMemoryHub(
            schema: SimulationSchema.schema, workspace: "model", timeline: timeline,
            environment: .simulated(seed: seed))
    }

    /// With ``Flaw/copiesUnnoticed``: whoever speaks is the one who spoke last, and a counter that
    /// was judged is the sender's own.
    private func deceive(_ context: inout HubContext) {
        guard let request else { return }
        context.incarnation = request.position.incarnation.current
        context.elsewhere = [:]
        for (counter, item) in zip(request.counters, request.items) {
            guard let judged = context.judged[counter] else { continue }
            context.judged[counter] = .init(hash: item.hash, verdict: judged.verdict)
        }
    }

    /// What a backup holds.
    struct Disk {
        let store: LocalStore
        let devices: [ReplicaOrdinal: SimulatedDevice]
    }

    /// The disk as it is now.
    func saved() throws -> Disk {
        Disk(
            store: try store.copiedInMemory(environment: .simulated(seed: random.next())),
            devices: devices)
    }

    /// Goes on with an older disk, on a new timeline.
    func restore(_ disk: Disk) throws {
        store = try disk.store.copiedInMemory(environment: .simulated(seed: random.next()))
        devices = disk.devices
        try store.beginTimeline(Timeline(Nonce(random.next())))
    }

    /// Enrols a laptop that the hub has forgotten, as the hub does it with an invitation.
    /// - Returns: the ordinal that it gets.
    func joinAgain(former: ReplicaOrdinal, tokenHash: [UInt8]) throws -> ReplicaOrdinal {
        let incarnation = Nonce(random.next())
        let ordinal = try store.hubTransaction(mayWrite: true) { transaction in
            try transaction.addLostSender(former)
            let ordinal = try transaction.nextOrdinal()
            try transaction.addSender(ordinal, incarnation: incarnation)
            return ordinal
        }
        var device = SimulatedDevice(
            replica: NewReplica(
                ordinal: ordinal, incarnation: incarnation,
                birthCertificate: Nonce(random.next()), name: "\(former) again"))
        device.former = former
        device.tokenHash = tokenHash
        devices[ordinal] = device
        roles[ordinal] = roles[former]
        return ordinal
    }

    private func spoil(_ context: inout OfferContext) {
        switch flaw {
        case .standingUnnoticed:
            context.standing = context.standing.filter { $0.key.dot == $0.value.dot }
        case .lostNamesForgotten: context.names = Respelling()
        case .forkUnnoticed: context.isForked = false
        default: break
        }
    }

    private func offerAnswer(_ body: [UInt8], from ordinal: ReplicaOrdinal) throws -> [UInt8]? {
        let nonce = Nonce(random.next())
        return try store.hubTransaction(mayWrite: true) { transaction in
            var session = HubOfferSession(
                schema: SimulationSchema.schema, key: flaw == .othersNotTakenBack ? nil : key)
            var effect = session.step(.received(body, from: ordinal, at: now))
            while true {
                switch effect {
                case .load(let load):
                    var context = try transaction.offerContext(for: load, isActive: true)
                    spoil(&context)
                    effect = session.step(.loaded(context))
                case .makeHeirs(let ordinals):
                    let heirs = try ordinals.map { ordinal in
                        let heir = try transaction.nextOrdinal()
                        try transaction.addHeir(heir, of: ordinal)
                        return (ordinal, heir)
                    }
                    effect = session.step(
                        .madeHeirs(
                            Dictionary(uniqueKeysWithValues: heirs), head: try transaction.head()))
                case .commit(let commit):
                    let acknowledged = try transaction.commit(commit, nonce: nonce)
                    effect = session.step(.committed(acknowledged: acknowledged))
                case .answer(let bytes): return bytes
                case .refuse: return nil
                }
            }
        }
    }

    /// As the hub's endpoint does it, without devices.
    private func renumberAnswer(
        _ body: [UInt8], from ordinal: ReplicaOrdinal, _ device: SimulatedDevice
    ) throws -> [UInt8]? {
        try store.hubTransaction(mayWrite: true) { transaction in
            var session = HubRenumberSession(schema: SimulationSchema.schema)
            var effect = session.step(.received(body, from: ordinal, at: now))
            while true {
                switch effect {
                case .load(let load):
                    var context = try transaction.renumberContext(
                        for: load, role: .member, isActive: true)
                    if flaw == .originsForgotten { context.hub.elsewhere = [:] }
                    context.hasJoinedAgain = load.tokenHash == device.tokenHash
                    effect = session.step(.loaded(context))
                case .commit(let commit):
                    let isOwn = commit.tokenHash == device.tokenHash
                    let replica = try isOwn ? device.replica : copy(of: ordinal, transaction)
                    try transaction.save(commit, as: replica)
                    effect = session.step(.committed(replica))
                case .answer(let bytes): return bytes
                case .refuse: return nil
                }
            }
        }
    }

    private func copy(
        of ordinal: ReplicaOrdinal, _ transaction: HubTransaction
    ) throws -> NewReplica {
        let replica = NewReplica(
            ordinal: try transaction.nextOrdinal(), incarnation: Nonce(random.next()),
            birthCertificate: Nonce(random.next()), name: "copy of \(ordinal)")
        try transaction.addSender(replica.ordinal, incarnation: replica.incarnation)
        roles[replica.ordinal] = roles[ordinal]
        devices[replica.ordinal] = SimulatedDevice(replica: replica)
        return replica
    }

    /// Enrols a laptop and gives it its identity.
    func enrol(name: String) throws -> ReplicaIdentity {
        let incarnation = Nonce(random.next())
        let timeline = store.identity.timeline
        let ordinal = try store.hubTransaction(mayWrite: true) { transaction in
            let ordinal = try transaction.nextOrdinal()
            try transaction.addSender(ordinal, incarnation: incarnation)
            return ordinal
        }
        let certificate = Nonce(random.next())
        devices[ordinal] = SimulatedDevice(
            replica: NewReplica(
                ordinal: ordinal, incarnation: incarnation, birthCertificate: certificate,
                name: name))
        return ReplicaIdentity(
            ordinal: ordinal, member: RowID(.hub, UInt64(ordinal.rawValue)), memberName: name,
            workspace: "model", replicaName: name, birthCertificate: certificate,
            timeline: timeline, incarnation: incarnation, hubURL: "model:")
    }

    /// The hub's answer to a request body; `nil` where it refuses to answer in its format.
    /// - Parameter account: the device whose token was shown.
    func answer(_ body: [UInt8], from account: ReplicaOrdinal) throws -> [UInt8]? {
        now += 1
        guard let device = devices[account] else { return nil }
        let ordinal = device.speaker(of: body)
        if Frame.kind(of: body) == .renumberRequest {
            return try renumberAnswer(body, from: ordinal, device)
        }
        request = try? SyncRequest(body)
        nonceOfRequest = request?.position.cursor.nonce
        if Frame.kind(of: body) == .offerRequest { return try offerAnswer(body, from: ordinal) }
        var session = HubSession(schema: SimulationSchema.schema, key: key)
        var effects = session.step(.received(body, from: ordinal, at: now))
        while let effect = effects.first {
            switch effect {
            case .load(let load): effects = try judge(load, with: &session, from: ordinal)
            case .read(let place, var bounds):
                bounds.units = unitsPerPage
                bounds.rowBytes = rowBytesPerPage
                let slice = try store.feed(from: place, bounds)
                parts += slice.isPart ? 1 : 0
                effects = session.step(.read(spoiled(slice)))
            case .wait: effects = session.step(.waitEnded)
            case .answer(let bytes): return bytes
            case .refuse: return nil
            case .commit: preconditionFailure("commits outside of its transaction")
            }
        }
        return nil
    }

    private func judge(
        _ load: HubLoad, with session: inout HubSession, from ordinal: ReplicaOrdinal
    ) throws -> [HubSession.Effect] {
        let nonce = Nonce(random.next())
        var running = session
        let effects = try store.hubTransaction(mayWrite: load.mayWrite) { transaction in
            var context = try transaction.context(
                for: load, role: roles[ordinal] ?? .member, isActive: true)
            if flaw == .cursorAheadOfRows { context.nonceAtCursor = nonceOfRequest }
            if flaw == .originsForgotten { context.elsewhere = [:] }
            if flaw == .copiesUnnoticed { deceive(&context) }
            let isFormer = devices.values.contains { $0.former == ordinal }
            if flaw?.isAboutJoiningAgain == true, isFormer {
                context.isProven = false
            }
            let effects = running.step(.loaded(context))
            guard case .commit(let commit) = effects.first else { return effects }
            _ = try transaction.commit(spoiled(commit, in: transaction), nonce: nonce)
            return running.step(.committed)
        }
        session = running
        return effects
    }

    /// With ``Flaw/refusedDotInVector``, a refused unit raises the vectors of the rows it named.
    private func spoiled(
        _ commit: HubCommit, in transaction: HubTransaction
    ) throws -> HubCommit {
        if flaw == .retryUnderSameDot { refused += commit.setAside }
        guard flaw == .refusedDotInVector else { return commit }
        var states = Dictionary(
            uniqueKeysWithValues: commit.rows.map { ($0.key, $0.state) })
        for item in commit.setAside where !item.content.isEmpty {
            var reader = ByteReader(item.content)
            guard let unit = try? reader.unit() else { continue }
            for change in unit.changes {
                guard var state = try states[change.key] ?? transaction.row(change.key) else {
                    continue
                }
                state.vector.insert(item.dot)
                states[change.key] = state
            }
        }
        return HubCommit(
            ordinal: commit.ordinal, incarnation: commit.incarnation,
            acknowledged: commit.acknowledged, accepted: commit.accepted,
            setAside: commit.setAside,
            rows: states.sorted { $0.key < $1.key }.map { .init(key: $0.key, state: $0.value) })
    }

    /// With ``Flaw/retryUnderSameDot``: what was refused of this sender comes again under its old
    /// dot and is taken now.
    func takeRefusedAgain(from ordinal: ReplicaOrdinal) throws {
        roles[ordinal] = .admin
        let again = refused.filter { $0.dot.ordinal == ordinal && !$0.content.isEmpty }
        refused.removeAll { $0.dot.ordinal == ordinal }
        for item in again {
            var reader = ByteReader(item.content)
            let unit = try reader.unit()
            try store.hubTransaction(mayWrite: true) { try take(unit, item.dot, in: $0) }
        }
    }

    private func take(_ unit: Unit, _ dot: Dot, in transaction: HubTransaction) throws {
        var rows: [HubCommit.KeyedRow] = []
        for change in unit.changes {
            guard var state = try transaction.row(change.key) else { return }
            state.apply(change.writes, by: dot, at: unit.stamp)
            state.vector.insert(dot)
            rows.append(.init(key: change.key, state: state))
        }
        let load = HubLoad(
            ordinal: dot.ordinal, cursorPosition: 0, counters: 0..<0, rows: [], mayWrite: true)
        let context = try transaction.context(for: load, role: .admin, isActive: true)
        let envelope = Envelope(
            position: context.head.position + 1, receivedAt: now, wasConcurrent: false)
        let commit = HubCommit(
            ordinal: dot.ordinal, incarnation: context.incarnation,
            acknowledged: context.acknowledged,
            accepted: [HistoryEntry(dot: dot, unit: unit, envelope: envelope)], setAside: [],
            rows: rows.sorted { $0.key < $1.key })
        _ = try transaction.commit(commit, nonce: Nonce(random.next()))
    }

    /// With ``Flaw/openDeltas``, the rows keep their vectors but only the fields that the page's
    /// own units wrote; with ``Flaw/cursorAheadOfRows``, every page claims to reach the head.
    private func spoiled(_ slice: FeedSlice) -> FeedSlice {
        if flaw == .cursorAheadOfRows {
            let end = slice.start + UInt64(slice.units.count)
            return FeedSlice(
                start: slice.start, head: Cursor(position: end, nonce: slice.head.nonce),
                units: slice.units, rows: slice.rows, seenAtStart: slice.seenAtStart,
                isPart: slice.isPart)
        }
        guard flaw == .openDeltas else { return slice }
        let rows = slice.rows.map { row in
            let written = Set(
                slice.units.flatMap { entry in
                    entry.unit.change(of: row.key)?.writes.map(\.field) ?? []
                })
            return HubCommit.KeyedRow(
                key: row.key,
                state: RowState(
                    vector: row.state.vector, creation: row.state.creation,
                    fields: row.state.fields.filter { written.contains($0.id) }))
        }
        return FeedSlice(
            start: slice.start, head: slice.head, units: slice.units, rows: rows,
            seenAtStart: slice.seenAtStart, isPart: slice.isPart)
    }
}

extension StoreEnvironment {
    /// A clock that ticks once a reading, and chance from a seed.
    static func simulated(seed: UInt64) -> StoreEnvironment {
        let source = SimulatedSource(seed: seed)
        return StoreEnvironment(
            wallMilliseconds: { source.tick() }, random: { source.chance() })
    }
}

/// Time and chance of one replica in a model; used by one thread.
private final class SimulatedSource: @unchecked Sendable {
    private var time: Int64
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed)
        time = 900_000 + Int64(seed % 1_000)
    }

    func tick() -> Int64 {
        time += 1
        return time
    }

    func chance() -> UInt64 { random.next() }
}
