// A client and a scripted server side by side, for one test.
import Foundation
import HubClient
import Testing

/// Runs a test body with a server and a client that talks to it, and ends both afterwards.
func withServer(
    configure: (inout HubClientConfiguration) -> Void = { _ in },
    script: @escaping ScriptedServer.Script,
    body: (ScriptedServer, HubClient) async throws -> Void
) async throws {
    let server = ScriptedServer(script)
    defer { server.stop() }
    var configuration = HubClientConfiguration(
        address: try HubAddress("http://127.0.0.1:\(server.port)"))
    configure(&configuration)
    let client = HubClient(configuration: configuration)
    try await body(server, client)
    await client.close()
}

/// The code of the error that a request ends with; `nil` if it succeeds.
func failure(_ client: HubClient, _ request: HubRequest) async -> HubClientError? {
    do throws(HubClientError) {
        _ = try await client.send(request)
        return nil
    } catch {
        return error
    }
}

/// Something that happens on one side and is awaited on the other.
struct Moment: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func happen() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}

extension HubRequest {
    /// A sync request with little in it.
    static var sync: HubRequest { HubRequest(.post, "/v1/sync", body: Array("hello".utf8)) }
}
