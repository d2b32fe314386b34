// The hub's side of an offer, as a value: events in, effects out.

/// What the answering of an offer needs, read in the transaction that answers it.
public struct OfferLoad: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The timelines that the laptop has followed.
    public let past: [TimelineEnd]
    /// The timeline whose names the offered units use.
    public let timeline: Timeline
    /// The units that are offered, and what each was first.
    public let units: [OfferedName]
    /// The rows that they write, by the names of that timeline, sorted.
    public let rows: [RowKey]
}

/// A unit's name, and what it was first.
public struct OfferedName: Hashable, Sendable {
    public let dot: Dot
    public let identity: UnitOrigin
}

/// The hub's answer to an ``OfferLoad``.
public struct OfferContext: Sendable {
    /// `judged` and `elsewhere` are not wanted; of the rows also those that the asked ones, and
    /// those of ``standing``, mean here.
    public var hub: HubContext
    /// The end of the past that the hub shares with the laptop; `nil` if there is none.
    public var common: Cursor?
    /// What the names of the lost timeline mean here, as earlier offers found it.
    public var names = Respelling()
    /// Of the offered dots those that the hub has applied, and what they were first here.
    public var identityByDot: [Dot: UnitOrigin] = [:]
    /// Of the offered dots those that the hub has refused, or knows as void.
    public var passedOver: Set<Dot> = []
    /// Whose laptops the replicas are that offered units came from, were first from, or stand
    /// under, as far as the hub has it.
    public var membersByOrdinal: [ReplicaOrdinal: Set<RowID>] = [:]
    /// Of what the offered units were first: under which name the hub has applied it.
    public var standing: [UnitOrigin: Standing] = [:]
    /// For ordinals of offered units, where units of theirs go whose names mean others here.
    public var heirs: [ReplicaOrdinal: Heir] = [:]
    /// Whether work of that timeline under the sender's ordinal went to its heir: the ordinal is
    /// another copy's here.
    public var isForked = false

    public init(hub: HubContext, common: Cursor?) {
        self.hub = hub
        self.common = common
    }

    /// A unit as the hub has it.
    public struct Standing: Hashable, Sendable {
        public let dot: Dot
        /// The rows that it made, in its order.
        public let rows: [RowID]

        public init(dot: Dot, rows: [RowID]) {
            self.dot = dot
            self.rows = rows
        }
    }
}

/// The ordinal under which the hub writes again what another one wrote in a lost time, and what has
/// the name of something else by now.
public struct Heir: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The last counter and row numbers that were given; 0 for none.
    public private(set) var counter: UInt64
    public private(set) var numberByEntity: [EntityID: UInt64]

    public init(
        ordinal: ReplicaOrdinal, counter: UInt64 = 0, numberByEntity: [EntityID: UInt64] = [:]
    ) {
        self.ordinal = ordinal
        self.counter = counter
        self.numberByEntity = numberByEntity
    }

    /// Gives a unit and the rows that it makes their next names.
    mutating func name(_ unit: Unit, _ dot: Dot) -> OtherName {
        counter += 1
        let rows = unit.madeRows.map { key in
            let number = numberByEntity[key.entity, default: 0] + 1
            numberByEntity[key.entity] = number
            return RowID(ordinal, number)
        }
        return OtherName(was: dot, became: Dot(ordinal, counter), rows: rows)
    }
}

/// What an offer changes in the hub's store, in one transaction.
public struct OfferCommit: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The sender's incarnation, where it has none on this timeline yet; `nil` while it has more to
    /// give, and for a copy, which is to ask for an ordinal of its own.
    public let incarnation: Nonce?
    /// Whether the laptop has given everything it has.
    public let isLast: Bool
    /// Units in order; positions follow the head without gaps.
    public let taken: [HistoryEntry]
    /// Of those that were written again or respelled: what they were first.
    public let originByDot: [Dot: UnitOrigin]
    /// Names of the lost timeline that are passed over here: what they meant has others.
    public let passed: [Dot]
    /// The timeline whose names mean others here, and what this offer added to them.
    public let timeline: Timeline
    public let names: Respelling
    /// Units that the hub does not take, with what they claim to be.
    public let setAside: [OfferedUnit]
    /// New states of the rows that the taken units touched, sorted by key.
    public let rows: [HubCommit.KeyedRow]
}

/// Answers one ``OfferRequest``; all of it in one transaction that can write.
///
/// | effect | event |
/// |---|---|
/// | `load` | `loaded` |
/// | `makeHeirs` | `madeHeirs`, with the head after it |
/// | `commit` | `committed` |
/// | `answer`, `refuse` | none: the session is over |
public struct HubOfferSession: Sendable {
    public enum Event: Sendable {
        /// - Parameter at: the hub's clock, milliseconds since 1970.
        case received([UInt8], from: ReplicaOrdinal, at: Int64)
        case loaded(OfferContext)
        /// The new ordinals, by those whose work they take.
        case madeHeirs([ReplicaOrdinal: ReplicaOrdinal], head: Cursor)
        /// - Parameter acknowledged: the highest counter of the sender that the hub has now.
        case committed(acknowledged: UInt64)
    }

    public enum Effect: Hashable, Sendable {
        case load(OfferLoad)
        /// Gives each of these ordinals another one of the same member. Sorted.
        case makeHeirs([ReplicaOrdinal])
        case commit(OfferCommit)
        case answer([UInt8])
        case refuse(HubSession.Fault)
    }

    private let schema: Schema
    private let key: ReceiptKey?
    private var request: OfferRequest?
    private var context: OfferContext?
    private var now: Int64 = 0
    private var taken: UInt64 = 0
    private var setAside: UInt64 = 0
    private var renamed: [OtherName] = []

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
        case .madeHeirs(let heirs, let head):
            for (ordinal, heir) in heirs { context?.heirs[ordinal] = Heir(ordinal: heir) }
            context?.hub.head = head
            return take()
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
                    ordinal: sender, past: request.past, timeline: request.position.timeline,
                    units: request.units.map { OfferedName(dot: $0.dot, identity: $0.identity) },
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
        guard position.incarnation.next != nil else { return reject(.stale) }
        return take()
    }

    private mutating func take() -> Effect {
        guard let request, let context, let next = request.position.incarnation.next else {
            preconditionFailure("takes before it loaded")
        }
        var taking = OfferTaking(schema: schema, key: key, context: context)
        for offered in request.units { taking.take(offered) }
        // Seldom, and once for an ordinal: then all of it is taken anew.
        if !taking.heirless.isEmpty { return .makeHeirs(taking.heirless.sorted()) }
        taken = UInt64(taking.taken.count)
        setAside = UInt64(taking.setAside.count)
        renamed = taking.renamed
        return .commit(
            OfferCommit(
                ordinal: request.position.ordinal,
                incarnation: request.isLast && !context.isForked ? next : nil,
                isLast: request.isLast,
                taken: taking.taken, originByDot: taking.originByDot, passed: taking.passed,
                timeline: request.position.timeline, names: taking.added,
                setAside: taking.setAside, rows: taking.changedRows))
    }

    private func answered(_ acknowledged: UInt64) -> Effect {
        guard let context, let common = context.common else {
            preconditionFailure("committed before it loaded")
        }
        return answer(
            .accepted(
                OfferAnswer.Accepted(
                    common: common, acknowledged: acknowledged, taken: taken, setAside: setAside,
                    renamed: renamed)))
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
