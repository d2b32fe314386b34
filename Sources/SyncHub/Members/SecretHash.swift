// Secrets are stored as their hash alone: who reads the hub's file can enrol nothing and be nobody.

internal import Crypto
internal import Foundation

/// SHA-256 of a random secret, in hexadecimal.
///
/// A plain hash is enough, since the secrets are random bits and not words that people choose.
enum SecretHash {
    static func of(_ secret: [UInt8]) -> String { hexadecimal(Array(SHA256.hash(data: secret))) }

    /// Compares without telling by its duration how much was right.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        // Both operators bind alike in Swift: without the parentheses unequal texts pass.
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// 256 random bits as 64 hexadecimal digits.
    /// - Parameter random: gives 64 cryptographically random bits a call; called four times.
    static func newSecret(_ random: () -> UInt64) -> String {
        let bytes = (0..<4).flatMap { _ in
            withUnsafeBytes(of: random()) { Array($0) }  // the bytes of a number, in any order
        }
        return hexadecimal(bytes)
    }

    /// Whether a text has the form of a secret of ours, or of a hash.
    static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(\.isHexadecimal)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether this is a lower-case hexadecimal digit in ASCII.
    var isHexadecimal: Bool { (48...57).contains(self) || (97...102).contains(self) }
}
