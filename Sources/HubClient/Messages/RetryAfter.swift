/// The header in which a server says when to come back: seconds, or a date (RFC 9110, 10.2.3).
enum RetryAfter {
    /// The time to wait, never negative; `nil` if the header is missing or means nothing.
    /// - Parameters:
    ///   - date: The answer's own `Date` header. A date is read against it, so that a laptop with
    ///     a wrong clock still waits as long as it was asked to.
    ///   - now: Seconds since 1970 by the local clock, for an answer without a `Date`.
    static func delay(_ value: String?, date: String?, now: () -> Int) -> Duration? {
        guard let value = value?.trimmingOptionalWhitespace(), !value.isEmpty else { return nil }
        if value.utf8.allSatisfy({ (48...57).contains($0) }) {
            // More digits than an Int32 has are a mistake or malice: "very long" either way.
            return .seconds(Int32(value) ?? .max)
        }
        guard let moment = HTTPDate(value) else { return nil }
        let start = date.flatMap { HTTPDate($0) }?.seconds ?? now()
        return .seconds(max(0, moment.seconds - start))
    }
}
