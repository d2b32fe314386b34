// A row's id says where it was born, is final from the first second offline, and can be told by
// telephone.

/// (replica ordinal, n): the n-th row of its entity that was made on that replica, written `7-12`.
public struct RowID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// SQLite's rowid: 23 bits of ordinal, 40 bits of n, positive.
    public let rawValue: Int64

    /// - Precondition: 1 <= n <= `Limits.maximumCounter`.
    public init(_ ordinal: ReplicaOrdinal, _ n: UInt64) {
        precondition(n >= 1 && n <= Limits.maximumCounter, "row number out of range: \(n)")
        rawValue = Int64(ordinal.rawValue) << 40 | Int64(n)
    }

    /// - Returns: `nil` if the integer is not an ordinal and a number.
    public init?(rawValue: Int64) {
        guard rawValue > 0, ReplicaOrdinal(UInt64(rawValue >> 40)) != nil,
            rawValue & 0xFF_FFFF_FFFF >= 1
        else { return nil }
        self.rawValue = rawValue
    }

    /// Reads `7-12`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }),
            let ordinal = UInt64(parts[0]).flatMap({ ReplicaOrdinal($0) }),
            let n = UInt64(parts[1]), n >= 1, n <= Limits.maximumCounter
        else { return nil }
        self.init(ordinal, n)
    }

    public var ordinal: ReplicaOrdinal {
        ReplicaOrdinal(UInt64(rawValue >> 40)).unsafelyUnwrapped  // every initializer checked it
    }

    /// The running number of the row on the replica where it was born, from 1.
    public var number: UInt64 { UInt64(rawValue & 0xFF_FFFF_FFFF) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String { "\(ordinal)-\(number)" }
}
