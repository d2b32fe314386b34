// Keeps one laptop, or one address, from taking what belongs to all.

internal import Synchronization

/// Token buckets by key: so many requests at once, so many a second in the long run.
///
/// In memory and bounded: where there are too many keys, the fullest buckets are forgotten first,
/// since a full bucket says nothing.
final class RateLimiter: Sendable {
    private let perSecond: Double
    private let burst: Double
    private let maximumKeys: Int
    private let buckets = Mutex<[String: Bucket]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    /// - Parameter now: the machine's own clock, which nobody sets.
    init(
        perSecond: Double, burst: Double, maximumKeys: Int = HubLimits.countedAddresses,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.perSecond = perSecond
        self.burst = burst
        self.maximumKeys = maximumKeys
        self.now = now
    }

    /// Takes one request.
    /// - Throws: ``HubError/Code/tooManyRequests`` with the time after which there is one again.
    func take(_ key: String) throws(HubError) {
        let now = now()
        let missing = buckets.withLock { buckets -> Double in
            var bucket = buckets[key] ?? Bucket(left: burst, at: now)
            bucket.left = min(burst, bucket.left + perSecond * ((now - bucket.at) / .seconds(1)))
            bucket.at = now
            defer { buckets[key] = bucket }
            if buckets[key] == nil, buckets.count >= maximumKeys { forget(&buckets, at: now) }
            guard bucket.left >= 1 else { return 1 - bucket.left }
            bucket.left -= 1
            return 0
        }
        guard missing > 0 else { return }
        throw .tooManyRequests(seconds: Int((missing / perSecond).rounded(.up)))
    }

    /// Drops the half that is fullest.
    private func forget(_ buckets: inout [String: Bucket], at now: ContinuousClock.Instant) {
        let byLeft = buckets.sorted { left, right in
            filled(left.value, at: now) < filled(right.value, at: now)
        }
        buckets = Dictionary(uniqueKeysWithValues: byLeft.prefix(maximumKeys / 2).map { ($0, $1) })
    }

    private func filled(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        bucket.left + perSecond * ((now - bucket.at) / .seconds(1))
    }
}
