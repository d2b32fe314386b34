// Who may ask at all: every request is judged here, before anything is done for it.
//
// The page is served on loopback, which every program of the machine can reach, and so can every
// page that the person's browser shows. Against those stand: the Host, about which a browser cannot
// be made to lie (DNS rebinding), the Origin and Fetch Metadata headers (pages of other sites, and
// of other ports, which share our cookies), a cookie that only `syncd open` hands out, and a token
// in a header of its own that no form can send.

import HTTPTypes

/// The rules of one serving page.
struct RequestJudge: Sendable {
    let secret: PageSecret
    let port: Int

    /// What a request was let in as.
    struct Head: Sendable {
        let method: HTTPRequest.Method
        /// With its query, as it was sent.
        let target: String
        /// What stood in `Host`; `nil` where none did, or two.
        let host: String?
        let fields: HTTPFields
    }

    /// Whom a route lets in.
    enum Access: Sendable, Hashable {
        /// Whoever shows a pass; the route looks at it itself.
        case opening
        /// Whoever has the cookie; to write, also the token.
        case cookie
    }

    /// What holds for every path, also for one that does not exist.
    /// - Throws: ``PageError`` `foreign_host`, `foreign_origin`.
    func judgeOrigin(of head: Head, access: Access?) throws(PageError) {
        guard let host = head.host, hosts.contains(host), head.target.hasPrefix("/") else {
            throw PageError(
                "foreign_host", "This address is not the page's own.",
                hint: "Use `syncd open`.", status: 421)
        }
        let isWrite = head.method != .get
        let origin = head.fields[.origin]
        let isOwn = origin.map { $0 == "http://\(host)" } ?? !isWrite
        guard isOwn, access == .opening || isFetchedByPage(head.fields) else {
            throw PageError(
                "foreign_origin", "Another page asked for this.",
                hint: "Only the desk's own page may.", status: 403)
        }
    }

    /// - Throws: ``PageError`` `no_cookie`, `no_csrf_token`.
    func judgeSecrets(of head: Head, access: Access) throws(PageError) {
        guard access == .cookie else { return }
        guard hasCookie(head.fields) else {
            throw PageError(
                "no_cookie", "This browser was not let in.", hint: "Use `syncd open`.", status: 401)
        }
        guard head.method != .get else { return }
        let token = head.fields[.writeToken] ?? ""
        guard Comparison.isEqual(token, to: secret.writeToken) else {
            throw PageError(
                "no_csrf_token", "The write does not bear the page's token.",
                hint: "Load the page again.", status: 403)
        }
    }

    /// A write of the kind that the route takes, told so, and not too long.
    /// - Throws: ``PageError`` `unsupported_media_type`, `body_too_large`.
    func judgeBody(of head: Head, _ kind: BodyKind) throws(PageError) {
        let type = (head.fields[.contentType] ?? "").split(separator: ";").first ?? ""
        let plain = type.filter { $0 != " " && $0 != "\t" }.lowercased()
        let encoding = head.fields[.contentEncoding] ?? "identity"
        guard plain == kind.mediaType, encoding == "identity" else {
            throw PageError(
                "unsupported_media_type", "This write takes \(kind.mediaType).", status: 415)
        }
        let length = head.fields[.contentLength].flatMap { Int64($0) } ?? 0
        guard length <= kind.maximumBytes else { throw kind.tooLarge }
    }

    /// `localhost` resolves to loopback in every browser, whatever a name server says.
    private var hosts: Set<String> {
        let names = ["127.0.0.1", "[::1]", "localhost"]
        return Set(names.map { "\($0):\(port)" } + (port == 80 ? names : []))
    }

    /// Browsers that send no Fetch Metadata are held by Origin and cookie alone.
    private func isFetchedByPage(_ fields: HTTPFields) -> Bool {
        let site = fields[.fetchSite] ?? "none"
        let destination = fields[.fetchDestination] ?? ""
        return ["same-origin", "none"].contains(site)
            && !["iframe", "frame", "object", "embed"].contains(destination)
    }

    private func hasCookie(_ fields: HTTPFields) -> Bool {
        let wanted = secret.cookieName
        let pairs = fields[values: .cookie].flatMap { $0.split(separator: ";") }
        return pairs.contains { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == wanted else { return false }
            return Comparison.isEqual(String(parts[1]), to: secret.cookieValue)
        }
    }
}

extension HTTPField.Name {
    // All of these are tokens.
    static let writeToken = HTTPField.Name("X-Syncd-CSRF").unsafelyUnwrapped
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site").unsafelyUnwrapped
    static let fetchDestination = HTTPField.Name("Sec-Fetch-Dest").unsafelyUnwrapped
    static let frameOptions = HTTPField.Name("X-Frame-Options").unsafelyUnwrapped
    static let referrerPolicy = HTTPField.Name("Referrer-Policy").unsafelyUnwrapped
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy").unsafelyUnwrapped
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy").unsafelyUnwrapped
    static let hostField = HTTPField.Name("Host").unsafelyUnwrapped
}
