// A clock that stands still and random numbers from a seed, so that a replay can be replayed.

import LocalStore
import Synchronization

extension StoreEnvironment {
    /// After everything that a log of the past holds, so that no stamp of it is clipped.
    static let replayMilliseconds: Int64 = 1_800_000_000_000

    /// The same numbers in the same order for the same seed.
    static func replaying(seed: UInt64) -> StoreEnvironment {
        let generator = SharedGenerator(seed: seed)
        return StoreEnvironment(
            wallMilliseconds: { replayMilliseconds }, random: { generator.next() })
    }
}

/// One seeded generator for several threads.
private final class SharedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func next() -> UInt64 { generator.withLock { $0.next() } }
}
