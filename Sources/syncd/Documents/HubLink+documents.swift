// The bytes of documents between a laptop and its hub: every request names a row.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub
import Synchronization

extension HubLink {
    private static let bytesMediaType = "application/octet-stream"
    private static let jsonMediaType = "application/json"
    private static let answerBytes = 65_536
    private static let finishing = Duration.seconds(120)

    /// Which of these documents' bytes the hub has; at most `Limits.maximumDocumentsAsked`.
    func arrived(_ documents: [RowID]) async throws(SyncFailure) -> Set<RowID> {
        guard
            let body = try? JSONEncoder().encode(
                DocumentsAsked(documents: documents.map(\.description)))
        else { throw SyncFailure(.failed, "bad_request", "The request cannot be written.") }
        var request = HubRequest(
            .post, "/v1/documents/arrived", body: Array(body), contentType: Self.jsonMediaType,
            accept: Self.jsonMediaType)
        request.maximumAnswerBytes = Self.answerBytes
        let answer: DocumentsArrived = try await json(request)
        return Set(answer.arrived.compactMap { RowID($0) })
    }

    /// How much of a document the hub has.
    func uploadState(_ document: RowID) async throws(SyncFailure) -> DocumentState {
        var request = HubRequest(
            .get, "/v1/documents/\(document)/upload", accept: Self.jsonMediaType)
        request.maximumAnswerBytes = Self.answerBytes
        return try await json(request)
    }

    /// Sends a chunk.
    /// - Parameter onProgress: told how much of the chunk was handed to the network.
    func upload(
        _ chunk: Range<Int64>, of document: OpenDocument, as row: RowID,
        onProgress: @escaping @Sendable (Int64) -> Void
    ) async throws(SyncFailure) -> DocumentState {
        var request = HubRequest(
            .put, "/v1/documents/\(row)/upload/\(chunk.lowerBound)",
            contentType: Self.bytesMediaType, accept: Self.jsonMediaType)
        request.maximumAnswerBytes = Self.answerBytes
        // With the last chunk the hub reads all of it once more, and waits for its disk.
        if chunk.upperBound == document.size { request.wait = Self.finishing }
        request.source = BodySource(count: chunk.count) { buffer, offset in
            let count = try? document.read(into: buffer, at: chunk.lowerBound + Int64(offset))
            onProgress(Int64(offset) + Int64(count ?? 0))
            return count
        }
        return try await json(request)
    }

    /// Fetches a chunk into the partial document, piece by piece: what came of a chunk that is
    /// cut stays.
    func download(
        _ chunk: Range<Int64>, of partial: PartialDocument, as row: RowID,
        onProgress: @escaping @Sendable (Int64) -> Void
    ) async throws(SyncFailure) {
        let tag = "\"\(partial.hash)\""
        var request = HubRequest(
            .get, "/v1/documents/\(row)", accept: Self.bytesMediaType,
            maximumAnswerBytes: chunk.count)
        request.headers = [
            "Range": "bytes=\(chunk.lowerBound)-\(chunk.upperBound - 1)", "If-Range": tag,
        ]
        let intake = ChunkIntake(partial, at: chunk.lowerBound, onProgress)
        let range = "bytes \(chunk.lowerBound)-\(chunk.upperBound - 1)/\(partial.size)"
        request.sink = AnswerSink(
            accept: { status, headers in
                status == 206 && headers["content-range"] == range && headers["etag"] == tag
            }, take: intake.take)
        do throws(SyncFailure) {
            let response = try await exchange(request)
            guard !response.isRefusal else { throw SyncFailure(refusal: response) }
        } catch {
            // What this machine's disk said tells more than that something was not stored.
            if let failure = intake.failure { throw SyncFailure(storeError: failure) }
            throw error
        }
    }

    private func json<Answer: Decodable>(
        _ request: HubRequest
    ) async throws(SyncFailure) -> Answer {
        let response = try await exchange(request)
        guard !response.isRefusal else { throw SyncFailure(refusal: response) }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)) else {
            throw SyncFailure(
                .offline, "not_the_hub", "Something answered for the hub, and not in its words.",
                hint: "Check the address; a network may want a sign-in in the browser first.")
        }
        return answer
    }
}

/// Where the bytes of one chunk go; called on the client's thread, one call after the other.
private final class ChunkIntake: Sendable {
    private struct State {
        var offset: Int64
        var failure: StoreError?
    }

    private let partial: PartialDocument
    private let onProgress: @Sendable (Int64) -> Void
    private let start: Int64
    private let state: Mutex<State>

    var failure: StoreError? { state.withLock { $0.failure } }

    init(
        _ partial: PartialDocument, at offset: Int64,
        _ onProgress: @escaping @Sendable (Int64) -> Void
    ) {
        self.partial = partial
        self.onProgress = onProgress
        start = offset
        state = Mutex(State(offset: offset))
    }

    @Sendable func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let offset = state.withLock { $0.offset }
        do throws(StoreError) {
            try partial.append(bytes, at: offset)
        } catch {
            state.withLock { $0.failure = error }
            return false
        }
        let end = offset + Int64(bytes.count)
        state.withLock { $0.offset = end }
        onProgress(end - start)
        return true
    }
}
