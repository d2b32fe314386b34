// What a client's browser keeps in place of the link: a cookie that ends by itself, and with the
// hub's process.

internal import Crypto
internal import Foundation
internal import LocalStore

/// Seals and opens the portal's cookies. Nothing is stored for one.
///
/// A cookie holds the link's hash and its own end, under a code that only this process can make.
/// So a cookie that is stolen from a browser is good for hours, not for the life of the link; and
/// the link is judged anew at every request.
struct PortalSessions: Sendable {
    /// 256 bits; they go with the process, and all cookies with them.
    private let key: [UInt8]

    private static let cookieName = "syncd-portal"
    private static let hashBytes = 64
    private static let codeBytes = 64

    init(_ environment: StoreEnvironment) {
        key = Array(SecretHash.newSecret(environment.random).utf8)
    }

    /// An opened cookie.
    struct Session: Sendable {
        let linkHash: String

        /// A cookie that is not there or not good is looked up like any other, and found nowhere.
        static let none = Session(linkHash: "")

        /// Whether this process has made it; its link may have ended since.
        var isSealed: Bool { !linkHash.isEmpty }
    }

    /// The header's value for a link that was just opened.
    ///
    /// `Lax`: the browser sends it when the client comes from a mail, and not when another site
    /// embeds or fetches the portal. `Secure`: browsers make an exception for loopback, where the
    /// hub speaks plain HTTP.
    func cookie(for linkHash: String, at now: Int64) -> String {
        let end = now + HubLimits.portalSessionMilliseconds
        let content = "\(linkHash).\(end)"
        return "\(Self.cookieName)=\(content).\(code(of: content)); Path=/portal; "
            + "Max-Age=\(HubLimits.portalSessionMilliseconds / 1_000); HttpOnly; Secure; "
            + "SameSite=Lax"
    }

    /// The session of a request's `Cookie` header.
    func session(in header: String?, at now: Int64) -> Session {
        let prefix = Self.cookieName + "="
        let value =
            (header ?? "").split(separator: ";")
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count) ?? ""
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == Self.hashBytes,
            parts[2].utf8.count == Self.codeBytes,
            SecretHash.areEqual(String(parts[2]), code(of: "\(parts[0]).\(parts[1])")),
            let end = Int64(parts[1]), now < end
        else { return .none }
        return Session(linkHash: String(parts[0]))
    }

    /// The key by which documents are named to whoever looks through this link.
    func documentKey(of session: Session) -> [UInt8] {
        Array(mac("documents " + session.linkHash))
    }

    private func code(of content: String) -> String {
        SecretHash.hexadecimal(Array(mac("session " + content)))
    }

    private func mac(_ text: String) -> HMAC<Crypto.SHA256>.MAC {
        HMAC<Crypto.SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: Data(key)))
    }
}
