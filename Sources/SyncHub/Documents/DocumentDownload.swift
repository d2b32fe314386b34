// GET /v1/documents/DOCUMENT: the bytes of a document, whole or in part, from the file to the wire.

internal import HTTPTypes
internal import Hummingbird
internal import LocalStore
internal import SupportDesk

/// Hands out bytes that are here.
struct DocumentDownload {
    let door: DeviceDoor

    func respond(_ routed: RoutedRequest) async throws -> Response {
        let grant = try await door.grant(routed, document: routed.places[0])
        let row = grant.document
        let document = try await grant.workspace.withDocuments { files in
            row.isComplete(in: files) ? try files.open(row.hash) : nil
        }
        guard let document else { throw HubError.bytesNotHere }
        let served = ServedDocument(name: row.name, hash: row.hash, size: document.size)
        return Response(
            serving: served, document, to: routed, reading: grant.workspace.withDocuments)
    }
}

extension Response {
    /// Runs blocking work on a workspace's documents; ``Workspace/withDocuments(_:)``.
    typealias DocumentReading =
        @Sendable (@escaping @Sendable (DocumentFiles) throws -> [UInt8]) async throws -> [UInt8]

    /// The answer to whoever may have the document: judging that is the caller's.
    ///
    /// Bytes are read as fast as the other end takes them, a piece at a time. An end that takes
    /// nothing for a while loses its connection, and goes on later where it was cut.
    init(
        serving served: ServedDocument, _ document: OpenDocument, to routed: RoutedRequest,
        reading: @escaping DocumentReading
    ) {
        let answer = served.answer(
            range: routed.request.headers[.range], ifRange: routed.request.headers[.ifRange])
        var headers = HTTPFields()
        for field in answer.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers[name] = field.value
        }
        let context = routed.context
        self.init(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(contentLength: Int(answer.bytes.count)) { writer in
                var at = answer.bytes.lowerBound
                while at < answer.bytes.upperBound {
                    let count = min(
                        Int64(DocumentLimits.pieceBytes), answer.bytes.upperBound - at)
                    let start = at
                    let piece = try await reading { _ in
                        try document.read(at: start, count: Int(count))
                    }
                    guard piece.count == count else { throw HubError.failed }
                    let callOff = context.closeConnection(
                        afterSeconds: context.patience.idleSeconds)
                    defer { callOff() }
                    try await writer.write(ByteBuffer(bytes: piece))
                    at += count
                }
                try await writer.finish(nil)
            })
    }
}
