// The laws of backing off, for seeds.
import HubClient
import Testing

/// SplitMix64: the same numbers for the same seed, everywhere.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

struct RetryPolicyTests {
    private let policy = RetryPolicy(
        base: .seconds(1), cap: .seconds(60), retryAfterMaximum: .seconds(600))

    @Test func `the ceiling doubles up to the cap and stays there`() {
        let ceilings = (1...8).map { policy.ceiling(attempt: $0) }
        #expect(ceilings == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(policy.ceiling(attempt: .max) == .seconds(60))
    }

    @Test(arguments: 1...20)
    func `no delay is beyond its ceiling, whatever the attempt`(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        for attempt in 1...200 {
            let delay = policy.delay(attempt: attempt, retryAfter: nil, random: &random)
            #expect(delay >= .zero && delay <= policy.ceiling(attempt: attempt))
        }
    }

    /// With jitter before the cap, most delays would be the cap itself.
    @Test(arguments: 1...5)
    func `at the cap, laptops are spread over the whole of it`(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        var quarters = [0, 0, 0, 0]
        for _ in 0..<4_000 {
            let delay = policy.delay(attempt: 30, retryAfter: nil, random: &random)
            quarters[min(3, Int(delay / .seconds(15)))] += 1
        }
        for count in quarters { #expect((850...1_150).contains(count)) }
    }

    @Test(arguments: 1...20)
    func `a hub that asks for time gets it, and not all laptops at once`(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        let delays = (1...50).map {
            policy.delay(attempt: $0, retryAfter: .seconds(120), random: &random)
        }
        #expect(delays.allSatisfy { $0 >= .seconds(120) && $0 <= .seconds(180) })
        #expect(Set(delays).count > 40)
    }

    @Test func `asking for too much or for less than nothing is cut`() {
        var random = SeededNumbers(state: 1)
        let cases: [(Duration, Duration)] = [
            (.seconds(100_000), .seconds(600)), (.seconds(600), .seconds(600)),
            (.seconds(-5), .zero),
        ]
        for (asked, given) in cases {
            let delay = policy.delay(attempt: 1, retryAfter: asked, random: &random)
            #expect(delay >= given && delay <= given + .seconds(1))
        }
    }

    @Test func `the same seed gives the same delays`() {
        var first = SeededNumbers(state: 7)
        var second = SeededNumbers(state: 7)
        for attempt in 1...100 {
            #expect(
                policy.delay(attempt: attempt, retryAfter: nil, random: &first)
                    == policy.delay(attempt: attempt, retryAfter: nil, random: &second))
        }
    }
}
