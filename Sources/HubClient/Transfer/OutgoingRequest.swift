/// A request as it goes to libcurl: checked, complete, nothing left to fail on the thread.
struct OutgoingRequest: Sendable {
    let request: HubRequest
    let url: String
    /// Lines like `Accept: text/plain`; `Expect:` without a value keeps libcurl from sending one.
    let headerLines: [String]

    /// - Throws: ``HubClientError/Code/badRequest`` for what could change the meaning of the
    ///   message on the wire: a line break in a header, a space in the path, a bound below zero.
    init(
        _ request: HubRequest, _ configuration: HubClientConfiguration
    ) throws(HubClientError) {
        guard request.path.hasPrefix("/"), OutgoingRequest.isPath(request.path) else {
            throw .badRequest("The path of a request is ASCII without spaces, from a slash")
        }
        guard request.maximumAnswerBytes >= 0, request.wait.map({ $0 >= .zero }) ?? true else {
            throw .badRequest("A bound of the request is negative")
        }
        guard request.source == nil || request.body.isEmpty else {
            throw .badRequest("A request has one body")
        }
        guard request.method != .get || (request.body.isEmpty && request.source == nil) else {
            throw .badRequest("A GET has no body")
        }
        self.request = request
        url = configuration.address.description + request.path
        headerLines = try OutgoingRequest.lines(request, token: configuration.token)
    }

    private static func lines(
        _ request: HubRequest, token: HubToken?
    ) throws(HubClientError) -> [String] {
        var fields = [("Accept", request.accept)]
        if request.method != .get { fields.append(("Content-Type", request.contentType)) }
        if let id = request.requestID { fields.append(("X-Request-ID", id)) }
        if let token {
            guard isValue(token.text) else { throw .badRequest("The token cannot be sent") }
            fields.append(("Authorization", "Bearer " + token.text))
        }
        fields += request.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var lines = ["Expect:"]
        for (name, value) in fields {
            guard isToken(name), isValue(value) else {
                // The value is not printed: it may be the token.
                throw .badRequest("The header \(name.debugDescription) cannot be sent")
            }
            lines.append("\(name): \(value)")
        }
        return lines
    }

    /// Visible ASCII, and no fragment, which would not be sent.
    private static func isPath(_ text: String) -> Bool {
        text.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "#") }
    }

    /// A header's name: `token` of RFC 9110, 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// A header's value: visible ASCII, with spaces only within. An empty one would make libcurl
    /// leave the header out.
    private static func isValue(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { (32...126).contains($0) }
            && value.trimmingOptionalWhitespace() == value
    }
}
