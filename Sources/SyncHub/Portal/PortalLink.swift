// The secret that lets a client look: made once, sent to them, and known to the hub as a hash.

/// 256 random bits, written as 64 hexadecimal digits: nobody guesses one.
///
/// Prints as dots, so that no log or dump shows it by accident.
public struct PortalLink: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What stands in the address.
    public let text: String

    /// - Parameter random: gives 64 cryptographically random bits a call; called four times.
    public init(random: () -> UInt64) { text = SecretHash.newSecret(random) }

    /// The address that the client opens, below the hub's own.
    public var path: String { "/portal/" + text }

    /// What the hub stores of it.
    public var hash: String { Self.hash(of: text) }

    /// The hash of whatever stood in an address: what is no link is found as little as one that
    /// was never made, by the same steps.
    static func hash(of text: some StringProtocol) -> String { SecretHash.of(Array(text.utf8)) }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
