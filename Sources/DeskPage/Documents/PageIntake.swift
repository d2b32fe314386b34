// A document on its way from a browser into the store: never whole in memory, and nowhere unless it
// came whole.

import HTTPTypes
import LocalStore
import SupportDesk
import Synchronization

/// An intake that several threads serve, one piece at a time.
final class PageIntake: Sendable {
    private let intake: Mutex<DocumentIntake>
    private let size: Int64
    private let received = Mutex<Int64>(0)

    /// - Parameter size: in bytes, as the request says it.
    init(_ documents: DocumentFiles, size: Int64) throws {
        self.size = size
        intake = Mutex(try documents.beginIntake(of: size))
    }

    func append(_ piece: [UInt8]) throws {
        received.withLock { $0 += Int64(piece.count) }
        try intake.withLock { intake in try piece.withUnsafeBytes { try intake.append($0) } }
    }

    /// - Throws: ``PageError`` `bad_body` for a request that was cut.
    func finish() throws -> StoredContent {
        let received = received.withLock { $0 }
        guard received == size else {
            throw PageError.badBody("\(received) of \(size) bytes came; the file was not kept.")
        }
        return try intake.withLock { try $0.finish() }
    }
}

extension PageResponder {
    /// Takes the bytes of a request in.
    func takeIn(
        _ body: some BodySource, of call: PageCall
    ) async throws -> StoredContent {
        guard let size = call.fields[.contentLength].flatMap({ Int64($0) }), size >= 0 else {
            throw PageError(
                "length_required", "A document says its length.",
                hint: "Send Content-Length.", status: 411)
        }
        let lane = state.lane
        let documents = try call.desk.documentFiles()
        let intake = try await lane.run { try PageIntake(documents, size: size) }
        try await body.forEachPiece { piece in
            try await lane.run { try intake.append(piece) }
        }
        return try await lane.run { try intake.finish() }
    }
}
