// How the portal names a document in an address: not by its row or its hash, which would tell of
// others.

internal import Crypto
internal import Foundation
public import SyncEngine

/// 128 bits made of a document's row and a key that the hub alone has.
///
/// Row numbers are counted over internal documents too, and a content hash tells whoever has the
/// same bytes that they are here; of this name nothing can be read, and it can be made for no other
/// document.
public struct DocumentName: Hashable, Sendable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public let description: String

    /// - Parameter key: of the link through which the client looks; 32 bytes.
    public init(of document: RowID, key: [UInt8]) {
        var number = document.rawValue.bigEndian
        let message = withUnsafeBytes(of: &number) { Data("document".utf8) + Data($0) }
        let code = HMAC<Crypto.SHA256>.authenticationCode(
            for: message, using: SymmetricKey(data: key))
        description = Array(code).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// A document whose bytes are at the hub, as a page speaks of it.
public struct DocumentLink: Hashable, Sendable {
    public let name: DocumentName
    /// Whether its bytes were checked to be an image that can be shown.
    public let isImage: Bool

    public init(_ name: DocumentName, isImage: Bool) {
        self.name = name
        self.isImage = isImage
    }
}
