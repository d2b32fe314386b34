// The hub's side of an offer, as a value: events in, effects out.

/// What the answering of an offer needs, read in the transaction that answers it.
public struct OfferLoad: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The timelines that the laptop has followed.
    public let past: [TimelineEnd]
    /// The units that are offered.
    public let dots: [Dot]
    /// The rows that they write, sorted.
    public let rows: [RowKey]
}

/// The hub's answer to an ``OfferLoad``.
public struct OfferContext: Sendable {
    /// `judged` and `elsewhere` are not wanted.
    public var hub: HubContext
    /// The end of the past that the hub shares with the laptop; `nil` if there is none.
    public var common: Cursor?
    /// Of the offered dots those that the hub has, with their hashes.
    public var hashByDot: [Dot: UnitHash] = [:]

    public init(hub: HubContext, common: Cursor?) {
        self.hub = hub
        self.common = common
    }
}

/// What an offer changes in the hub's store, in one transaction.
public struct OfferCommit: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The sender's incarnation, where it has none on this timeline yet.
    public let incarnation: Nonce
    /// Whether the laptop has given everything it has.
    public let isLast: Bool
    /// Units in order; positions follow the head without gaps.
    public let taken: [HistoryEntry]
    /// Units that the hub does not take, with what they claim to be.
    public let setAside: [OfferedUnit]
    /// New states of the rows that the taken units touched, sorted by key.
    public let rows: [HubCommit.KeyedRow]
}

/// Answers one ``OfferRequest``; all of it in one transaction that can write.
public struct HubOfferSession: Sendable {
    public enum Event: Sendable {
        /// - Parameter at: the hub's clock, milliseconds since 1970.
        case received([UInt8], from: ReplicaOrdinal, at: Int64)
        case loaded(OfferContext)
        /// - Parameter acknowledged: the highest counter of the sender that the hub has now.
        case committed(acknowledged: UInt64)
    }

    public enum Effect: Hashable, Sendable {
        case load(OfferLoad)
        case commit(OfferCommit)
        case answer([UInt8])
        case refuse(HubSession.Fault)
    }

    private let schema: Schema
    private let key: ReceiptKey?
    private var request: OfferRequest?
    private var context: OfferContext?
    private var now: Int64 = 0
    private var taken: [HistoryEntry] = []
    private var setAside: [OfferedUnit] = []
    private var rows: [RowKey: RowState] = [:]
    private var touched: Set<RowKey> = []
    /// What the hub has, this offer's units so far included.
    private var hashByDot: [Dot: UnitHash] = [:]

    /// - Parameter key: the one that the receipts were made with.
    public init(schema: Schema, key: ReceiptKey?) {
        self.schema = schema
        self.key = key
    }

    public mutating func step(_ event: Event) -> Effect {
        switch event {
        case .received(let bytes, let sender, let now):
            self.now = now
            return received(bytes, sender)
        case .loaded(let context): return loaded(context)
        case .committed(let acknowledged): return answered(acknowledged)
        }
    }

    private mutating func received(_ bytes: [UInt8], _ sender: ReplicaOrdinal) -> Effect {
        do {
            let request = try OfferRequest(bytes)
            guard request.position.ordinal == sender else { return .refuse(.otherReplica) }
            self.request = request
            let rows = Set(request.units.flatMap(\.unit.changes).map(\.key)).sorted()
            return .load(
                OfferLoad(
                    ordinal: sender, past: request.past, dots: request.units.map(\.dot),
                    rows: rows))
        } catch {
            return .refuse(.damaged(error))
        }
    }

    private mutating func loaded(_ context: OfferContext) -> Effect {
        guard let request else { preconditionFailure("loaded before it received") }
        self.context = context
        let position = request.position
        let versions = [position.schemaVersion, schema.version].sorted()
        if versions[1] - versions[0] > 1 { return reject(.unsupportedVersion) }
        if !context.hub.isActive { return reject(.revoked) }
        // The laptop moved on meanwhile: a late duplicate gives nothing back.
        if position.timeline == context.hub.timeline { return reject(.current) }
        guard let common = context.common else { return reject(.otherTimeline) }
        if common.position == position.cursor.position, common.nonce != position.cursor.nonce {
            return reject(.unknownCursor)
        }
        guard let next = position.incarnation.next else { return reject(.stale) }
        rows = context.hub.rows
        hashByDot = context.hashByDot
        for offered in request.units { take(offered, context) }
        return .commit(
            OfferCommit(
                ordinal: position.ordinal, incarnation: next, isLast: request.isLast,
                taken: taken, setAside: setAside,
                rows: touched.sorted().compactMap { key in
                    rows[key].map { HubCommit.KeyedRow(key: key, state: $0) }
                }))
    }

    /// Joins a unit that the lost hub had accepted: it is not judged anew, and the first unit of a
    /// name stands.
    private mutating func take(_ offered: OfferedUnit, _ context: OfferContext) {
        let hash = UnitHash(offered.unit)
        if let known = hashByDot[offered.dot] {
            if known != hash { setAside.append(offered) }
            return
        }
        let isGenuine =
            key?.accepts(
                offered.receipt, for: offered.dot, hash, receivedAt: offered.receivedAt) ?? false
        let isWhole = offered.unit.changes.allSatisfy { $0.isCreation || rows[$0.key] != nil }
        guard isGenuine, isWhole else {
            setAside.append(offered)
            return
        }
        var isConcurrent = false
        for change in offered.unit.changes {
            join(change, of: offered)
            isConcurrent =
                isConcurrent
                || change.writes.contains { rows[change.key]?[$0.field].isConcurrent ?? false }
        }
        hashByDot[offered.dot] = hash
        touched.formUnion(offered.unit.changes.map(\.key))
        taken.append(
            HistoryEntry(
                dot: offered.dot, unit: offered.unit,
                envelope: Envelope(
                    position: context.hub.head.position + UInt64(taken.count) + 1,
                    receivedAt: offered.receivedAt, wasConcurrent: isConcurrent)))
    }

    private mutating func join(_ change: RowChange, of offered: OfferedUnit) {
        let stamp = offered.unit.stamp.clipped(to: offered.receivedAt)
        guard var row = rows.removeValue(forKey: change.key) else {
            rows[change.key] = RowState(creating: change, by: offered.dot, at: stamp)
            return
        }
        if !row.vector.contains(offered.dot) {
            row.apply(change.writes, by: offered.dot, at: stamp)
            row.vector.insert(offered.dot)
        }
        rows[change.key] = row
    }

    private func answered(_ acknowledged: UInt64) -> Effect {
        guard let context, let common = context.common else {
            preconditionFailure("committed before it loaded")
        }
        return answer(
            .accepted(
                OfferAnswer.Accepted(
                    common: common, acknowledged: acknowledged, taken: UInt64(taken.count),
                    setAside: UInt64(setAside.count))))
    }

    private func reject(_ rejection: Rejection) -> Effect { answer(.rejected(rejection)) }

    private func answer(_ result: OfferAnswer.Result) -> Effect {
        guard let request, let context else { preconditionFailure("answers before it loaded") }
        return .answer(
            OfferAnswer(
                id: request.id, hubMilliseconds: now, timeline: context.hub.timeline,
                result: result
            ).encoded())
    }
}
