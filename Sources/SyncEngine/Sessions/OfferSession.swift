// A laptop's side of meeting a hub that was restored, as a value: events in, effects out.

/// One offer, after the answer *other timeline*: gives back what the hub has lost, then follows the
/// new timeline.
///
/// | effect | event |
/// |---|---|
/// | `storeIncarnation` | `incarnationStored` |
/// | `send` | `answered` or `failed` |
/// | `load` | `units` |
/// | `move` | `moved` |
/// | `finish` | none: the session is over |
///
/// It may be cut anywhere: until `move` the laptop is on the old timeline, and begins again.
public struct OfferSession: Sendable {
    public enum Event: Hashable, Sendable {
        case begin
        case incarnationStored
        /// Confirmed units behind the asked position with their receipts, in the feed's order, and
        /// the position of the last of them; none if there are no more.
        case units([OfferedUnit], end: UInt64)
        case answered([UInt8])
        case failed(String)
        case moved
    }

    public enum Effect: Hashable, Sendable {
        case storeIncarnation(next: Nonce)
        case send(LaptopSession.Message)
        case load(after: UInt64, maximumUnits: Int, maximumBytes: Int)
        case move(TimelineMove)
        case finish(Outcome)
    }

    public enum Outcome: Hashable, Sendable {
        /// The laptop follows the new timeline, and goes on with a sync.
        case moved(taken: UInt64, setAside: UInt64)
        case rejected(Rejection)
        case unanswered(String)
    }

    private var position: LaptopPosition
    private let past: [TimelineEnd]
    private var random: any RandomNumberGenerator & Sendable
    private var requestID: Nonce?
    private var hasAsked = false
    private var isLast = false
    private var nextStart: UInt64 = 0
    private var timeline: Timeline?
    private var taken: UInt64 = 0
    private var setAside: UInt64 = 0
    private var renamed: [OtherName] = []

    /// - Parameter past: as ``OfferRequest/past``.
    public init(
        position: LaptopPosition, past: [TimelineEnd],
        random: any RandomNumberGenerator & Sendable
    ) {
        self.position = position
        self.past = past
        self.random = random
    }

    public mutating func step(_ event: Event) -> Effect {
        switch event {
        case .begin:
            guard position.incarnation.next == nil else { return send([]) }
            let next = Nonce(UInt64.random(in: .min ... .max, using: &random))
            position.incarnation.next = next
            return .storeIncarnation(next: next)
        case .incarnationStored: return send([])
        case .units(let units, let end):
            isLast = units.isEmpty
            nextStart = end
            return send(units)
        case .answered(let bytes): return answered(bytes)
        case .failed(let reason): return .finish(.unanswered(reason))
        case .moved: return .finish(.moved(taken: taken, setAside: setAside))
        }
    }

    private mutating func send(_ units: [OfferedUnit]) -> Effect {
        let id = Nonce(UInt64.random(in: .min ... .max, using: &random))
        requestID = id
        let request = OfferRequest(
            id: id, position: position, past: past, isLast: isLast, units: units)
        return .send(LaptopSession.Message(id: id, body: request.encoded(), waitSeconds: 0))
    }

    private mutating func answered(_ bytes: [UInt8]) -> Effect {
        let answer: OfferAnswer
        do {
            answer = try OfferAnswer(bytes)
        } catch {
            return .finish(.unanswered("the answer was damaged (\(error))"))
        }
        guard answer.id == requestID else {
            return .finish(.unanswered("the answer belongs to another request"))
        }
        requestID = nil
        switch answer.result {
        case .rejected(let rejection): return .finish(.rejected(rejection))
        case .accepted(let accepted):
            guard answer.timeline != position.timeline,
                timeline == nil || timeline == answer.timeline,
                accepted.common.position <= position.cursor.position
            else { return .finish(.unanswered("the answer does not fit the request")) }
            timeline = answer.timeline
            return goOn(accepted, answer.timeline)
        }
    }

    private mutating func goOn(
        _ accepted: OfferAnswer.Accepted, _ timeline: Timeline
    ) -> Effect {
        taken += accepted.taken
        setAside += accepted.setAside
        renamed += accepted.renamed
        if !hasAsked {
            hasAsked = true
            nextStart = accepted.common.position
        } else if isLast {
            return .move(
                TimelineMove(
                    expected: position, timeline: timeline, cursor: accepted.common,
                    acknowledged: min(position.acknowledged, accepted.acknowledged),
                    renamed: renamed))
        }
        return .load(
            after: nextStart, maximumUnits: Limits.maximumUnitsPerPush,
            maximumBytes: Limits.maximumRequestBytes / 2)
    }
}

/// What a laptop's store changes when it follows a restored hub's timeline, in one transaction.
public struct TimelineMove: Hashable, Sendable {
    /// Where the laptop stood; its next nonce is its incarnation on the new timeline.
    public let expected: LaptopPosition
    public let timeline: Timeline
    /// The last position of the common past.
    public let cursor: Cursor
    /// The highest own counter that the hub has; what is behind it is sent again under its names.
    public let acknowledged: UInt64
    /// What the hub has under other names than this laptop, in the order of the lost feed.
    public let renamed: [OtherName]

    public init(
        expected: LaptopPosition, timeline: Timeline, cursor: Cursor, acknowledged: UInt64,
        renamed: [OtherName] = []
    ) {
        self.expected = expected
        self.timeline = timeline
        self.cursor = cursor
        self.acknowledged = acknowledged
        self.renamed = renamed
    }
}
