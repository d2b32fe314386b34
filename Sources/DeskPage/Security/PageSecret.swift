// The secret of an installation, and what is made of it: a cookie, its name, a token for writes.

public import Foundation
import Crypto

/// 256 random bits that live in a file of the laptop. They themselves never leave it: what a
/// browser gets are codes made with them, each for its own purpose.
public struct PageSecret: Sendable {
    private let key: SymmetricKey

    /// A new one, from the system's generator.
    public init() { key = SymmetricKey(size: .bits256) }

    /// - Returns: `nil` if the bytes are no secret.
    public init?(bytes: Data) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// What its file holds.
    public var bytes: Data { key.withUnsafeBytes { Data($0) } }

    /// Cookies are shared by all ports of a host: two laptops on one machine must not overwrite
    /// each other's.
    var cookieName: String { "syncd-" + code(for: "cookie name").prefix(8) }

    var cookieValue: String { code(for: "cookie value") }

    /// What every write bears beside the cookie.
    var writeToken: String { code(for: "write token") }

    private func code(for purpose: String) -> String {
        Hexadecimal.text(
            HMAC<SHA256>.authenticationCode(for: Data("syncd page \(purpose)".utf8), using: key))
    }
}

/// Compares what came from outside with a secret.
enum Comparison {
    /// - Complexity: O(bytes of `secret`), whatever the guess is.
    static func isEqual(_ guess: String, to secret: String) -> Bool {
        let (guess, secret) = (Array(guess.utf8), Array(secret.utf8))
        guard guess.count == secret.count else { return false }
        return zip(guess, secret).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
