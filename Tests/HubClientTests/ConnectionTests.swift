// What goes over the wire, and over how many connections.
import HubClient
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConnectionTests {
    @Test func `requests one after another use one connection`() async throws {
        try await withServer { connection, request in
            connection.answer(request.path)
        } body: { server, client in
            for number in 1...20 {
                var request = HubRequest.sync
                request.path = "/\(number)"
                let answer = try await client.send(request)
                #expect(answer.body == Array("/\(number)".utf8))
            }
            #expect(server.accepted == 1)
        }
    }

    @Test func `a connection that the hub has closed meanwhile is replaced without an error`()
        async throws
    {
        try await withServer { connection, request in
            connection.answer("fine")
            connection.hangUp()
        } body: { server, client in
            for _ in 1...5 {
                let body = try await client.send(.sync).body
                #expect(body == Array("fine".utf8))
            }
            #expect(server.accepted == 5)
        }
    }

    @Test func `fifty requests at once all get their own answer over few connections`()
        async throws
    {
        try await withServer {
            $0.connections = 4
        } script: { connection, request in
            connection.answer(String(decoding: request.body.reversed(), as: UTF8.self))
        } body: { server, client in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    let body = Array("body \(number)".utf8)
                    group.addTask {
                        try await client.send(HubRequest(.post, "/", body: body)).body
                            == body.reversed()
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect((1...4).contains(server.accepted))
            #expect(server.requests.count == 50)
        }
    }

    @Test func `the request arrives as it was written, without what HTTP libraries add`()
        async throws
    {
        try await withServer {
            $0.token = HubToken("secret")
            $0.userAgent = "syncd/1"
        } script: { connection, _ in
            connection.answer("", headers: "X-Request-ID: 77\r\n")
        } body: { server, client in
            let body = [UInt8](repeating: 9, count: 3_000_000)
            _ = try await client.send(
                HubRequest(
                    .post, "/v1/sync?wait=1", body: body, requestID: "77",
                    headers: ["If-None-Match": "\"a\""]))
            let seen = try #require(server.requests.first)
            #expect(seen.line == "POST /v1/sync?wait=1 HTTP/1.1")
            #expect(seen.body == body)
            #expect(
                seen.headers == [
                    "host": "127.0.0.1:\(server.port)", "user-agent": "syncd/1",
                    "accept": "application/vnd.syncd", "content-type": "application/vnd.syncd",
                    "x-request-id": "77", "authorization": "Bearer secret",
                    "if-none-match": "\"a\"", "content-length": "3000000",
                ])
        }
    }

    @Test(arguments: [HubRequest.Method.get, .post, .put])
    func `every method works without a body`(method: HubRequest.Method) async throws {
        try await withServer { connection, _ in
            connection.answer("ok")
        } body: { server, client in
            let body = try await client.send(HubRequest(method, "/a")).body
            #expect(body == Array("ok".utf8))
            #expect(server.requests.map(\.line) == ["\(method.rawValue) /a HTTP/1.1"])
            #expect(server.requests.map(\.body) == [[]])
        }
    }

    @Test func `a hub that nobody runs is offline, and the token is not in the message`()
        async throws
    {
        var configuration = HubClientConfiguration(
            address: try HubAddress("http://localhost:\(ScriptedServer.deadPort())"))
        configuration.token = HubToken("very-secret")
        let client = HubClient(configuration: configuration)
        let error = try #require(await failure(client, .sync))
        #expect(error.code == .offline)
        #expect(error.retry == .later)
        #expect(!"\(error) \(configuration)".contains("very-secret"))
        await client.close()
    }

    @Test func `a hub that speaks no TLS is not spoken to without it`() async throws {
        let server = ScriptedServer { connection, _ in connection.answer("plain") }
        defer { server.stop() }
        let client = HubClient(
            configuration: HubClientConfiguration(
                address: try HubAddress("https://127.0.0.1:\(server.port)"),
                token: HubToken("secret")))
        // The server waits for the end of a head that never comes; it hangs up when told so.
        let sending = Task { await failure(client, .sync) }
        while server.accepted == 0 { await Task.yield() }
        server.stop()
        #expect([.tls, .offline].contains(await sending.value?.code))
        #expect(server.requests.isEmpty)
        await client.close()
    }
}
