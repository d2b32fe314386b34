/// One request to the hub, as bytes: what it means is for others to know.
public struct HubRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The media type of the hub's own messages.
    public static let syncMediaType = "application/vnd.syncd"

    public var method: Method
    /// What follows the hub's address: starts with a slash, ASCII without spaces, query allowed.
    public var path: String
    public var body: [UInt8]
    /// Where the body comes from, piece by piece, instead of `body`.
    public var source: BodySource?
    /// Where the body of a good answer goes, piece by piece, instead of into memory. A refusal
    /// comes back as always.
    public var sink: AnswerSink?
    public var contentType: String
    /// The one media type that a good answer has.
    public var accept: String
    /// How long the hub may hold its answer on purpose, beyond the time for lack of progress.
    public var wait: Duration?
    /// Sent as `X-Request-ID`. If set, a good answer must echo it, else it is not the hub's.
    public var requestID: String?
    /// The largest body that is taken, in bytes; compressed and expanded size alike.
    public var maximumAnswerBytes: Int
    /// Lets the hub compress its answer (gzip), which is then expanded here.
    public var takesCompressedAnswer: Bool
    /// Further header fields, such as `Range`.
    public var headers: [String: String]

    public init(
        _ method: Method, _ path: String, body: [UInt8] = [],
        contentType: String = HubRequest.syncMediaType, accept: String = HubRequest.syncMediaType,
        wait: Duration? = nil, requestID: String? = nil,
        maximumAnswerBytes: Int = HubClientLimits.answerBytes,
        takesCompressedAnswer: Bool = false, headers: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.contentType = contentType
        self.accept = accept
        self.wait = wait
        self.requestID = requestID
        self.maximumAnswerBytes = maximumAnswerBytes
        self.takesCompressedAnswer = takesCompressedAnswer
        self.headers = headers
    }

    /// Bytes of the body, wherever it comes from.
    var bodyBytes: Int { source?.count ?? body.count }
}
