/// The status line and header fields of an answer, line by line as libcurl hands them on.
struct AnswerHead {
    /// The status of the last status line; 0 before the first.
    private(set) var status = 0
    private(set) var headers: [String: String] = [:]
    /// Whether the blank line after the final head has come; what follows are trailers.
    private(set) var isComplete = false
    /// All bytes of all heads, interim ones and trailers too.
    private(set) var bytes = 0

    /// Whether what has come so far belongs to an interim answer (100 to 199), which says nothing
    /// about when the real one comes.
    var isInterim: Bool { status < 200 }

    /// Takes one line; `false` if the heads are larger than allowed.
    mutating func take(_ line: some Collection<UInt8>, limit: Int) -> Bool {
        bytes += line.count
        guard bytes <= limit else { return false }
        let text = String(decoding: line, as: UTF8.self)
            .prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
        if text.hasPrefix("HTTP/") {
            self = AnswerHead(bytes: bytes, statusLine: text)
        } else if text.isEmpty {
            isComplete = !isInterim
        } else if !isComplete, let colon = text.firstIndex(of: ":") {
            // Trailers are left out: a field such as the content type must not change afterwards.
            add(String(text[..<colon]).lowercased(), text[text.index(after: colon)...])
        }
        return true
    }

    /// How long the server asks to wait; `now` as in ``RetryAfter``.
    func retryAfter(now: () -> Int) -> Duration? {
        RetryAfter.delay(headers["retry-after"], date: headers["date"], now: now)
    }

    init() {}

    private init(bytes: Int, statusLine: Substring) {
        self.bytes = bytes
        let words = statusLine.split(separator: " ")
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
    }

    private mutating func add(_ name: String, _ rawValue: Substring) {
        let value = String(rawValue.trimmingOptionalWhitespace())
        headers[name] = headers[name].map { $0 + ", " + value } ?? value
    }
}
