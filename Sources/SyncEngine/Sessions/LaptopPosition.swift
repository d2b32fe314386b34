// What a laptop's store knows of its hub, and what a session asks it to do: its I/O surface.

/// Where a replica stands towards its hub; read in one transaction at the start of a session.
public struct LaptopPosition: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    public var timeline: Timeline
    public var cursor: Cursor
    /// The pages that wait for the one that reaches the head; `nil` while there are none.
    public var staged: StagedPages?
    public var incarnation: Incarnation
    /// The highest own counter that the hub has said it has.
    public var acknowledged: UInt64
    public let schemaVersion: UInt64
    public let rulesVersion: UInt64

    public init(
        ordinal: ReplicaOrdinal, timeline: Timeline, cursor: Cursor, incarnation: Incarnation,
        versions: (schema: UInt64, rules: UInt64), acknowledged: UInt64 = 0,
        staged: StagedPages? = nil
    ) {
        self.ordinal = ordinal
        self.timeline = timeline
        self.cursor = cursor
        self.staged = staged
        self.incarnation = incarnation
        self.acknowledged = acknowledged
        schemaVersion = versions.schema
        rulesVersion = versions.rules
    }
}

/// A place in the feed: behind a unit, or within the one after it.
public struct FeedPlace: Hashable, Sendable {
    /// That of the last unit whose rows have all come.
    public let position: UInt64
    /// The last row that has come of those that the next unit touched; `nil` before the first.
    public let row: RowKey?

    public init(_ position: UInt64, row: RowKey? = nil) {
        self.position = position
        self.row = row
    }
}

/// What a laptop has got of the feed and not applied yet.
public struct StagedPages: Hashable, Sendable {
    /// Where the last of the pages ended.
    public let end: FeedPlace
    /// The head of the snapshot that it was read from: a hub that has another commit there has
    /// another past, and its pages do not follow on these.
    public let head: Cursor

    public init(end: FeedPlace, head: Cursor) {
        self.end = end
        self.head = head
    }
}

extension LaptopPosition {
    /// Where the next page begins.
    public var place: FeedPlace { staged?.end ?? FeedPlace(cursor.position) }
}

/// One counter of the outbox, in order; of what was written again or respelled, what it was first.
public enum OutboxItem: Hashable, Sendable {
    case unit(counter: UInt64, Unit, origin: UnitOrigin? = nil)
    /// A unit that was set aside before the hub judged it: its counter must still be told.
    case void(counter: UInt64, UnitHash, origin: UnitOrigin? = nil)

    public var counter: UInt64 {
        switch self {
        case .unit(let counter, _, _), .void(let counter, _, _): counter
        }
    }

    public var origin: UnitOrigin? {
        switch self {
        case .unit(_, _, let origin), .void(_, _, let origin): origin
        }
    }

    /// Of the unit, or of the one that was set aside.
    public var hash: UnitHash {
        switch self {
        case .unit(_, let unit, _): UnitHash(unit)
        case .void(_, let hash, _): hash
        }
    }
}

extension [OutboxItem] {
    /// What those were first that were written again or respelled.
    var originByCounter: [UInt64: UnitOrigin] {
        Dictionary(
            uniqueKeysWithValues: compactMap { item in item.origin.map { (item.counter, $0) } })
    }
}

/// What one accepted answer changes in a laptop's store, in one transaction.
///
/// The store refuses it, whole, if it no longer stands where `expected` says.
public struct LaptopCommit: Hashable, Sendable {
    /// The position the session started this round from.
    public let expected: LaptopPosition
    public let acknowledged: UInt64
    /// The nonce that the hub holds now.
    public let incarnation: Nonce
    /// By counter, ascending; counters judged before are repeated and change nothing.
    public let verdicts: [CounterVerdict]
    /// The hub's clock at the answer, milliseconds since 1970.
    public let hubMilliseconds: Int64
    public let page: FeedPage

    public init(
        expected: LaptopPosition, acknowledged: UInt64, incarnation: Nonce,
        verdicts: [CounterVerdict], hubMilliseconds: Int64, page: FeedPage
    ) {
        self.expected = expected
        self.acknowledged = acknowledged
        self.incarnation = incarnation
        self.verdicts = verdicts
        self.hubMilliseconds = hubMilliseconds
        self.page = page
    }
}

/// What the hub said of the unit with this counter.
public struct CounterVerdict: Hashable, Sendable {
    public let counter: UInt64
    public let verdict: Verdict
    public init(counter: UInt64, verdict: Verdict) {
        self.counter = counter
        self.verdict = verdict
    }
}
