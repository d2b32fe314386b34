// A unit as history keeps it: the author's part, for ever, and the hub's envelope around it.

/// One unit with its name.
public struct HistoryEntry: Hashable, Sendable {
    public let dot: Dot
    /// The author's part; immutable.
    public let unit: Unit
    /// The hub's part; `nil` while the hub has not confirmed the unit.
    public let envelope: Envelope?

    public init(dot: Dot, unit: Unit, envelope: Envelope?) {
        self.dot = dot
        self.unit = unit
        self.envelope = envelope
    }

    /// The stamp that rules use: the author's, clipped to the hub's clock at receipt.
    public var effectiveStamp: Stamp {
        envelope.map { unit.stamp.clipped(to: $0.receivedAt) } ?? unit.stamp
    }
}

/// What the hub added at receipt; fed back to the author too.
public struct Envelope: Hashable, Sendable {
    /// The unit's place on the feed: 1, 2, 3 ... in commit order.
    public let position: UInt64
    /// The hub's clock, milliseconds since 1970.
    public let receivedAt: Int64
    /// Whether the unit's values stood beside others when it was applied.
    public let wasConcurrent: Bool

    public init(position: UInt64, receivedAt: Int64, wasConcurrent: Bool) {
        self.position = position
        self.receivedAt = receivedAt
        self.wasConcurrent = wasConcurrent
    }
}
