// A laptop's day as the daemon lives it: push what is written, else wait at the hub, and after a
// failure come back as the policy says.

import HubClient
import SyncEngine
import Synchronization

/// Set once, seen by all.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}

/// When laptops write.
enum Pace {
    /// One after the other, evenly: what many people look like from the hub.
    case inTurn(everySeconds: Double, laptops: Int)
    /// Each by itself, on average so often.
    case byChance(everySeconds: Double)

    func first(of number: Int) -> Double {
        switch self {
        case .inTurn(let seconds, _): Double(number + 1) * seconds
        case .byChance: next()
        }
    }

    func next() -> Double {
        switch self {
        case .inTurn(let seconds, let laptops): Double(laptops) * seconds
        case .byChance(let seconds): .random(in: 0...(2 * seconds))
        }
    }
}

extension HerdLaptop {
    /// - Parameter waits: whether it waits at the hub between two edits, or only writes.
    mutating func live(_ tally: Tally, _ pace: Pace, waits: Bool, until isOver: Flag) async {
        let policy = RetryPolicy()
        var failures = 0
        var nextEdit = ContinuousClock.now + .seconds(pace.first(of: number))
        while !isOver.isSet {
            let left = max(0, (nextEdit - .now) / .seconds(1))
            if left == 0 {
                edit()
                nextEdit = .now + .seconds(pace.next())
            }
            do {
                // As the daemon waits, but never beyond the next edit.
                let wait = min(Double(Int.random(in: 30...60)), left.rounded(.up))
                try await sync(waitSeconds: waits && left > 0 ? UInt64(wait) : 0, tally)
                failures = 0
                if !waits { try? await Task.sleep(for: .seconds(left)) }
            } catch {
                let trouble = error as? Trouble
                if let refusal = trouble?.refusal { tally.trouble(refusal) }
                failures += 1
                var random = SystemRandomNumberGenerator()
                let delay = policy.delay(
                    attempt: failures, retryAfter: trouble?.retryAfter, random: &random)
                if !isOver.isSet { try? await Task.sleep(for: delay) }
            }
        }
    }
}

/// How often each unit stands on the feed.
final class FeedBook: Sendable {
    private let timesByDot = Mutex<[Dot: Int]>([:])

    func note(_ page: FeedPage) {
        timesByDot.withLock { times in
            for unit in page.units { times[unit.dot, default: 0] += 1 }
        }
    }

    func times(_ dot: Dot) -> Int { timesByDot.withLock { $0[dot] ?? 0 } }
}
