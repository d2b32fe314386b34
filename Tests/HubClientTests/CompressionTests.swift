// Compressed answers: expanded only when asked for, bounded in both sizes.
import HubClient
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CompressionTests {
    /// A gzip file without its check sum that expands to one zero and `runs` times 258 more: a
    /// deflate block with fixed codes (RFC 1951, 3.2.6), repeating the last byte.
    private static func gzipOfZeros(runs: Int) -> [UInt8] {
        var bits: [Bool] = [true, true, false]
        bits += [false, false, true, true, false, false, false, false]
        for _ in 0..<runs {
            bits += [true, true, false, false, false, true, false, true]
            bits += [false, false, false, false, false]
        }
        bits += [Bool](repeating: false, count: 7)
        bits += [Bool](repeating: false, count: (8 - bits.count % 8) % 8)
        let deflated = stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << $1 : 0) }
        }
        return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + deflated
    }

    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Encoding: gzip\r\n"

    @Test func `an answer that expands beyond the bound is stopped there`() async throws {
        let bomb = CompressionTests.gzipOfZeros(runs: 20_000)
        #expect(bomb.count < 50_000)
        try await withServer { connection, _ in
            connection.send(CompressionTests.head + "Content-Length: \(bomb.count)\r\n\r\n")
            connection.send(bomb)
        } body: { server, client in
            var request = HubRequest.sync
            request.takesCompressedAnswer = true
            request.maximumAnswerBytes = 1_000_000
            #expect(await failure(client, request)?.code == .answerTooLarge)
            #expect(server.requests.map { $0.headers["accept-encoding"] } == ["gzip"])
        }
    }

    @Test func `a compressed stream that expands to nothing is stopped, too`() async throws {
        let closed = Moment()
        try await withServer { connection, _ in
            connection.send(CompressionTests.head + "\r\n")
            // Flag 8: a file name follows, which here has no end.
            connection.send([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255])
            while connection.send([UInt8](repeating: 65, count: 10_000)) {}
            closed.happen()
        } body: { _, client in
            var request = HubRequest.sync
            request.takesCompressedAnswer = true
            request.maximumAnswerBytes = 100_000
            let code = await failure(client, request)?.code
            #expect(code == .answerTooLarge || code == .answerBroken)
            await closed.wait()
        }
    }

    @Test func `what was not asked for is not expanded`() async throws {
        let bytes = CompressionTests.gzipOfZeros(runs: 100)
        try await withServer { connection, _ in
            connection.send(CompressionTests.head + "Content-Length: \(bytes.count)\r\n\r\n")
            connection.send(bytes)
        } body: { server, client in
            let body = try await client.send(.sync).body
            #expect(body == bytes)
            #expect(server.requests.map { $0.headers["accept-encoding"] } == [nil])
        }
    }
}
