// Makes stamps from a clock that may be wrong, corrected by what the hub said of it.

/// A hybrid logical clock: stamps of one replica grow, follow the corrected wall clock where that
/// moves on, and are cut back at contact if the clock had run ahead.
public struct HybridClock: Sendable, Equatable {
    /// The last stamp given out.
    public private(set) var last: Stamp
    /// The hub's clock minus this machine's, in milliseconds, as measured at the last contact.
    public private(set) var offset: Int64

    public init(last: Stamp = Stamp(rawValue: 0), offset: Int64 = 0) {
        self.last = last
        self.offset = offset
    }

    /// The next stamp, greater than the last; only at the end of time does it stay.
    /// - Parameter wallMilliseconds: this machine's clock, since 1970. Read by the caller: the
    ///   core has no clock of its own.
    public mutating func next(wallMilliseconds: Int64) -> Stamp {
        let wall = Stamp(milliseconds: wallMilliseconds &+ offset)
        let successor = Stamp(rawValue: last.rawValue == .max ? .max : last.rawValue + 1)
        last = max(wall, successor)
        return last
    }

    /// Takes the hub's clock as measured at contact; a stamp ahead of it is cut back, since dots
    /// give the order and stamps need not grow for ever.
    public mutating func contact(hubMilliseconds: Int64, wallMilliseconds: Int64) {
        offset = hubMilliseconds &- wallMilliseconds
        last = last.clipped(to: hubMilliseconds)
    }
}
