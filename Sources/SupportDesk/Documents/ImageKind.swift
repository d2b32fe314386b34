// What may be shown as an image: only after the bytes themselves were looked at, whatever the name
// says.

public import LocalStore

/// An image format that can be shown without being able to do anything.
///
/// SVG is none of them: it is a program's document. A file that is an image and goes on behind the
/// image's end is none either, since something else may read that rest.
public enum ImageKind: String, Hashable, Sendable, CaseIterable {
    case png, jpeg, gif, webp

    public var mediaType: String { "image/" + rawValue }

    /// Larger files are saved, not shown: a photograph fits, and the check reads all of it.
    public static let maximumBytes: Int64 = 33_554_432
    /// Pixels that an image may claim: a few bytes can claim enough to fill a receiver's memory.
    static let maximumPixels = 100_000_000

    /// Looks at a document.
    /// - Returns: `nil` if it is not one of the formats, damaged, too large, or more than an image.
    /// - Complexity: O(size), in memory.
    public init?(checking document: OpenDocument) throws {
        guard document.size <= Self.maximumBytes else { return nil }
        self.init(of: try document.read(at: 0, count: Int(document.size)))
    }

    /// The same of bytes in memory.
    public init?(of bytes: [UInt8]) {
        let checks: [(kind: ImageKind, check: (inout ImageBytes) -> Bool)] = [
            (.png, { $0.isPNG() }), (.jpeg, { $0.isJPEG() }), (.gif, { $0.isGIF() }),
            (.webp, { $0.isWebP() }),
        ]
        let found = checks.first { _, check in
            var image = ImageBytes(bytes)
            return check(&image) && image.isAtEnd
        }
        guard let found else { return nil }
        self = found.kind
    }
}

/// Bytes read from front to back, never beyond their end.
struct ImageBytes {
    private let bytes: [UInt8]
    private(set) var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }
    var count: Int { bytes.count }

    mutating func byte() -> UInt8? {
        guard at < bytes.count else { return nil }
        defer { at += 1 }
        return bytes[at]
    }

    /// Takes these bytes if they come next.
    mutating func take(_ expected: some Collection<UInt8>) -> Bool {
        guard bytes.count - at >= expected.count,
            bytes[at..<at + expected.count].elementsEqual(expected)
        else { return false }
        at += expected.count
        return true
    }

    mutating func take(_ text: String) -> Bool { take(Array(text.utf8)) }

    /// - Returns: `false` if there are fewer.
    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, bytes.count - at >= count else { return false }
        at += count
        return true
    }

    /// Goes back to what was read before.
    mutating func stepBack(_ count: Int) { at = max(0, at - count) }

    mutating func bigEndian(_ count: Int) -> Int? {
        guard bytes.count - at >= count else { return nil }
        defer { at += count }
        return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func littleEndian(_ count: Int) -> Int? {
        guard bytes.count - at >= count else { return nil }
        defer { at += count }
        return bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Whether an image of these measures may be shown.
    static func isReasonable(_ width: Int?, _ height: Int?) -> Bool {
        guard let width, let height, width > 0, height > 0 else { return false }
        return width <= ImageKind.maximumPixels / height
    }
}
