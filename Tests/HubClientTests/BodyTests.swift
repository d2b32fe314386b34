// Bodies that are not in memory: given piece by piece, taken piece by piece, judged before.

import Foundation
import HubClient
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BodyTests {
    private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }

    private static func source(failingAt end: Int = .max) -> BodySource {
        BodySource(count: bytes.count) { buffer, offset in
            guard offset < end else { return nil }
            let count = min(buffer.count, bytes.count - offset, 10_000)
            buffer.copyBytes(from: bytes[offset..<offset + count])
            return count
        }
    }

    private static func put(_ source: BodySource) -> HubRequest {
        var request = HubRequest(.put, "/v1/x", contentType: "application/octet-stream")
        request.source = source
        return request
    }

    /// What a sink has got.
    private final class Basket: Sendable {
        private let state = Mutex<(heads: [Int], bytes: [UInt8])>(([], []))

        var heads: [Int] { state.withLock { $0.heads } }
        var bytes: [UInt8] { state.withLock { $0.bytes } }

        func sink(accepting: Bool = true, taking: Bool = true) -> AnswerSink {
            AnswerSink(
                accept: { status, _ in
                    self.state.withLock { $0.heads.append(status) }
                    return accepting
                },
                take: { bytes in
                    guard taking else { return false }
                    self.state.withLock { $0.bytes.append(contentsOf: bytes) }
                    return true
                })
        }
    }

    private static func get(_ sink: AnswerSink, maximum: Int = 1_000_000) -> HubRequest {
        var request = HubRequest(.get, "/v1/x", maximumAnswerBytes: maximum)
        request.sink = sink
        return request
    }

    @Test func `a body comes from its source, whole and in order`() async throws {
        try await withServer { connection, _ in
            connection.answer("ok")
        } body: { server, client in
            let response = try await client.send(Self.put(Self.source()))
            #expect(response.status == 200)
            #expect(server.requests.map(\.body) == [Self.bytes])
            #expect(server.requests[0].headers["content-length"] == "300000")
            #expect(server.requests[0].line.hasPrefix("PUT "))
        }
    }

    @Test func `a body that cannot be read ends its request, and the next one goes`()
        async throws
    {
        try await withServer { connection, _ in
            connection.answer("ok")
        } body: { server, client in
            let error = await failure(client, Self.put(Self.source(failingAt: 100_000)))
            #expect(error?.code == .localFile)
            #expect(error?.retry == .never)
            let response = try await client.send(Self.put(Self.source()))
            #expect(response.status == 200)
            #expect(server.requests.map(\.body.count) == [300_000])
        }
    }

    @Test func `a good answer goes into its sink, and a refusal does not`() async throws {
        try await withServer { connection, request in
            if request.path == "/v1/x" {
                connection.answer(String(repeating: "x", count: 200_000))
            } else {
                connection.answer(#"{"error":{}}"#, status: "404 Not", type: "application/json")
            }
        } body: { _, client in
            let basket = Basket()
            let response = try await client.send(Self.get(basket.sink()))
            #expect(response.body.isEmpty)
            #expect(basket.heads == [200])
            #expect(basket.bytes.count == 200_000)
            var refused = Self.get(basket.sink())
            refused.path = "/v1/y"
            let refusal = try await client.send(refused)
            #expect(refusal.isRefusal)
            #expect(refusal.body.count == 12)
            #expect(basket.heads == [200])
        }
    }

    @Test func `an answer whose head is not what was asked for is not taken`() async throws {
        try await withServer { connection, _ in
            connection.answer("four")
        } body: { _, client in
            let basket = Basket()
            let error = await failure(client, Self.get(basket.sink(accepting: false)))
            #expect(error?.code == .answerBroken)
            #expect(basket.bytes.isEmpty)
        }
    }

    @Test func `a sink that cannot take more ends the transfer`() async throws {
        try await withServer { connection, _ in
            connection.answer("four")
        } body: { _, client in
            let error = await failure(client, Self.get(Basket().sink(taking: false)))
            #expect(error?.code == .localFile)
        }
    }

    @Test func `a sink gets no more than was allowed`() async throws {
        try await withServer { connection, _ in
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            while connection.send("1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n") {}
        } body: { _, client in
            let basket = Basket()
            let error = await failure(client, Self.get(basket.sink(), maximum: 100_000))
            #expect(error?.code == .answerTooLarge)
            #expect(basket.bytes.count <= 100_000)
        }
    }

    @Test func `what came of a cut answer is kept by the sink`() async throws {
        try await withServer { connection, _ in
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\n"
                    + "Content-Length: 9000\r\n\r\n" + String(repeating: "x", count: 5_000))
            connection.hangUp()
        } body: { _, client in
            let basket = Basket()
            let error = await failure(client, Self.get(basket.sink()))
            #expect(error?.code == .answerBroken)
            #expect(basket.bytes.count == 5_000)
        }
    }

    @Test func `a request has one body, and a GET none`() async throws {
        try await withServer { connection, _ in
            connection.answer("ok")
        } body: { _, client in
            var both = Self.put(Self.source())
            both.body = [1]
            #expect(await failure(client, both)?.code == .badRequest)
            var get = HubRequest(.get, "/v1/x")
            get.source = Self.source()
            #expect(await failure(client, get)?.code == .badRequest)
        }
    }
}
