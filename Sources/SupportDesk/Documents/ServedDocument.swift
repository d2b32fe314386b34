// How the bytes of a document leave a server: one function for hub, portal and page, since one
// header forgotten in one of them would be the hole.

public import LocalStore

/// A document that somebody may have, as it is answered over HTTP.
///
/// Whoever serves has judged the request by the document's row; here nothing is judged but what
/// the bytes may do to their receiver: be saved, or be seen as an image that was checked. Nothing
/// is ever run.
public struct ServedDocument: Hashable, Sendable {
    /// As the row has it: data, never a path.
    public let name: String
    public let hash: ContentHash
    /// In bytes.
    public let size: Int64
    /// What it may be shown as; `nil` makes it a file to save.
    public let image: ImageKind?

    /// - Parameter image: what ``ImageKind/init(checking:)`` said of these bytes, and nothing else.
    public init(name: String, hash: ContentHash, size: Int64, image: ImageKind? = nil) {
        self.name = name
        self.hash = hash
        self.size = size
        self.image = image
    }

    /// An answer's status, header fields and the stretch of bytes that follows.
    public struct Answer: Hashable, Sendable {
        /// 200, 206 or 416.
        public let status: Int
        /// In the order in which they are sent; `Content-Length` is the server's to add.
        public let fields: [Field]
        /// Empty for 416.
        public let bytes: Range<Int64>
    }

    /// One header field.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// Answers a GET or HEAD.
    /// - Parameters:
    ///   - range: the request's `Range`; several ranges at once are answered with the whole, as
    ///     RFC 9110, 14.2 allows.
    ///   - ifRange: its `If-Range`.
    public func answer(range: String? = nil, ifRange: String? = nil) -> Answer {
        let isCurrent = ifRange.map { $0 == entityTag } ?? true
        switch ByteRange(isCurrent ? range : nil, of: size) {
        case .whole: return Answer(status: 200, fields: fields, bytes: 0..<size)
        case .part(let part):
            let spelled = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return Answer(
                status: 206, fields: fields + [Field(name: "Content-Range", value: spelled)],
                bytes: part)
        case .unsatisfiable:
            return Answer(
                status: 416,
                fields: fields + [Field(name: "Content-Range", value: "bytes */\(size)")],
                bytes: 0..<0)
        }
    }

    /// Strong: the bytes of a hash never change.
    public var entityTag: String { "\"\(hash)\"" }

    private var fields: [Field] {
        [
            Field(name: "Content-Type", value: image?.mediaType ?? "application/octet-stream"),
            Field(name: "Content-Disposition", value: disposition),
            // No browser may find something livelier in the bytes than what is said here.
            Field(name: "X-Content-Type-Options", value: "nosniff"),
            // If one shows them all the same: no script, no form, no origin, nothing loaded.
            Field(name: "Content-Security-Policy", value: "default-src 'none'; sandbox"),
            Field(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
            Field(name: "Referrer-Policy", value: "no-referrer"),
            Field(name: "ETag", value: entityTag),
            Field(name: "Accept-Ranges", value: "bytes"),
        ]
    }

    /// RFC 6266: a plain name for old receivers, the real one in UTF-8 (RFC 8187) for the others.
    private var disposition: String {
        let safe = SafeFileName(name).description
        let plain = safe.unicodeScalars.map { scalar -> Character in
            // A percent sign would be taken for an escape by some receivers.
            scalar.isASCII && scalar != "%" ? Character(scalar) : "_"
        }
        let kind = image == nil ? "attachment" : "inline"
        return "\(kind); filename=\"\(String(plain))\"; filename*=UTF-8''\(Self.escaped(safe))"
    }

    /// Percent-encoded but for the `attr-char` of RFC 8187, 3.2.1.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case 48...57, 65...90, 97...122: return [byte]
            case _ where "!#$&+-.^_`|~".utf8.contains(byte): return [byte]
            default:
                return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
