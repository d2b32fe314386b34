// The hub's side of one request as a value: events in, effects out.

/// Answers one ``SyncRequest``.
///
/// | effect | event |
/// |---|---|
/// | `load` | `loaded`, in a transaction that stays open until `commit` or `read` |
/// | `commit` | `committed`, when the transaction is durable |
/// | `read` | `read`, from one snapshot |
/// | `wait` | `clock`, then `woken` when something was committed, `waitEnded` when the time is up |
/// | `answer`, `refuse` | none: the session is over |
///
/// `load` with `mayWrite` wants a transaction that can write, holding the workspace's lock: the
/// looked-up dots and nonces must be those that `commit` changes. If `read` follows `load`
/// directly, there is nothing to commit. A `wait` that comes again goes on with the first one's
/// time: its seconds count from there.
public struct HubSession: Sendable {
    public enum Event: Sendable {
        /// - Parameter at: the hub's clock, milliseconds since 1970.
        case received([UInt8], from: ReplicaOrdinal, at: Int64)
        case loaded(HubContext)
        case committed
        case read(FeedSlice)
        /// The same, encoded before; only while ``takesSharedPages``.
        case readShared(EncodedPage)
        case woken
        case waitEnded
        /// The hub's clock has moved on while the laptop waited; no effect follows. Laptops set
        /// their clocks by the answer, so it must not tell the time of the request.
        case clock(Int64)
    }

    public enum Effect: Hashable, Sendable {
        case load(HubLoad)
        case commit(HubCommit)
        case read(FeedPlace, FeedBounds)
        case wait(seconds: UInt64)
        /// A body of the sync content type, status 200.
        case answer([UInt8])
        /// Not a request of this sender: HTTP 400 or 403, nothing else happened.
        case refuse(Fault)
    }

    /// Why bytes are not a request that can be answered in its own format.
    public enum Fault: Error, Hashable, Sendable {
        case damaged(CodecError)
        /// The token's replica is not the one that the request speaks for.
        case otherReplica
    }

    /// Why the request had no effect; `nil` while it may have one.
    public private(set) var rejection: Rejection?
    private let schema: Schema
    private let key: ReceiptKey?
    private var request: SyncRequest?
    private var receivedAt: Int64 = 0
    /// The hub's clock as it was told last: the session has none of its own.
    private var now: Int64 = 0
    private var context: HubContext?
    private var verdicts: [Verdict] = []
    private var incarnation = Nonce(0)
    private var mayWait = false
    private var hasJudged = false

    /// - Parameter key: signs what the hub has taken; without it, a restored hub cannot take it
    ///   back from others than their authors.
    public init(schema: Schema, key: ReceiptKey? = nil) {
        self.schema = schema
        self.key = key
    }

    /// Whether the page is the same for every laptop at its start: nothing of it is left out as
    /// what the request itself brought.
    public var takesSharedPages: Bool { request?.items.isEmpty ?? false }

    /// Takes what happened and says what to do next.
    public mutating func step(_ event: Event) -> [Effect] {
        switch event {
        case .received(let bytes, let sender, let now): return received(bytes, sender, now)
        case .loaded(let context): return loaded(context)
        case .committed: return [read()]
        case .read(let slice): return answered(with: slice)
        case .readShared(let page): return answered(with: page)
        case .woken: return [load()]
        case .clock(let now):
            self.now = now
            return []
        case .waitEnded:
            mayWait = false
            return [load()]
        }
    }
}

extension HubSession {
    private mutating func received(
        _ bytes: [UInt8], _ sender: ReplicaOrdinal, _ now: Int64
    ) -> [Effect] {
        do {
            let request = try SyncRequest(bytes)
            guard request.position.ordinal == sender else { return [.refuse(.otherReplica)] }
            self.request = request
            receivedAt = now
            self.now = now
            mayWait =
                request.waitSeconds > 0 && request.items.isEmpty
                && request.position.staged == nil
            return [load()]
        } catch {
            return [.refuse(.damaged(error))]
        }
    }

    private func load() -> Effect {
        guard let request else { preconditionFailure("loads before it received") }
        let isFirst = !hasJudged
        let movesNonce = request.position.incarnation.next != nil
        return .load(
            HubLoad(
                ordinal: request.position.ordinal,
                cursorPosition: request.position.cursor.position,
                stagedHeadPosition: request.position.staged?.head.position,
                counters: isFirst ? request.counters : 0..<0,
                originByCounter: isFirst ? request.originByCounter : [:],
                rows: isFirst ? request.mentionedRows(schema) : [],
                mayWrite: isFirst && (!request.items.isEmpty || movesNonce)))
    }

    private mutating func loaded(_ context: HubContext) -> [Effect] {
        guard let request else { preconditionFailure("loaded before it received") }
        self.context = context
        if let rejection = context.rejection(of: request.position, schema) {
            return [reject(rejection)]
        }
        guard context.isCurrent(request.position) else { return [reject(.stale)] }
        if hasJudged { return [read()] }
        hasJudged = true
        guard let repeated = repeatedVerdicts(of: request, in: context),
            !hasUnitsKnownElsewhere(request, in: context)
        else { return [reject(.stale)] }
        incarnation = request.position.incarnation.next ?? context.incarnation
        let fresh = request.items.dropFirst(repeated.count)
        var judge = UnitJudge(
            schema: schema, context: context, sender: request.position.ordinal,
            receivedAt: receivedAt)
        let judged = judge.judge(fresh)
        verdicts = repeated + judged
        guard !fresh.isEmpty || incarnation != context.incarnation else { return [read()] }
        var commit = judge.commit(incarnation: incarnation)
        commit.originByCounter = context.originByCounter.filter { $0.key > context.acknowledged }
        return [.commit(commit)]
    }

    /// The verdicts of counters that were judged before: never anew. A counter that comes again
    /// with another content was given by another copy of the laptop.
    /// - Returns: `nil` for such a difference.
    private func repeatedVerdicts(
        of request: SyncRequest, in context: HubContext
    ) -> [Verdict]? {
        var verdicts: [Verdict] = []
        for (counter, item) in zip(request.counters, request.items)
        where counter <= context.acknowledged {
            let hash = item.hash
            let origin =
                request.originByCounter[counter]
                ?? UnitOrigin(dot: Dot(request.position.ordinal, counter), hash: hash)
            guard let judged = context.judged[counter] else {
                // Its unit has another name, on both sides.
                guard hash == .nothing else { return nil }
                verdicts.append(.void)
                continue
            }
            let dot = Dot(request.position.ordinal, counter)
            guard judged.isSame(hash, origin: origin, as: dot) else { return nil }
            verdicts.append(judged.verdict)
        }
        return verdicts
    }

    /// Whether the request brings what a copy of the laptop has written again and sent: taken here
    /// too, one edit would count twice.
    private func hasUnitsKnownElsewhere(
        _ request: SyncRequest, in context: HubContext
    ) -> Bool {
        guard !context.elsewhere.isEmpty else { return false }
        return zip(request.counters, request.items).contains { counter, item in
            counter > context.acknowledged && item.hash != .nothing
                && context.elsewhere(counter, item.hash) != nil
        }
    }

    private func read() -> Effect {
        guard let request else { preconditionFailure("reads before it received") }
        return .read(request.position.place, .page)
    }

    private mutating func answered(with slice: FeedSlice) -> [Effect] {
        guard let request else { preconditionFailure("answers before it received") }
        if slice.units.isEmpty && mayWait {
            return [.wait(seconds: request.waitSeconds)]
        }
        let accepted = SyncAnswer.Accepted(
            acknowledged: request.counters.upperBound - 1, incarnation: incarnation,
            verdicts: verdicts,
            page: FeedPage(slice, signedBy: key))
        return [.answer(body(.accepted(accepted)))]
    }

    private mutating func answered(with page: EncodedPage) -> [Effect] {
        guard let request, let context, takesSharedPages else {
            preconditionFailure("a shared page for a request that brought units")
        }
        if page.unitCount == 0 && mayWait { return [.wait(seconds: request.waitSeconds)] }
        let accepted = SyncAnswer.Accepted(
            acknowledged: request.counters.upperBound - 1, incarnation: incarnation,
            verdicts: verdicts, page: page.frame)
        return [
            .answer(answer(.accepted(accepted), request.id, context).encoded(with: page))
        ]
    }

    private mutating func reject(_ rejection: Rejection) -> Effect {
        self.rejection = rejection
        return .answer(body(.rejected(rejection)))
    }

    private func body(_ result: SyncAnswer.Result) -> [UInt8] {
        guard let request, let context else { preconditionFailure("answers before it loaded") }
        return answer(result, request.id, context).encoded(sent: request.sentUnits)
    }

    private func answer(
        _ result: SyncAnswer.Result, _ id: Nonce, _ context: HubContext
    ) -> SyncAnswer {
        SyncAnswer(
            id: id, hubMilliseconds: now, timeline: context.timeline,
            versions: (schema.version, schema.rulesVersion), result: result)
    }
}

extension FeedPage {
    /// The page that a slice of the feed makes, with closed deltas for whoever stands at its start.
    /// - Parameter key: writes the receipts; without one there are none.
    /// - Precondition: the slice's units follow its start without gaps.
    public init(_ slice: FeedSlice, signedBy key: ReceiptKey? = nil) {
        for (offset, entry) in slice.units.enumerated() {
            let position = entry.envelope?.position
            precondition(
                position == slice.start + UInt64(offset) + 1,
                "unit \(entry.dot) stands at \(String(describing: position)) of the feed")
        }
        self.init(
            start: slice.start, head: slice.head,
            units: slice.units.compactMap { entry in
                entry.envelope.map { envelope in
                    let origin = slice.originByDot[entry.dot]
                    return FeedUnit(
                        dot: entry.dot, unit: entry.unit, envelope: envelope,
                        receipt: key?.receipt(
                            for: entry.dot, UnitHash(entry.unit), receivedAt: envelope.receivedAt,
                            origin: origin),
                        origin: origin)
                }
            },
            rows: slice.rows.map { row in
                RowDelta(of: row.state, key: row.key, beyond: slice.seenAtStart)
            }, isPart: slice.isPart)
    }
}
