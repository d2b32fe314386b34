// The small integer that the hub gives a replica at enrolment, and that begins every id it makes.

/// Names one replica of a workspace: the hub itself is 1, laptops follow in order of enrolment.
///
/// 23 bits, so that an ordinal and a 40-bit number make one positive 64-bit row id.
public struct ReplicaOrdinal: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: UInt32

    /// The hub's own ordinal: it writes members and nothing else.
    public static let hub = ReplicaOrdinal(unchecked: 1)

    /// - Returns: `nil` for 0 and for anything above `Limits.maximumOrdinal`.
    public init?(_ value: UInt64) {
        guard value >= 1, value <= UInt64(Limits.maximumOrdinal) else { return nil }
        rawValue = UInt32(value)
    }

    private init(unchecked value: UInt32) { rawValue = value }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String { String(rawValue) }
}
