/// The limits of the transport in one place, each with its reason.
public enum HubClientLimits {
    /// Time to find the hub's address, connect and agree on TLS. Ten seconds is three lost
    /// packets on a bad mobile link; beyond that the laptop works on offline and tries again.
    public static let connectTimeout = Duration.seconds(10)

    /// Time in which `minimumProgressBytes` must move. There is no limit on the whole transfer:
    /// a large snapshot over a slow link is fine as long as it moves.
    public static let stallTimeout = Duration.seconds(30)

    /// Bytes that count as progress within `stallTimeout`. One byte now and then must not hold
    /// a sync for ever; no usable link is slower than this.
    public static let minimumProgressBytes = 512

    /// Connections at a time. One waits for news, one pushes, the rest carry documents; further
    /// requests queue in order.
    public static let connections = 6

    /// Bytes of an answer's header lines, interim answers and trailers included. The hub's take
    /// less than one KiB.
    public static let headerBytes = 64 * 1024

    /// Bytes of an answer that reports an error, whatever the request allows for a good one.
    public static let errorBytes = 64 * 1024

    /// Bytes of an answer when the request states no bound of its own.
    public static let answerBytes = 32 * 1024 * 1024

    /// Bytes of memory set aside on the word of a Content-Length header before any body came.
    static let trustedReserveBytes = 1024 * 1024

    /// The first retry comes within this time.
    public static let retryBase = Duration.seconds(1)

    /// Retries are at most this far apart: a laptop that is back online syncs within minutes.
    public static let retryCap = Duration.seconds(300)

    /// A `Retry-After` beyond this is cut: a mistyped date must not stop a laptop for days.
    public static let retryAfterMaximum = Duration.seconds(3_600)
}
