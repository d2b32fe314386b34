// Whoever speaks too slowly or too much: heard for a while, then cut, and nobody pays for it.

import Foundation
import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `The hub's patience` {
    /// A hub whose deadlines are a second.
    private func impatient(
        _ test: @escaping @Sendable (TestHub) async throws -> Void
    ) async throws {
        try await TestHub.serving(
            configure: {
                $0.patience = Patience(idleSeconds: 1, bodySeconds: 1, floodSeconds: 1)
            }, test)
    }

    /// A hub that cuts soon only what it refused: on a busy machine a second may pass before an
    /// answer is made, and whoever is cut before it has none.
    private func refusing(
        _ test: @escaping @Sendable (TestHub) async throws -> Void
    ) async throws {
        let patience = Patience(idleSeconds: 30, bodySeconds: 30, floodSeconds: 1)
        try await TestHub.serving(configure: { $0.patience = patience }, test)
    }

    @Test func `a head that comes byte by byte and never ends is cut`() async throws {
        try await impatient { hub in
            let connection = try RawConnection(port: hub.port)
            connection.send("GET /healthz HTTP/1.1\r\nHost: hub\r\nX-Slow: ")
            let answer = try await connection.insist(on: "x", everyMilliseconds: 50, seconds: 20)
            #expect(answer == "")
        }
    }

    @Test func `a body that comes byte by byte is cut when its time is over`() async throws {
        try await impatient { hub in
            let connection = try RawConnection(port: hub.port)
            connection.send(
                "POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 4000\r\n\r\n")
            let answer = try await connection.insist(on: "x", everyMilliseconds: 50, seconds: 20)
            #expect(answer == "")
        }
    }

    @Test func `a flood is answered at its limit, and cut`() async throws {
        try await refusing { hub in
            let connection = try RawConnection(port: hub.port)
            connection.send(
                "POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
            let answer = try await connection.insist(on: chunk, everyMilliseconds: 10, seconds: 20)
            #expect(answer?.contains("413") == true)
            #expect(answer?.contains("body_too_large") == true)
        }
    }

    @Test func `a stranger is refused before the body is read, whatever its length`()
        async throws
    {
        try await refusing { hub in
            for token in ["", "Authorization: Bearer \(String(repeating: "7", count: 64))\r\n"] {
                let connection = try RawConnection(port: hub.port)
                connection.send(
                    "POST /v1/sync HTTP/1.1\r\nHost: hub\r\n\(token)"
                        + "Content-Type: application/vnd.syncd\r\nContent-Length: 4000000\r\n\r\n")
                // Not a byte of the body was sent, and the answer is there.
                let answer = try await connection.receive(within: 20_000)
                #expect(answer?.contains("401") == true)
                let last = try await connection.insist(
                    on: "x", everyMilliseconds: 50, seconds: 20)
                #expect(last != nil)
            }
        }
    }

    @Test func `a chunk is refused before it is read, for whatever reason, and is not waited for`()
        async throws
    {
        try await refusing { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await laptop.attach(TestBytes("right"), size: 4_000_000)
            let whole = try await laptop.attach(TestBytes("whole"), n: 2)
            _ = try await laptop.put(Array("whole".utf8), of: whole, at: 0)
            let token = laptop.token.text
            for (status, secret, path) in [
                ("401", String(repeating: "7", count: 64), "\(row)/upload/0"),
                ("404", token, "99-99/upload/0"), ("400", token, "\(row)/upload/4000000"),
                ("404", token, "\(row)/nowhere/0"), ("405", token, "\(row)/upload"),
            ] {
                let connection = try RawConnection(port: hub.port)
                connection.send(
                    "PUT /v1/documents/\(path) HTTP/1.1\r\nHost: hub\r\n"
                        + "Authorization: Bearer \(secret)\r\n"
                        + "Content-Type: application/octet-stream\r\n"
                        + "Content-Length: 3000000\r\n\r\n")
                let answer = try await connection.receive(within: 20_000)
                #expect(answer?.contains(status) == true, "\(path): \(answer ?? "nothing")")
                let last = try await connection.insist(
                    on: "x", everyMilliseconds: 50, seconds: 20)
                #expect(last != nil, "\(path)")
            }
        }
    }

    @Test
    func `a chunk that comes byte by byte is cut when its time is over, and what came is kept`()
        async throws
    {
        try await impatient { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await laptop.attach(TestBytes(String(repeating: "x", count: 5_000)))
            let connection = try RawConnection(port: hub.port)
            connection.send(
                "PUT /v1/documents/\(row)/upload/0 HTTP/1.1\r\nHost: hub\r\n"
                    + "Authorization: Bearer \(laptop.token.text)\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Length: 5000\r\n\r\n")
            let answer = try await connection.insist(on: "x", everyMilliseconds: 50, seconds: 20)
            #expect(answer == "")
            #expect(try await laptop.received(row) > 0)
        }
    }

    @Test func `a length over the limit is refused before anybody is looked up`() async throws {
        try await refusing { hub in
            let connection = try RawConnection(port: hub.port)
            connection.send(
                "POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Type: application/vnd.syncd\r\n"
                    + "Content-Length: \(Limits.maximumRequestBytes + 1)\r\n\r\n")
            let answer = try await connection.receive(within: 20_000)
            #expect(answer?.contains("413") == true)
        }
    }

    @Test func `slow ones do not keep others waiting`() async throws {
        try await refusing { hub in
            let slow = try (1...50).map { _ in try RawConnection(port: hub.port) }
            for connection in slow { connection.send("POST /v1/sync HTTP/1.1\r\nHost: h") }
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            #expect(try await laptop.sync().page.units.count == 2)
        }
    }
}
