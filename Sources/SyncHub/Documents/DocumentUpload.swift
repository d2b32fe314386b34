// A document's bytes on their way up: how much has come, and the next chunk.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// `GET /v1/documents/DOCUMENT/upload` and `PUT /v1/documents/DOCUMENT/upload/OFFSET`.
///
/// A laptop asks how much has come and sends a chunk from there. Whatever arrived of a chunk that
/// was cut is kept. Each device has a transfer of its own, so that nobody can spoil another's;
/// which bytes they were is found out when all have come.
struct DocumentUpload {
    static let mediaType = "application/octet-stream"

    let door: DeviceDoor

    func state(_ routed: RoutedRequest) async throws -> Response {
        let grant = try await door.grant(routed, document: routed.places[0])
        return try Response(try await grant.state())
    }

    func take(_ routed: RoutedRequest) async throws -> Response {
        var isRead = false
        // A refusal is no reason to go on listening.
        defer { if !isRead { routed.cutBodySoon() } }
        let grant = try await door.grant(routed, document: routed.places[0])
        let chunk = try chunk(routed, of: grant.document)
        let state = try await grant.state()
        // Nobody has to prove that they have what everybody of the workspace may have.
        guard !state.isComplete else { return try Response(state) }
        try await grant.workspace.uploads.run(grant.transfer) {
            try await take(chunk, routed, for: grant)
        }
        isRead = true
        return try Response(try await grant.state())
    }

    private func chunk(_ routed: RoutedRequest, of row: DocumentRow) throws -> Range<Int64> {
        let headers = routed.request.headers
        guard headers[.contentType] == Self.mediaType, headers[.contentEncoding] == nil else {
            throw HubError(
                .unsupportedMediaType, "This takes \(Self.mediaType) without an encoding",
                hint: "Is this the hub's address?")
        }
        guard let offset = Self.number(routed.places[1]),
            let length = headers[.contentLength].flatMap({ Self.number($0[...]) })
        else { throw HubError.malformed("A chunk needs its offset and its length") }
        guard row.size <= Limits.maximumDocumentBytes else {
            throw HubError.bodyTooLarge(limit: Int(Limits.maximumDocumentBytes))
        }
        guard length <= Limits.maximumChunkBytes else {
            throw HubError.bodyTooLarge(limit: Int(Limits.maximumChunkBytes))
        }
        guard offset <= row.size, length <= row.size - offset else {
            throw HubError.malformed("The chunk goes beyond the document's end")
        }
        return offset..<offset + length
    }

    private func take(
        _ chunk: Range<Int64>, _ routed: RoutedRequest, for grant: DocumentGrant
    ) async throws {
        let row = grant.document
        let sender = grant.sender
        let partial = try await grant.onFiles { files in
            try files.partial(of: row.hash, size: row.size, from: sender)
        }
        let seconds = routed.context.patience.body(of: chunk.count)
        let callOff = routed.context.closeConnection(afterSeconds: seconds)
        defer { callOff() }
        var at = chunk.lowerBound
        for try await buffer in routed.request.body {
            guard buffer.readableBytes <= chunk.upperBound - at else {
                throw HubError.malformed("The chunk is longer than it said")
            }
            let start = at
            try await grant.onFiles { _ in
                try buffer.withUnsafeReadableBytes { try partial.append($0, at: start) }
            }
            at += Int64(buffer.readableBytes)
        }
        // What came of a cut chunk stays; nobody is there to hear the answer.
        guard at == chunk.upperBound else { throw HubError.malformed("The chunk was cut") }
        guard at == row.size else { return }
        try await grant.onFiles { _ in try partial.finish() }
    }

    private static func number(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }
}

extension DocumentGrant {
    /// Whose transfer it is.
    fileprivate var sender: String { "\(device.ordinal)" }
    fileprivate var transfer: String { "\(document.hash).\(sender)" }

    /// Runs `body` on the workspace's documents; says in the hub's words what went wrong.
    fileprivate func onFiles<T: Sendable>(
        _ body: @escaping @Sendable (DocumentFiles) throws -> T
    ) async throws -> T {
        do {
            return try await workspace.withDocuments(body)
        } catch let error as StoreError {
            throw HubError.ofUpload(error)
        }
    }

    fileprivate func state() async throws -> DocumentState {
        await workspace.uploads.settle(transfer)
        let (row, sender) = (document, sender)
        return try await workspace.withDocuments { files in
            let isComplete = row.isComplete(in: files)
            return DocumentState(
                size: row.size,
                received: isComplete ? row.size : files.received(of: row.hash, from: sender),
                isComplete: isComplete)
        }
    }
}

extension Response {
    fileprivate init(_ state: DocumentState) throws {
        self.init(json: Array(try JSONEncoder().encode(state)))
    }
}

extension HubError {
    /// What a store says of a chunk, to the laptop that sent it.
    fileprivate static func ofUpload(_ error: StoreError) -> HubError {
        switch error.code {
        case .outdated:
            HubError(
                .otherOffset, "The chunk does not begin where the bytes end",
                hint: "Ask how much has come, and go on from there.")
        case .badValue:
            HubError(
                .wrongContent, "The bytes that came are not those of the document",
                hint: "They are forgotten; is the laptop's own copy intact?")
        case .diskFull:
            HubError(
                .diskFull, "The hub has no room for this document; it was not stored",
                hint: "Rows go on syncing. Tell the hub's administrator.",
                retryAfterSeconds: HubLimits.diskFullRetrySeconds)
        default: .from(error)
        }
    }
}
