// Time and randomness come in from outside, so that tests and simulations are replayable.

import Glibc

/// What a store may know of the world beside its file.
public struct StoreEnvironment: Sendable {
    /// This machine's clock, milliseconds since 1970, UTC.
    public var wallMilliseconds: @Sendable () -> Int64
    /// 64 random bits, good enough for names.
    public var random: @Sendable () -> UInt64
    /// How hard a commit is pressed to the disk. `.full` for everything people do; benchmarks
    /// compare at both.
    package var synchronous: Synchronous = .full

    public init(
        wallMilliseconds: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
    ) {
        self.wallMilliseconds = wallMilliseconds
        self.random = random
    }

    /// SQLite's `PRAGMA synchronous`.
    package enum Synchronous: String, Sendable {
        /// A commit may be lost with the power, never with the process.
        case normal = "NORMAL"
        /// A commit is on the disk before it is reported.
        case full = "FULL"
    }

    /// The machine's clock and the system's random numbers.
    public static let system = StoreEnvironment(
        wallMilliseconds: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        },
        random: {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        })
}
