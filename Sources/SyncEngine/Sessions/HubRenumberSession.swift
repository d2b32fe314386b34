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
    /// Of the asked counters those that were written again themselves: what they were first.
    public var originByCounter: [UInt64: UnitOrigin] = [:]

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

/// The first name and content of a unit that was written again: the same for all copies of a
/// laptop, by which one edit is known however often it was renamed.
public struct UnitOrigin: Hashable, Sendable {
    public let dot: Dot
    public let hash: UnitHash

    public init(dot: Dot, hash: UnitHash) {
        self.dot = dot
        self.hash = hash
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
        /// Enrols the copy for the sender's member, and keeps what is said to it.
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
                        counters: request.counters, rows: [], mayWrite: true),
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
            let isRepetition = request.hashes.starts(with: earlier.hashes)
            return answer(isRepetition ? .accepted(earlier.answer) : .rejected(.tokenUsed))
        }
        fates = request.hashes.enumerated().map { offset, hash in
            context.hub.fate(of: request.counters.lowerBound + UInt64(offset), hash)
        }
        let differs = fates.contains { fate in
            switch fate {
            case .different, .elsewhere: true
            case .unknown, .same: false
            }
        }
        // A late duplicate of an old request renumbers nobody.
        guard differs || !context.hub.isCurrent(request.position) else {
            return answer(.rejected(.current))
        }
        return .commit(
            RenumberCommit(
                ordinal: request.position.ordinal, tokenHash: request.tokenHash,
                hashes: request.hashes, fates: fates, origins: origins(request, context)))
    }

    private func origins(
        _ request: RenumberRequest, _ context: RenumberContext
    ) -> [UnitOrigin] {
        zip(request.counters, zip(request.hashes, fates)).compactMap { counter, unit in
            switch unit.1 {
            case .same, .elsewhere: nil
            case .unknown, .different:
                context.originByCounter[counter]
                    ?? UnitOrigin(
                        dot: Dot(request.position.ordinal, counter), hash: unit.0)
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

extension HubContext {
    fileprivate func fate(of counter: UInt64, _ hash: UnitHash) -> UnitFate {
        if let judged = judged[counter], judged.hash == hash { return .same(judged.verdict) }
        if let found = elsewhere(counter, hash) {
            return .elsewhere(found.dot, found.verdict, rows: found.rows)
        }
        return judged[counter] == nil ? .unknown : .different
    }
}
