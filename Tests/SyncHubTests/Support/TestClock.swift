// A clock that stands still until a test moves it.

import LocalStore
import Synchronization

final class TestClock: Sendable {
    private let now = Mutex<Int64>(1_800_000_000_000)

    func advance(milliseconds: Int64) { now.withLock { $0 += milliseconds } }

    var milliseconds: Int64 { now.withLock { $0 } }

    /// This clock and the system's random numbers.
    var environment: StoreEnvironment {
        StoreEnvironment(
            wallMilliseconds: { self.milliseconds }, random: StoreEnvironment.system.random)
    }
}
