// The hub's side of a request for a new ordinal, as a value: events in, effects out.

/// What the judging of a request for a new ordinal needs, read in the transaction that answers it.
public struct RenumberLoad: Hashable, Sendable {
    /// With the counters of the request, and no rows.
    public let hub: HubLoad
    public let tokenHash: [UInt8]

    public init(hub: HubLoad, tokenHash: [UInt8]) {
        self.hub = hub
        self.tokenHash = tokenHash
    }
}

/// The hub's answer to a ``RenumberLoad``.
public struct RenumberContext: Sendable {
    public var hub: HubContext
    /// What the token was used for before.
    public var earlier: Earlier?
    /// Whether the sender has its new ordinal already: it has joined again, speaks under its former
    /// one, and only asks what becomes of what it has not sent.
    public var hasJoinedAgain = false

    public struct Earlier: Hashable, Sendable {
        public let hashes: [UnitHash]
        public let answer: RenumberAnswer.Accepted

        public init(hashes: [UnitHash], answer: RenumberAnswer.Accepted) {
            self.hashes = hashes
            self.answer = answer
        }
    }

    public init(hub: HubContext, earlier: Earlier?) {
        self.hub = hub
        self.earlier = earlier
    }
}

/// What the hub keeps of a new ordinal, in one transaction with the enrolment.
public struct RenumberCommit: Hashable, Sendable {
    /// The sender's, which stays with the other copy.
    public let ordinal: ReplicaOrdinal
    public let tokenHash: [UInt8]
    public let hashes: [UnitHash]
    public let fates: [UnitFate]
    /// What the counters 1, 2, 3 ... of the new ordinal will be.
    public let origins: [UnitOrigin]
}

/// Answers one ``RenumberRequest``; all of it in one transaction that can write.
public struct HubRenumberSession: Sendable {
    public enum Event: Sendable {
        /// - Parameter at: the hub's clock, milliseconds since 1970.
        case received([UInt8], from: ReplicaOrdinal, at: Int64)
        case loaded(RenumberContext)
        case committed(NewReplica)
    }

    public enum Effect: Hashable, Sendable {
        case load(RenumberLoad)
        /// Enrols the copy for the sender's member, unless it has joined again, and keeps what is
        /// said to it.
        case commit(RenumberCommit)
        case answer([UInt8])
        case refuse(HubSession.Fault)
    }

    private let schema: Schema
    private var request: RenumberRequest?
    private var now: Int64 = 0
    private var timeline = Timeline(Nonce(0))
    private var fates: [UnitFate] = []

    public init(schema: Schema) { self.schema = schema }

    public mutating func step(_ event: Event) -> Effect {
        switch event {
        case .received(let bytes, let sender, let now):
            self.now = now
            return received(bytes, sender)
        case .loaded(let context): return loaded(context)
        case .committed(let replica):
            return answer(.accepted(.init(replica: replica, fates: fates)))
        }
    }

    private mutating func received(_ bytes: [UInt8], _ sender: ReplicaOrdinal) -> Effect {
        do {
            let request = try RenumberRequest(bytes)
            guard request.position.ordinal == sender else { return .refuse(.otherReplica) }
            self.request = request
            return .load(
                RenumberLoad(
                    hub: HubLoad(
                        ordinal: sender, cursorPosition: request.position.cursor.position,
                        stagedHeadPosition: request.position.staged?.head.position,
                        counters: request.counters, originByCounter: request.originByCounter,
                        rows: [], mayWrite: true),
                    tokenHash: request.tokenHash))
        } catch {
            return .refuse(.damaged(error))
        }
    }

    private mutating func loaded(_ context: RenumberContext) -> Effect {
        guard let request else { preconditionFailure("loaded before it received") }
        timeline = context.hub.timeline
        if let rejection = context.hub.rejection(of: request.position, schema) {
            return answer(.rejected(rejection))
        }
        if let earlier = context.earlier {
            // Whoever has joined again sends under its former ordinal before it gives that up: with
            // other hashes this is a copy of it, which has sent less.
            let isRepetition =
                context.hasJoinedAgain
                ? request.hashes == earlier.hashes : request.hashes.starts(with: earlier.hashes)
            return answer(isRepetition ? .accepted(earlier.answer) : .rejected(.tokenUsed))
        }
        fates = request.hashes.enumerated().map { offset, hash in
            fate(of: request.counters.lowerBound + UInt64(offset), hash, request, context.hub)
        }
        let differs = fates.contains { fate in
            switch fate {
            case .different, .elsewhere: true
            case .unknown, .same: false
            }
        }
        // A late duplicate of an old request renumbers nobody.
        guard
            differs || context.hasJoinedAgain || !context.hub.isCurrent(request.position)
        else {
            return answer(.rejected(.current))
        }
        return .commit(
            RenumberCommit(
                ordinal: request.position.ordinal, tokenHash: request.tokenHash,
                hashes: request.hashes, fates: fates, origins: origins(request, context)))
    }

    private func fate(
        of counter: UInt64, _ hash: UnitHash, _ request: RenumberRequest, _ hub: HubContext
    ) -> UnitFate {
        let dot = Dot(request.position.ordinal, counter)
        let origin = request.originByCounter[counter] ?? UnitOrigin(dot: dot, hash: hash)
        if let judged = hub.judged[counter], judged.isSame(hash, origin: origin, as: dot) {
            return .same(judged.verdict)
        }
        if let found = hub.elsewhere(counter, hash) {
            return .elsewhere(found.dot, found.verdict, rows: found.rows)
        }
        // What was passed over has another name: the counter is given, too.
        return counter <= hub.acknowledged ? .different : .unknown
    }

    private func origins(
        _ request: RenumberRequest, _ context: RenumberContext
    ) -> [UnitOrigin] {
        zip(request.counters, zip(request.hashes, fates)).compactMap { counter, unit in
            switch unit.1 {
            case .same, .elsewhere: return nil
            case .unknown, .different:
                // What has another name already is not written again.
                guard unit.0 != .nothing else { return nil }
                return context.hub.originByCounter[counter]
                    ?? UnitOrigin(dot: Dot(request.position.ordinal, counter), hash: unit.0)
            }
        }
    }

    private func answer(_ result: RenumberAnswer.Result) -> Effect {
        guard let request else { preconditionFailure("answers before it received") }
        let answer = RenumberAnswer(
            id: request.id, hubMilliseconds: now, timeline: timeline, result: result)
        return .answer(answer.encoded())
    }
}
