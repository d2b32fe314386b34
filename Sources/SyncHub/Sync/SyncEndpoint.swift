// POST /v1/sync: knows the laptop by its token, and hands its bytes to a session.

internal import Hummingbird
internal import Logging
internal import SyncEngine

/// Answers sync requests.
struct SyncEndpoint {
    static let mediaType = "application/vnd.syncd"

    let door: DeviceDoor
    let schema: Schema
    let logger: Logger

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        try request.require(Self.mediaType, limit: Limits.maximumRequestBytes)
        let caller = try await door.caller(of: request, context)
        let body = try await request.bytes(
            of: Self.mediaType, limit: Limits.maximumRequestBytes, context)
        var exchange = SyncExchange(
            workspace: caller.workspace, schema: schema, tokenHash: caller.tokenHash,
            program: request.headers[.userAgent] ?? "")
        exchange.onUnknownPast = { [logger] rejection in
            logger.error(
                "a laptop knows more than this hub: are its files an old copy?",
                metadata: [
                    "workspace": "\(caller.workspace.name)",
                    "ordinal": "\(caller.device.ordinal)", "told": "\(rejection)",
                ])
        }
        let answer = try await exchange.answer(
            body, from: caller.device.speaker(of: body), onDeparture: context.onDeparture)
        return Response(
            status: .ok, headers: [.contentType: Self.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }
}
