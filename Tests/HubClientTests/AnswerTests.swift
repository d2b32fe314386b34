// What is taken from a server, and what is not: sizes, shapes, and other people's servers.
import Foundation
import HubClient
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct AnswerTests {
    @Test func `an endless body is stopped at the bound`() async throws {
        let sent = Mutex(0)
        let closed = Moment()
        try await withServer { connection, _ in
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\n\r\n")
            let block = [UInt8](repeating: 7, count: 65_536)
            while connection.send(block) { sent.withLock { $0 += block.count } }
            closed.happen()
        } body: { _, client in
            var request = HubRequest.sync
            request.maximumAnswerBytes = 100_000
            #expect(await failure(client, request)?.code == .answerTooLarge)
            await closed.wait()
            // What the two socket buffers hold is beyond the bound, and never reaches us.
            #expect(sent.withLock { $0 } < 32 * 1024 * 1024)
        }
    }

    @Test(arguments: [(99, true), (100, true), (101, false)])
    func `the bound is exact`(size: Int, fits: Bool) async throws {
        try await withServer { connection, request in
            let body = String(repeating: "x", count: size)
            if request.path == "/chunked" {
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "\(String(size, radix: 16))\r\n\(body)\r\n0\r\n\r\n")
            } else {
                connection.answer(body)
            }
        } body: { _, client in
            for path in ["/sized", "/chunked"] {
                let error = await failure(
                    client, HubRequest(.get, path, maximumAnswerBytes: 100))
                #expect(error?.code == (fits ? nil : .answerTooLarge))
            }
        }
    }

    @Test func `a head without end is stopped`() async throws {
        let closed = Moment()
        try await withServer { connection, _ in
            connection.send("HTTP/1.1 200 OK\r\n")
            let line = "X-Filler: \(String(repeating: "f", count: 1_000))\r\n"
            while connection.send(line) {}
            closed.happen()
        } body: { _, client in
            #expect(await failure(client, .sync)?.code == .answerTooLarge)
            await closed.wait()
        }
    }

    @Test func `chunks become one body, and trailers change nothing`() async throws {
        try await withServer { connection, _ in
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            for part in ["3\r\nabc\r\n", "1", "0\r\n0123456789abcdef", "\r\n", "0\r\n"] {
                connection.send(part)
            }
            connection.send("Content-Type: text/html\r\n\r\n")
        } body: { server, client in
            let answer = try await client.send(.sync)
            #expect(answer.body == Array("abc0123456789abcdef".utf8))
            #expect(answer.contentType == "application/vnd.syncd")
            _ = try await client.send(.sync)
            #expect(server.accepted == 1)
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await withServer { connection, _ in
            connection.answer("", status: "302 Found", headers: "Location: /elsewhere\r\n")
        } body: { server, client in
            #expect(await failure(client, .sync)?.code == .notTheHub)
            #expect(server.requests.map(\.path) == ["/v1/sync"])
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect to plain http, to a file or elsewhere is not followed, whatever its status`(
        status: Int
    ) async throws {
        let target = ScriptedServer { connection, _ in connection.answer("taken") }
        defer { target.stop() }
        for place in ["http://127.0.0.1:\(target.port)/", "file:///etc/passwd", "//127.0.0.1/"] {
            try await withServer { connection, _ in
                connection.answer(
                    "", status: "\(status) Moved", headers: "Location: \(place)\r\n")
            } body: { server, client in
                #expect(await failure(client, .sync)?.code == .notTheHub)
                #expect(server.requests.count == 1)
            }
        }
        #expect(target.accepted == 0)
    }

    @Test func `a login page with status 200 is not the hub`() async throws {
        try await withServer { connection, _ in
            connection.answer("<html>Welcome to our hotel</html>", type: "text/html")
        } body: { _, client in
            let error = try #require(await failure(client, .sync))
            #expect(error.code == .notTheHub)
            #expect(error.retry == .later)
            #expect(error.retryAfter == nil)
        }
    }

    @Test func `the answer to another request is not taken`() async throws {
        try await withServer { connection, _ in
            connection.answer("stale", headers: "X-Request-ID: 1\r\n")
        } body: { _, client in
            var request = HubRequest.sync
            request.requestID = "2"
            #expect(await failure(client, request)?.code == .notTheHub)
            request.requestID = "1"
            let body = try await client.send(request).body
            #expect(body == Array("stale".utf8))
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Length: 10\r\n\r\nfive5",
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nTransfer-Encoding: chunked"
            + "\r\n\r\n5\r\nfive5\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nTransfer-Encoding: chunked"
            + "\r\n\r\nno number\r\n",
    ])
    func `a cut or garbled body is no answer`(bytes: String) async throws {
        try await withServer { connection, _ in
            connection.send(bytes)
            connection.hangUp()
        } body: { _, client in
            #expect(await failure(client, .sync)?.code == .answerBroken)
        }
    }

    @Test(arguments: [
        "220 smtp.example.org ESMTP\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "HTTP/1.1 \r\n\r\n",
    ])
    func `a server that speaks no HTTP is not the hub`(bytes: String) async throws {
        try await withServer { connection, _ in
            connection.send(bytes)
            connection.hangUp()
        } body: { _, client in
            #expect(await failure(client, .sync)?.code == .notTheHub)
        }
    }

    @Test func `a server that hangs up without a word is offline`() async throws {
        try await withServer { connection, _ in
            connection.hangUp()
        } body: { _, client in
            #expect(await failure(client, .sync)?.code == .offline)
        }
    }

    @Test(arguments: ["401 Unauthorized", "403 Forbidden", "413 Too Large", "429 Slow", "503 Busy"])
    func `the hub's own errors come with their reason`(status: String) async throws {
        let reason = #"{"code":"example"}"#
        try await withServer { connection, _ in
            connection.answer(
                reason, status: status, type: "application/json", headers: "Retry-After: 7\r\n")
        } body: { server, client in
            var request = HubRequest.sync
            request.maximumAnswerBytes = 4
            let answer = try await client.send(request)
            #expect(answer.status == Int(status.prefix(3)))
            #expect(answer.isRefusal)
            #expect(answer.body == Array(reason.utf8))
            #expect(answer.retryAfter == .seconds(7))
            _ = try await client.send(request)
            #expect(server.accepted == 1)
        }
    }

    @Test func `a refusal that comes while the body is still on its way is heard`() async throws {
        try await withServer { connection, _ in
            connection.answer("first")
            // The second request on this connection is answered before it is read.
            _ = connection.receive()
            connection.answer(
                "{}", status: "413 Too Large", type: "application/json",
                headers: "Connection: close\r\n")
            connection.waitUntilClosed()
        } body: { server, client in
            _ = try await client.send(.sync)
            let large = [UInt8](repeating: 1, count: 32 * 1024 * 1024)
            let answer = try await client.send(HubRequest(.post, "/", body: large))
            #expect(answer.status == 413)
            #expect(server.accepted == 1)
        }
    }

    @Test func `a proxy's 503 is not the hub, but its wish to be left alone is passed on`()
        async throws
    {
        try await withServer { connection, _ in
            connection.answer(
                "", status: "503 Busy", type: "text/html", headers: "Retry-After: 40\r\n")
        } body: { _, client in
            let error = await failure(client, .sync)
            #expect(error?.code == .notTheHub)
            #expect(error?.retryAfter == .seconds(40))
        }
    }
}
