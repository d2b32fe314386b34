// What happened, counted outside of the engine: requests by second, who is current, what was
// acknowledged.

import SyncEngine
import Synchronization

/// The book of one run.
final class Tally: Sendable {
    private struct State {
        var requestsBySecond: [Int: Int] = [:]
        var positionByLaptop: [Int: UInt64] = [:]
        /// Laptops that the hub has answered since the last ``startWatch()``.
        var seen: Set<Int> = []
        var acknowledged: [ReplicaOrdinal: UInt64] = [:]
        var refused = 0
        var troubles: [String: Int] = [:]
    }

    private let begin = ContinuousClock.now
    private let state = Mutex(State())

    /// Seconds since the run began.
    var second: Int { Int((ContinuousClock.now - begin) / .seconds(1)) }

    func asked() {
        let second = second
        state.withLock { $0.requestsBySecond[second, default: 0] += 1 }
    }

    func acknowledged(_ commit: LaptopCommit, by ordinal: ReplicaOrdinal) {
        state.withLock { state in
            state.acknowledged[ordinal] = max(
                state.acknowledged[ordinal] ?? 0, commit.acknowledged)
            for case .refused in commit.verdicts.map(\.verdict) { state.refused += 1 }
        }
    }

    func isCurrent(_ laptop: Int, at position: UInt64) {
        state.withLock { state in
            state.positionByLaptop[laptop] = position
            state.seen.insert(laptop)
        }
    }

    func trouble(_ reason: String) { state.withLock { $0.troubles[reason, default: 0] += 1 } }

    /// From now on it is counted who comes back.
    /// - Returns: the newest position that anybody has.
    func startWatch() -> UInt64 {
        state.withLock { state in
            state.seen = []
            return state.positionByLaptop.values.max() ?? 0
        }
    }

    /// Laptops that were answered since the watch began, and have at least this position.
    func currentCount(at position: UInt64) -> Int {
        state.withLock { state in
            state.seen.count { (state.positionByLaptop[$0] ?? 0) >= position }
        }
    }

    /// Requests by second, for these seconds.
    func rates(_ seconds: Range<Int>) -> [Int] {
        let counts = state.withLock { $0.requestsBySecond }
        return seconds.map { counts[$0] ?? 0 }
    }

    /// By replica, the highest counter that a laptop was told the hub has.
    var acknowledgedCounters: [ReplicaOrdinal: UInt64] { state.withLock { $0.acknowledged } }
    var refusedCount: Int { state.withLock { $0.refused } }
    /// Refusals to talk, by reason: none is expected.
    var refusals: [String: Int] { state.withLock { $0.troubles } }
}
