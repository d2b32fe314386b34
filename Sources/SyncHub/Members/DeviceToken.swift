// A laptop's own secret, by which the hub knows it.

/// 256 random bits, made by the laptop before it enrols, written as 64 hexadecimal digits.
///
/// Prints as dots, so that no log or dump shows it by accident.
public struct DeviceToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What stands in the Authorization header after `Bearer `.
    public let text: String

    /// - Parameter random: gives 64 cryptographically random bits a call; called four times.
    public init(random: () -> UInt64) { text = SecretHash.newSecret(random) }

    /// - Returns: `nil` unless the text is 64 lower-case hexadecimal digits.
    public init?(_ text: String) {
        guard SecretHash.isWellFormed(text) else { return nil }
        self.text = text
    }

    /// What the hub stores of it.
    var hash: String { SecretHash.of(Array(text.utf8)) }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
