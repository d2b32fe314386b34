// Timeouts by lack of progress, in real time with small limits.
import Foundation
import HubClient
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StallTests {
    /// Long enough for a busy machine, short enough for a test.
    private static func shortLimits(_ configuration: inout HubClientConfiguration) {
        configuration.stallTimeout = .milliseconds(800)
        configuration.connectTimeout = .milliseconds(800)
        configuration.minimumProgressBytes = 300
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", StallTests.head, StallTests.head + "abc"])
    func `a server that falls silent is given up`(first: String) async throws {
        let closed = Moment()
        try await withServer(configure: StallTests.shortLimits) { connection, _ in
            connection.send(first)
            connection.waitUntilClosed()
            closed.happen()
        } body: { _, client in
            let error = await failure(client, .sync)
            #expect(error?.code == .timedOut)
            #expect(error?.retry == .later)
            await closed.wait()
        }
    }

    @Test func `a trickle of bytes is no progress`() async throws {
        let closed = Moment()
        try await withServer(configure: StallTests.shortLimits) { connection, _ in
            connection.send(StallTests.head)
            while connection.send("x") { Thread.sleep(forTimeInterval: 0.02) }
            closed.happen()
        } body: { _, client in
            #expect(await failure(client, .sync)?.code == .timedOut)
            await closed.wait()
        }
    }

    @Test func `a slow answer that moves may take longer than any limit`() async throws {
        try await withServer(configure: StallTests.shortLimits) { connection, _ in
            connection.send(StallTests.head)
            for _ in 0..<20 {
                connection.send([UInt8](repeating: 1, count: 500))
                Thread.sleep(forTimeInterval: 0.1)
            }
        } body: { _, client in
            let body = try await client.send(.sync).body
            #expect(body.count == 10_000)
        }
    }

    @Test(arguments: [HubRequest.Method.get, .post])
    func `the hub may hold an answer as long as the request says`(
        method: HubRequest.Method
    ) async throws {
        try await withServer(configure: StallTests.shortLimits) { connection, _ in
            connection.send("HTTP/1.1 102 Processing\r\n\r\n")
            Thread.sleep(forTimeInterval: 2.5)
            connection.answer("news")
        } body: { _, client in
            let sent = method == .get ? [] : [UInt8(1)]
            let patient = HubRequest(method, "/", body: sent, wait: .seconds(20))
            let body = try await client.send(patient).body
            #expect(body == Array("news".utf8))
            let hasty = HubRequest(method, "/", body: sent, wait: .milliseconds(50))
            #expect(await failure(client, hasty)?.code == .timedOut)
        }
    }

    @Test func `a hub that takes no bytes is given up`() async throws {
        let given = DispatchSemaphore(value: 0)
        try await withServer(configure: StallTests.shortLimits) { connection, _ in
            connection.answer("first")
            // Nobody reads the second request on this connection.
            given.wait()
        } body: { server, client in
            _ = try await client.send(.sync)
            let large = [UInt8](repeating: 1, count: 64 * 1024 * 1024)
            let error = await failure(
                client, HubRequest(.post, "/", body: large, wait: .seconds(600)))
            #expect(error?.code == .timedOut)
            #expect(server.requests.count == 1)
            given.signal()
        }
    }

    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Length: 10000\r\n\r\n"
}
