/// An answer as it comes in, judged as early as possible and bounded at every step; no I/O here.
struct IncomingAnswer {
    private let request: HubRequest
    /// Seconds since 1970, asked for only if an answer has no date of its own.
    private let now: () -> Int
    private(set) var head = AnswerHead()
    private var body: [UInt8] = []
    /// Where the body goes instead; known from the end of the head.
    private var sink: AnswerSink?
    private var takenBytes = 0
    /// The bytes that the body may have; known from the end of the head.
    private var bodyLimit = 0
    /// Why the rest of the answer is not wanted. Once set, nothing more is taken.
    private(set) var failure: HubClientError?

    init(to request: HubRequest, now: @escaping () -> Int) {
        self.request = request
        self.now = now
    }

    /// Takes one header line; `false` if the transfer should end now.
    mutating func takeHeader(_ line: some Collection<UInt8>) -> Bool {
        let wasComplete = head.isComplete
        guard head.take(line, limit: HubClientLimits.headerBytes) else {
            failure = failure ?? .answerTooLarge("The answer's head is too large")
            return false
        }
        if head.isComplete, !wasComplete { judgeHead() }
        return failure == nil
    }

    /// Takes bytes of the body, expanded if they came compressed; `false` if the transfer should
    /// end now. Memory never grows beyond the bound.
    mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil, bytes.count <= bodyLimit - takenBytes else {
            failure = failure ?? tooLarge
            return false
        }
        takenBytes += bytes.count
        guard let sink else {
            body.append(contentsOf: bytes)
            return true
        }
        guard sink.take(bytes) else {
            failure = .localFile("What came could not be stored")
            return false
        }
        return true
    }

    /// Bounds the body as it travels, too: an endless compressed stream may expand to nothing.
    mutating func noteTravelled(_ bytes: Int) {
        if head.isComplete, bytes > bodyLimit { failure = failure ?? tooLarge }
    }

    /// What the caller gets once the transfer has ended well.
    func outcome() -> Exchange.Outcome {
        if let failure { return .failure(failure) }
        guard head.isComplete else { return .failure(.notTheHub("The answer has no head")) }
        return .success(
            HubResponse(
                status: head.status, headers: head.headers, body: body,
                retryAfter: head.retryAfter(now: now)))
    }

    private var tooLarge: HubClientError {
        .answerTooLarge("The answer has more than the \(bodyLimit) bytes that were allowed")
    }

    private mutating func judgeHead() {
        let judged = HubAnswerClass(
            status: head.status, contentType: head.headers["content-type"],
            expected: request.accept)
        switch judged {
        case .answer:
            bodyLimit = request.maximumAnswerBytes
            if let id = request.requestID, head.headers["x-request-id"] != id {
                failure = .notTheHub("The answer belongs to another request")
            }
            sink = request.sink
        case .refusal:
            bodyLimit = HubClientLimits.errorBytes
        case .notTheHub:
            failure = notTheHub
        }
        // A 304 announces the length of what it does not send.
        guard failure == nil, head.status != 304 else { return }
        let announced = head.headers["content-length"].flatMap { Int($0) } ?? 0
        if announced > bodyLimit { failure = tooLarge }
        if failure == nil, let sink {
            guard !sink.accept(head.status, head.headers) else { return }
            failure = .answerBroken("The answer is not the part that was asked for")
            return
        }
        body.reserveCapacity(min(max(announced, 0), bodyLimit, HubClientLimits.trustedReserveBytes))
    }

    private var notTheHub: HubClientError {
        let type = head.headers["content-type"].map { String($0.prefix(80)) } ?? "no content type"
        let asks = head.status == 429 || head.status == 503
        return .notTheHub(
            "The answer is not the hub's: status \(head.status), \(type)",
            retryAfter: asks ? head.retryAfter(now: now) : nil)
    }
}
