// The name of bytes: their SHA-256, by which identical documents are stored and sent once.

internal import Crypto

/// SHA-256 of a document's bytes.
///
/// It names bytes and opens nothing: whoever asks for bytes names the row of a document, and is
/// judged by that.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits: a file's name on every system.
    public let description: String

    /// - Returns: `nil` unless the text is 64 lower-case hexadecimal digits.
    public init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy(Self.isDigit) else { return nil }
        description = text
    }

    fileprivate init(digest: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        let spelled = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        description = String(decoding: spelled, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }
}

/// A hash in the making; see specs/decisions for why it is a library's.
struct ContentHasher {
    private var hash = Crypto.SHA256()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    func finish() -> ContentHash { ContentHash(digest: hash.finalize()) }
}
