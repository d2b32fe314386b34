// A dot names one unit of one replica, and so every value that the unit wrote.

/// (replica ordinal, counter): the name of one unit, for ever.
///
/// Source: "Dotted Version Vectors: Efficient Causality Tracking for Distributed Key-Value
/// Stores", Preguiça, Baquero, Almeida, Fonte, Gonçalves, 2010.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let ordinal: ReplicaOrdinal
    /// Counts the units of the replica from 1, without gaps.
    public let counter: UInt64

    /// - Precondition: 1 <= counter <= `Limits.maximumCounter`; codecs check before they build one.
    public init(_ ordinal: ReplicaOrdinal, _ counter: UInt64) {
        precondition(
            counter >= 1 && counter <= Limits.maximumCounter, "counter out of range: \(counter)")
        self.ordinal = ordinal
        self.counter = counter
    }

    /// By ordinal, then counter: the order in which siblings are stored and ties are broken.
    public static func < (left: Self, right: Self) -> Bool {
        (left.ordinal.rawValue, left.counter) < (right.ordinal.rawValue, right.counter)
    }

    /// One 64-bit integer, the key of the unit in a store: 23 bits of ordinal, 40 of counter.
    public var key: Int64 { Int64(ordinal.rawValue) << 40 | Int64(counter) }

    /// - Returns: `nil` if `key` was not made by ``key``.
    public init?(key: Int64) {
        guard key > 0, let ordinal = ReplicaOrdinal(UInt64(key >> 40)) else { return nil }
        let counter = UInt64(key & 0xFF_FFFF_FFFF)
        guard counter >= 1 else { return nil }
        self.init(ordinal, counter)
    }

    /// `7.12`; a row id is spelled with a dash.
    public var description: String { "\(ordinal).\(counter)" }

    /// Reads the spelling that ``description`` writes.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }),
            let ordinal = UInt64(parts[0]).flatMap({ ReplicaOrdinal($0) }),
            let counter = UInt64(parts[1]), counter >= 1, counter <= Limits.maximumCounter
        else { return nil }
        self.init(ordinal, counter)
    }
}
