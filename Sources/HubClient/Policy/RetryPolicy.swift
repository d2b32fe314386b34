/// When to try again: capped exponential backoff with full jitter.
///
/// The jitter is applied after the cap. The other way round, every laptop that has been offline
/// for long would retry at exactly the cap, all in the same second after a hub's restart.
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct RetryPolicy: Sendable, Equatable {
    /// The first delay is at most this long.
    public var base: Duration
    /// Every delay is at most this long, unless the hub asks for more.
    public var cap: Duration
    /// The longest wait that a `Retry-After` can ask for.
    public var retryAfterMaximum: Duration

    public init(
        base: Duration = HubClientLimits.retryBase, cap: Duration = HubClientLimits.retryCap,
        retryAfterMaximum: Duration = HubClientLimits.retryAfterMaximum
    ) {
        precondition(base > .zero && cap >= base && cap <= .seconds(86_400), "\(base), \(cap)")
        precondition(retryAfterMaximum >= .zero, "\(retryAfterMaximum)")
        self.base = base
        self.cap = cap
        self.retryAfterMaximum = retryAfterMaximum
    }

    /// The delay before the next attempt, evenly spread from zero to `ceiling(attempt:)`.
    ///
    /// With `retryAfter`, that much (bounded by `retryAfterMaximum`) comes on top: never earlier
    /// than asked, and laptops that were all told the same number still come back spread out.
    /// - Parameter attempt: How many attempts in a row have failed, from 1.
    public func delay(
        attempt: Int, retryAfter: Duration?, random: inout some RandomNumberGenerator
    ) -> Duration {
        let asked = min(max(retryAfter ?? .zero, .zero), retryAfterMaximum)
        let nanoseconds = ceiling(attempt: attempt) / .nanoseconds(1)
        return asked + .nanoseconds(Int64.random(in: 0...Int64(nanoseconds), using: &random))
    }

    /// The longest delay of an attempt: `base` doubled with each failure, up to `cap`.
    public func ceiling(attempt: Int) -> Duration {
        precondition(attempt >= 1, "attempts are counted from 1, not \(attempt)")
        var ceiling = base
        // A day holds less than 2^47 nanoseconds: 64 doublings reach any cap.
        for _ in 1..<min(attempt, 64) where ceiling < cap { ceiling = ceiling * 2 }
        return min(ceiling, cap)
    }
}
