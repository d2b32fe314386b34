// One file of the page, handed to the server from outside: it serves these names and no others.

import Crypto
import Foundation

/// A file that a browser may load.
public struct PageAsset: Sendable {
    /// As a browser asks for it: `/`, `/parts/main.js`.
    public let path: String
    /// As it stands in `Content-Type`.
    public let mediaType: String
    public let bytes: [UInt8]
    /// Of the bytes, in quotes: a browser that has them is not sent them again.
    let entityTag: String

    public init(path: String, mediaType: String, bytes: [UInt8]) {
        self.path = path
        self.mediaType = mediaType
        self.bytes = bytes
        entityTag = "\"" + Hexadecimal.text(SHA256.hash(data: bytes).prefix(16)) + "\""
    }
}

/// Bytes as text for headers and files.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
