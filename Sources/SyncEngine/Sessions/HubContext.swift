// What a hub's store tells a session and what a session asks it to do: the hub's I/O surface.

/// What the judging of one request needs; read inside the transaction that will commit it.
public struct HubLoad: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The cursor's position, whose commit nonce is wanted.
    public let cursorPosition: UInt64
    /// The position of the head of the staged pages, whose commit nonce is wanted, too.
    public let stagedHeadPosition: UInt64?
    /// The sender's counters that the request names: of those that were judged before, hash and
    /// verdict are wanted.
    public let counters: Range<UInt64>
    /// What the request says that some of these were first.
    public let originByCounter: [UInt64: UnitOrigin]
    /// Rows that units write or refer to, sorted.
    public let rows: [RowKey]
    /// Whether the transaction has to be able to write.
    public let mayWrite: Bool

    public init(
        ordinal: ReplicaOrdinal, cursorPosition: UInt64, stagedHeadPosition: UInt64? = nil,
        counters: Range<UInt64>, originByCounter: [UInt64: UnitOrigin] = [:], rows: [RowKey],
        mayWrite: Bool
    ) {
        self.ordinal = ordinal
        self.cursorPosition = cursorPosition
        self.stagedHeadPosition = stagedHeadPosition
        self.counters = counters
        self.originByCounter = originByCounter
        self.rows = rows
        self.mayWrite = mayWrite
    }
}

/// The hub's answer to a ``HubLoad``.
public struct HubContext: Sendable {
    public var timeline: Timeline
    public var head: Cursor
    /// The nonce of the commit that ended at the cursor's position; `nil` if none ended there.
    public var nonceAtCursor: Nonce?
    /// The same of the head of the staged pages, if that was asked for.
    public var nonceAtStagedHead: Nonce?
    /// The highest counter of the sender that was judged.
    public var acknowledged: UInt64
    /// The sender's incarnation as last taken.
    public var incarnation: Nonce
    public var role: Role
    /// Whether sender and member may still sync.
    public var isActive: Bool
    /// Whether the sender may speak in this ordinal's name: a laptop that has joined again finishes
    /// what it began under its former ordinal, if that is proven to have been its member's.
    public var isProven = true
    /// By replica, the highest counter judged: what seen-vectors may claim.
    public var known: VersionVector
    /// The rows asked for that exist.
    public var rows: [RowKey: RowState]
    /// Hash and verdict of the asked counters that were judged before.
    public var judged: [UInt64: Judged]
    /// Of the asked counters those that were written again or respelled: what they were first, as
    /// the hub knows it, or as the request says where the sender may say that.
    public var originByCounter: [UInt64: UnitOrigin]
    /// Of the asked counters those that the hub knows under another name as well: a copy of the
    /// sender wrote them again.
    public var elsewhere: [UInt64: [Elsewhere]]

    /// A unit that was judged under another name than the one that is asked about.
    public struct Elsewhere: Hashable, Sendable {
        /// The hash that the asked counter has to have; `nil` where the counter is itself a unit
        /// that was written again.
        public let hash: UnitHash?
        public let dot: Dot
        public let verdict: Verdict
        /// The rows that it made, in its order; none where it was not applied.
        public let rows: [RowID]

        public init(hash: UnitHash?, dot: Dot, verdict: Verdict, rows: [RowID]) {
            self.hash = hash
            self.dot = dot
            self.verdict = verdict
            self.rows = rows
        }
    }

    /// Where a unit of the sender is known under another name.
    public func elsewhere(_ counter: UInt64, _ hash: @autoclosure () -> UnitHash) -> Elsewhere? {
        guard let found = elsewhere[counter] else { return nil }
        let hash = hash()
        return found.first { $0.hash == nil || $0.hash == hash }
    }

    /// What the hub keeps of a counter.
    public struct Judged: Hashable, Sendable {
        public let hash: UnitHash
        public let verdict: Verdict
        /// What it was first, if that is something else.
        public var origin: UnitOrigin?

        public init(hash: UnitHash, verdict: Verdict, origin: UnitOrigin? = nil) {
            self.hash = hash
            self.verdict = verdict
            self.origin = origin
        }

        /// Whether this is that unit: in the same bytes, or the same edit as it was first.
        func isSame(_ hash: UnitHash, origin: UnitOrigin, as dot: Dot) -> Bool {
            self.hash == hash || (self.origin ?? UnitOrigin(dot: dot, hash: self.hash)) == origin
        }
    }

    public init(timeline: Timeline, head: Cursor, role: Role, incarnation: Nonce) {
        self.timeline = timeline
        self.head = head
        self.role = role
        self.incarnation = incarnation
        nonceAtCursor = nil
        nonceAtStagedHead = nil
        acknowledged = 0
        isActive = true
        known = VersionVector()
        rows = [:]
        judged = [:]
        originByCounter = [:]
        elsewhere = [:]
    }

    /// Why a request from there has no effect, save that it may be stale. The order of the checks
    /// is part of the protocol: specs/wire-format.md.
    func rejection(of position: LaptopPosition, _ schema: Schema) -> Rejection? {
        let versions = [position.schemaVersion, schema.version].sorted()
        if versions[1] - versions[0] > 1 { return .unsupportedVersion }
        if !isActive { return .revoked }
        if position.timeline != timeline { return .otherTimeline }
        if position.cursor.nonce != nonceAtCursor { return .unknownCursor }
        if position.staged?.head.nonce != nonceAtStagedHead { return .unknownCursor }
        if position.acknowledged > acknowledged { return .hubBehind }
        return nil
    }

    /// Whether no other copy of the sender has spoken since.
    func isCurrent(_ position: LaptopPosition) -> Bool {
        isProven
            && [position.incarnation.current, position.incarnation.next].contains(incarnation)
    }
}

/// What a judged push changes in the hub's store, in one transaction.
public struct HubCommit: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    /// The nonce the sender's incarnation has from now on.
    public let incarnation: Nonce
    /// The highest counter judged.
    public let acknowledged: UInt64
    /// Accepted units in order; positions follow the head without gaps.
    public let accepted: [HistoryEntry]
    /// Counters that were not applied, with what was received.
    public let setAside: [SetAside]
    /// Of both, what was something else first.
    public var originByCounter: [UInt64: UnitOrigin] = [:]
    /// New states of the rows that accepted units touched, sorted by key.
    public let rows: [KeyedRow]

    public init(
        ordinal: ReplicaOrdinal, incarnation: Nonce, acknowledged: UInt64,
        accepted: [HistoryEntry], setAside: [SetAside], rows: [KeyedRow]
    ) {
        self.ordinal = ordinal
        self.incarnation = incarnation
        self.acknowledged = acknowledged
        self.accepted = accepted
        self.setAside = setAside
        self.rows = rows
    }

    public struct KeyedRow: Hashable, Sendable {
        public let key: RowKey
        public let state: RowState
        public init(key: RowKey, state: RowState) {
            self.key = key
            self.state = state
        }
    }

    /// A counter that passed without effect: refused, or void.
    public struct SetAside: Hashable, Sendable {
        public let dot: Dot
        public let verdict: Verdict
        public let hash: UnitHash
        /// The unit's encoding as received; empty for a void.
        public let content: [UInt8]

        public init(dot: Dot, verdict: Verdict, hash: UnitHash, content: [UInt8]) {
            self.dot = dot
            self.verdict = verdict
            self.hash = hash
            self.content = content
        }
    }
}

/// How much of the feed one page takes.
public struct FeedBounds: Hashable, Sendable {
    public var units: Int
    /// Of encoded units; the first is taken whatever its size.
    public var unitBytes: Int
    /// Of the rows' deltas, as ``RowState/deltaBytes(beyond:)`` counts them; the first is taken
    /// whatever its size. A unit whose rows do not fit beside those before it begins the next page;
    /// if it is the first, its page is a part.
    public var rowBytes: Int

    public init(
        units: Int = Limits.maximumUnitsPerPage, unitBytes: Int = Limits.feedPageBytes,
        rowBytes: Int = Limits.feedRowBytes
    ) {
        self.units = units
        self.unitBytes = unitBytes
        self.rowBytes = rowBytes
    }

    /// What a hub gives: units, rows and one more row fit ``Limits/maximumAnswerBytes``.
    public static let page = FeedBounds()
}

/// A stretch of the feed as a store reads it, in one snapshot.
public struct FeedSlice: Hashable, Sendable {
    public let start: UInt64
    /// The head of the snapshot.
    public let head: Cursor
    /// Units after `start`, in order, as many as the bounds allow; at least one if there is one.
    public let units: [HistoryEntry]
    /// Of those that were written again or respelled: what they were first.
    public var originByDot: [Dot: UnitOrigin] = [:]
    /// The states of every row that these units touched, sorted by key; of a part, some of them.
    public let rows: [HubCommit.KeyedRow]
    /// Whether the only unit touched more rows, behind these.
    public let isPart: Bool
    /// Everything that a replica at `start` has seen: for each replica with units beyond `start`,
    /// one less than the lowest of their counters; for the others, the highest counter judged.
    public let seenAtStart: VersionVector

    public init(
        start: UInt64, head: Cursor, units: [HistoryEntry], rows: [HubCommit.KeyedRow],
        seenAtStart: VersionVector, isPart: Bool = false
    ) {
        self.start = start
        self.head = head
        self.units = units
        self.rows = rows
        self.isPart = isPart
        self.seenAtStart = seenAtStart
    }
}
