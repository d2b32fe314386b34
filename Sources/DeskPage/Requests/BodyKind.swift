// What the body of a write may be, and how much of it: judged by the headers, before it is read.

import SyncEngine

/// The kinds of bodies that routes take.
enum BodyKind: Sendable, Hashable {
    /// An object with the keys that the route knows; read whole.
    case json
    /// The bytes of a document, as they are; taken in piece by piece.
    case document

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .document: "application/octet-stream"
        }
    }

    var maximumBytes: Int64 {
        switch self {
        case .json: Int64(DeskPageLimits.bodyBytes)
        case .document: Limits.maximumDocumentBytes
        }
    }

    var tooLarge: PageError {
        switch self {
        case .json:
            PageError(
                "body_too_large", "A write has at most \(maximumBytes) bytes.",
                hint: "Attach it as a document instead.", status: 413)
        case .document:
            PageError(
                "body_too_large", "A document has at most \(maximumBytes) bytes.",
                hint: "Put it where large files live, and attach a note that says where.",
                status: 413)
        }
    }
}

/// The bytes of a request, which come when they are asked for.
protocol BodySource: Sendable {
    /// All of them, of a write of JSON.
    /// - Throws: ``PageError`` `body_too_large`.
    func whole() async throws -> [UInt8]

    /// One piece after the other, of a document; the next is read when the last is taken.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws
}
