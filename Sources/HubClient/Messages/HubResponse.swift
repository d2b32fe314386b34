/// An answer of the hub: a good one of the type that was asked for, or an error in JSON.
public struct HubResponse: Sendable, Equatable {
    public let status: Int
    /// The values by lowercased name; the values of a repeated name are joined with a comma.
    public let headers: [String: String]
    public let body: [UInt8]
    /// How long the hub asks to wait before the next request, unbounded.
    public let retryAfter: Duration?

    public var contentType: String? { headers["content-type"] }

    /// Whether this is the hub's reasoned refusal (status 400 or above) rather than an answer.
    public var isRefusal: Bool { status >= 400 }
}
