// When a unit was acted: a hybrid logical clock reading, for rules that have no other order.

/// 48 bits of milliseconds since 1970 (UTC) and 16 bits of counter in one integer.
///
/// Correctness never rests on stamps: dots say what saw what. Rules use them only where the
/// domain has no order of its own ("latest").
/// Source: "Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases",
/// Kulkarni, Demirbas, Madappa, Avva, Leone, 2014.
public struct Stamp: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter milliseconds: since 1970; cut into 0 ... `Limits.maximumMilliseconds`.
    public init(milliseconds: Int64, counter: UInt16 = 0) {
        let bounded = UInt64(min(max(milliseconds, 0), Limits.maximumMilliseconds))
        rawValue = bounded << 16 | UInt64(counter)
    }

    /// Milliseconds since 1970, UTC: what people see as "acted at".
    public var milliseconds: Int64 { Int64(rawValue >> 16) }
    public var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The stamp as the hub takes it: one ahead of the hub's clock is cut to (that time, 0).
    /// - Parameter now: the hub's clock, milliseconds since 1970.
    public func clipped(to now: Int64) -> Stamp {
        milliseconds > now ? Stamp(milliseconds: now) : self
    }
}
