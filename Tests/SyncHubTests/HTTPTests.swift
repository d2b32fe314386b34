// What the hub says to requests that are not for it, not allowed, too large or not what they claim.

import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `The hub's HTTP interface` {
    @Test func `it says that it is well`() async throws {
        try await TestHub.serving { hub in
            var request = HubRequest(.get, "/healthz", accept: "application/json")
            request.requestID = "id-1"
            let response = try await hub.send(request)
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"status":"ok"}"#)
            #expect(response.headers["x-request-id"] == "id-1")
            #expect(response.headers["cache-control"] == "no-store")
        }
    }

    @Test func `nothing else is there`() async throws {
        try await TestHub.serving { hub in
            for path in ["/", "/v1", "/v1/sync/", "/healthz/x", "/favicon.ico"] {
                let response = try await hub.send(HubRequest(.get, path))
                #expect(response.status == 404)
                #expect(errorCode(response) == "not_found")
            }
        }
    }

    @Test func `a path takes its own method alone`() async throws {
        try await TestHub.serving { hub in
            for request in [
                HubRequest(.get, "/v1/sync"), HubRequest(.put, "/v1/enrol"),
                HubRequest(.post, "/healthz"),
            ] {
                let response = try await hub.send(request)
                #expect(response.status == 405)
                #expect(errorCode(response) == "method_not_allowed")
            }
        }
    }

    @Test func `a sync without a known token is refused before its body is looked at`()
        async throws
    {
        try await TestHub.serving { hub in
            let strange = DeviceToken(random: { 7 })
            for token in [nil, strange] {
                let response = try await hub.send(
                    HubRequest(.post, "/v1/sync", body: [1, 2, 3]), token: token)
                #expect(response.status == 401)
                #expect(errorCode(response) == "unauthorized")
                #expect(response.headers["www-authenticate"] == "Bearer")
            }
        }
    }

    @Test func `another content type, or an encoding, is refused`() async throws {
        try await TestHub.serving { hub in
            let laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let body = laptop.request().encoded()
            for request in [
                HubRequest(.post, "/v1/sync", body: body, contentType: "text/html"),
                HubRequest(.post, "/v1/sync", body: body, headers: ["Content-Encoding": "gzip"]),
            ] {
                let response = try await laptop.client.send(request)
                #expect(response.status == 415)
                #expect(errorCode(response) == "unsupported_media_type")
            }
            let spelled = HubRequest(
                .post, "/v1/sync", body: body, contentType: "Application/VND.syncd; v=1")
            #expect(try await laptop.client.send(spelled).status == 200)
        }
    }

    @Test func `a body over the limit is refused, and the connection goes on`() async throws {
        try await TestHub.serving { hub in
            let laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let large = [UInt8](repeating: 0, count: Limits.maximumRequestBytes + 1)
            let response = try await laptop.client.send(
                HubRequest(.post, "/v1/sync", body: large))
            #expect(response.status == 413)
            #expect(errorCode(response) == "body_too_large")
            #expect(try await laptop.answer(to: laptop.request()).rejection == nil)
        }
    }

    @Test func `a damaged body is refused and changes nothing`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let unit = laptop.creation(of: 16, "Kim")
            let body = laptop.request([unit]).encoded()
            var flipped = body
            flipped[body.count / 2] ^= 4
            for damaged in [[], Array(body.dropLast()), flipped, body + [0]] {
                let response = try await laptop.client.send(
                    HubRequest(.post, "/v1/sync", body: damaged))
                #expect(response.status == 400)
                #expect(errorCode(response) == "malformed")
            }
            var newer = body
            newer[0] = 9
            let response = try await laptop.client.send(
                HubRequest(.post, "/v1/sync", body: newer))
            #expect(errorCode(response) == "unsupported_version")
            #expect(try await laptop.sync().page.names(of: 16) == [])
        }
    }

    @Test(arguments: ["0.0.0.0", "192.168.1.4", "::", "hub.example.org", "127.0.0.1.example.org"])
    func `plain HTTP is for this machine alone`(host: String) throws {
        let configuration = HubConfiguration(directory: "/nonexistent", host: host)
        let error = #expect(throws: HubError.self) {
            try HubServer(configuration: configuration)
        }
        #expect(error?.code == .notLoopback)
    }

    @Test func `one process serves a directory`() async throws {
        try await TestHub.serving { hub in
            let second = try TestHub.server(hub.directory, hub.clock)
            let error = await #expect(throws: HubError.self) { try await second.run() }
            #expect(error?.code == .alreadyServing)
        }
    }

    @Test func `a port that is taken is named`() async throws {
        try await TestHub.serving { hub in
            try await withTemporaryDirectory { directory in
                _ = try HubAdministration(directory: directory)
                    .initialize(workspace: "other", owner: "Per")
                let second = try HubServer(
                    configuration: HubConfiguration(directory: directory, port: hub.port))
                let error = await #expect(throws: HubError.self) { try await second.run() }
                #expect(error?.code == .cannotListen)
                #expect(error?.message.contains("port \(hub.port)") == true)
            }
        }
    }

    @Test func `a directory without a workspace is not served`() async throws {
        try await withTemporaryDirectory { directory in
            let server = try TestHub.server(directory, TestClock())
            let error = await #expect(throws: HubError.self) { try await server.run() }
            #expect(error?.code == .unknownWorkspace)
        }
    }
}
