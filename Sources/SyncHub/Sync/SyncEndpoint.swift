// POST /v1/sync: knows the laptop by its token, and hands its bytes to a session.

internal import Hummingbird
internal import SyncEngine

/// Answers sync requests.
struct SyncEndpoint {
    static let mediaType = "application/vnd.syncd"

    let door: DeviceDoor
    let schema: Schema

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        try request.require(Self.mediaType, limit: Limits.maximumRequestBytes)
        let caller = try await door.caller(of: request, context)
        let body = try await request.bytes(
            of: Self.mediaType, limit: Limits.maximumRequestBytes, context)
        let exchange = SyncExchange(
            workspace: caller.workspace, schema: schema, tokenHash: caller.tokenHash,
            program: request.headers[.userAgent] ?? "")
        let answer = try await exchange.answer(
            body, from: caller.device.ordinal, onDeparture: context.onDeparture)
        return Response(
            status: .ok, headers: [.contentType: Self.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }
}
