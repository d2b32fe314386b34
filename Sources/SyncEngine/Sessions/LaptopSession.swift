// A laptop's side of sync as a value: events in, effects out, no I/O, no clock, no threads.

/// One sync of a replica with its hub: pushes the outbox in order and pulls the feed to its head.
///
/// The driver performs each effect and answers it with the event that belongs to it:
///
/// | effect | event |
/// |---|---|
/// | `loadOutbox` | `outbox` |
/// | `storeIncarnation` | `incarnationStored` |
/// | `send` | `answered`, `tooLarge` or `failed` |
/// | `commit` | `committed` |
/// | `park` | `parked` |
/// | `finish` | none: the session is over |
///
/// An I/O error of the driver's own is no event: it drops the session, and the store stands as it
/// stood. One request is in flight at a time, and every request may be cut, repeated or delayed.
public struct LaptopSession: Sendable {
    public enum Event: Hashable, Sendable {
        case begin
        /// The outbox from the asked counter on, without gaps, and whether there is more of it.
        case outbox([OutboxItem], hasMore: Bool)
        case incarnationStored
        /// A body of the sync content type that came with status 200.
        case answered([UInt8])
        /// The hub or something before it found the request too large.
        case tooLarge
        /// No answer of the hub came; the text says why.
        case failed(String)
        case committed
        /// The store found by the answer that it is a copy, and changed nothing.
        case copyFound
        case parked
    }

    public enum Effect: Hashable, Sendable {
        case loadOutbox(after: UInt64, maximumUnits: Int, maximumBytes: Int)
        /// To be durable before the request is sent: a repeated request names the same nonces.
        case storeIncarnation(next: Nonce)
        case send(Message)
        case commit(LaptopCommit)
        /// Sets a unit that the hub cannot take aside, by name; its counter goes on as a void.
        case park(counter: UInt64, Refusal)
        case finish(Outcome)
    }

    /// A request body on its way.
    public struct Message: Hashable, Sendable {
        public let id: Nonce
        public let body: [UInt8]
        /// How long the hub may hold the answer, in seconds.
        public let waitSeconds: UInt64
    }

    public enum Outcome: Hashable, Sendable {
        /// The feed was followed to the head of the hub's snapshot and the outbox was empty.
        case upToDate(Report)
        /// The hub answered, and took nothing.
        case rejected(Rejection, Report)
        /// The answer was not the hub's, or did not arrive: nothing changed.
        case unanswered(String, Report)
    }

    /// What a session did so far.
    public struct Report: Hashable, Sendable {
        public var pushed = 0
        public var pulled = 0
        public var verdicts: [CounterVerdict] = []
        /// The versions the hub stated last: schema, rules.
        public var hubVersions: [UInt64] = []
        public init() {}
    }

    public private(set) var position: LaptopPosition
    private var random: any RandomNumberGenerator & Sendable
    private let waitSeconds: UInt64
    private var maximumUnits: Int
    private let largestPush: Int
    private var items: [OutboxItem] = []
    private var hasMore = false
    private var requestID: Nonce?
    private var pending: LaptopCommit?
    private var report = Report()

    /// - Parameters:
    ///   - waitSeconds: how long the hub may hold the answer while there is nothing to say; 0 asks
    ///     for an answer at once.
    ///   - maximumUnits: the largest push to try: a driver passes a smaller one after time-outs.
    ///   - firstUnits: the largest first push, where that is likely to be in vain; those behind it
    ///     grow.
    public init(
        position: LaptopPosition, waitSeconds: UInt64 = 0,
        maximumUnits: Int = Limits.maximumUnitsPerPush, firstUnits: Int = .max,
        random: any RandomNumberGenerator & Sendable
    ) {
        self.position = position
        self.waitSeconds = min(waitSeconds, Limits.maximumWaitSeconds)
        largestPush = max(1, min(maximumUnits, Limits.maximumUnitsPerPush))
        self.maximumUnits = max(1, min(firstUnits, largestPush))
        self.random = random
    }

    /// Whether the request that was sent last carries counters.
    public var isPushing: Bool { !items.isEmpty }

    /// Takes what happened and says what to do next.
    public mutating func step(_ event: Event) -> [Effect] {
        switch event {
        case .begin, .parked: return [loadOutbox()]
        case .outbox(let items, let hasMore):
            self.items = items
            self.hasMore = hasMore
            return prepare()
        case .incarnationStored: return [send()]
        case .answered(let bytes): return answered(bytes)
        case .tooLarge: return tooLarge()
        case .failed(let reason): return [.finish(.unanswered(reason, report))]
        case .committed: return committed()
        case .copyFound: return [.finish(.rejected(.stale, report))]
        }
    }
}

extension LaptopSession {
    private func loadOutbox() -> Effect {
        .loadOutbox(
            after: position.acknowledged, maximumUnits: maximumUnits,
            maximumBytes: Limits.maximumRequestBytes / 2)
    }

    /// Only a push moves the incarnation's nonce: an idle laptop costs its hub no write.
    private mutating func prepare() -> [Effect] {
        for (offset, item) in items.enumerated() {
            let expected = position.acknowledged + 1 + UInt64(offset)
            precondition(item.counter == expected, "the outbox has a gap before \(item.counter)")
        }
        guard !items.isEmpty, position.incarnation.next == nil else { return [send()] }
        let next = Nonce(UInt64.random(in: .min ... .max, using: &random))
        position.incarnation.next = next
        return [.storeIncarnation(next: next)]
    }

    private mutating func send() -> Effect {
        let id = Nonce(UInt64.random(in: .min ... .max, using: &random))
        requestID = id
        let isPull = items.isEmpty && position.staged == nil
        let request = SyncRequest(
            id: id, position: position, waitSeconds: isPull ? waitSeconds : 0,
            outbox: items)
        return .send(
            Message(id: id, body: request.encoded(), waitSeconds: request.waitSeconds))
    }

    /// An answer changes something only if it is whole, echoes this request, and continues
    /// exactly where this replica stands.
    private mutating func answered(_ bytes: [UInt8]) -> [Effect] {
        var sent: [Dot: Unit] = [:]
        for case .unit(let counter, let unit, _) in items {
            sent[Dot(position.ordinal, counter)] = unit
        }
        let answer: SyncAnswer
        do {
            answer = try SyncAnswer(bytes, sent: sent)
        } catch {
            return [.finish(.unanswered("the answer was damaged (\(error))", report))]
        }
        guard answer.id == requestID else {
            return [.finish(.unanswered("the answer belongs to another request", report))]
        }
        requestID = nil
        report.hubVersions = [answer.schemaVersion, answer.rulesVersion]
        switch answer.result {
        case .rejected(let rejection): return [.finish(.rejected(rejection, report))]
        case .accepted(let accepted):
            guard answer.timeline == position.timeline, continues(accepted) else {
                return [.finish(.unanswered("the answer does not fit the request", report))]
            }
            let commit = commit(accepted, at: answer.hubMilliseconds)
            pending = commit
            return [.commit(commit)]
        }
    }

    /// An empty page short of the head is no hub's, nor a part that repeats rows: following either
    /// would ask for ever.
    private func continues(_ accepted: SyncAnswer.Accepted) -> Bool {
        let last = position.acknowledged + UInt64(items.count)
        let page = accepted.page
        return page.start == position.place.position
            && (page.reachesHead || !page.isEmpty)
            && page.goesOn(behind: position.place.row)
            && accepted.acknowledged == last
            && accepted.verdicts.count == items.count
            && accepted.incarnation == position.incarnation.next ?? position.incarnation.current
    }

    private func commit(
        _ accepted: SyncAnswer.Accepted, at hubMilliseconds: Int64
    ) -> LaptopCommit {
        LaptopCommit(
            expected: position, acknowledged: accepted.acknowledged,
            incarnation: accepted.incarnation,
            verdicts: zip(items, accepted.verdicts).map { item, verdict in
                CounterVerdict(counter: item.counter, verdict: verdict)
            },
            hubMilliseconds: hubMilliseconds, page: accepted.page)
    }

    private mutating func committed() -> [Effect] {
        guard let commit = pending else { preconditionFailure("committed without a commit") }
        pending = nil
        position.acknowledged = commit.acknowledged
        position.incarnation = Incarnation(current: commit.incarnation)
        if commit.page.reachesHead { position.cursor = commit.page.head }
        position.staged = commit.page.staged
        if !items.isEmpty { maximumUnits = min(largestPush, maximumUnits * 2) }
        report.pushed += items.count
        report.pulled += commit.page.isPart ? 0 : commit.page.units.count
        report.verdicts += commit.verdicts
        if hasMore || !commit.page.reachesHead { return [loadOutbox()] }
        return [.finish(.upToDate(report))]
    }

    /// Halves the push; a single unit that is too large is set aside, and the rest flows, in
    /// pushes that grow again.
    private mutating func tooLarge() -> [Effect] {
        guard let first = items.first else {
            return [.finish(.unanswered("the hub finds an empty request too large", report))]
        }
        if items.count > 1 {
            maximumUnits = items.count / 2
            return [loadOutbox()]
        }
        guard case .unit(let counter, _, _) = first else {
            return [.finish(.unanswered("the hub finds a void too large", report))]
        }
        return [.park(counter: counter, Refusal(.tooLarge))]
    }
}
