// The body of a request as it comes over its connection, which is closed when nothing comes.

import Hummingbird
import LocalStore
import NIOCore

/// Bytes from a browser.
struct ConnectionBody: BodySource {
    let body: RequestBody
    let context: ConnectionResponder.Context

    func whole() async throws -> [UInt8] {
        let end = closing()
        defer { end.cancel() }
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= DeskPageLimits.bodyBytes else {
                throw BodyKind.json.tooLarge
            }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    /// A large document takes its time: here only the wait for the next bytes is limited.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        var buffers = body.makeAsyncIterator()
        var piece: [UInt8] = []
        while true {
            let end = closing()
            defer { end.cancel() }
            guard let buffer = try await buffers.next() else { break }
            end.cancel()
            piece.append(contentsOf: buffer.readableBytesView)
            guard piece.count >= DocumentLimits.pieceBytes else { continue }
            try await take(piece)
            piece.removeAll(keepingCapacity: true)
        }
        if !piece.isEmpty { try await take(piece) }
    }

    private func closing() -> Scheduled<Void> {
        let channel = context.channel
        return channel.eventLoop.scheduleTask(in: .seconds(DeskPageLimits.bodySeconds)) {
            channel.close(promise: nil)
        }
    }
}
