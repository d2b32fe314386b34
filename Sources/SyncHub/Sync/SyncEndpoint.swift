// POST /v1/sync: knows the laptop by its token, and hands its bytes to a session.

internal import Hummingbird
internal import SyncEngine

/// Answers sync requests.
struct SyncEndpoint {
    static let mediaType = "application/vnd.syncd"

    let workspaces: Workspaces
    let schema: Schema

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        let token = try request.token()
        let body = try await request.bytes(
            of: Self.mediaType, limit: Limits.maximumRequestBytes, context)
        guard let (workspace, device) = try await workspaces.find(token) else {
            throw HubError.unauthorized
        }
        let exchange = SyncExchange(
            workspace: workspace, schema: schema, tokenHash: token.hash)
        let answer = try await exchange.answer(
            body, from: device.ordinal, onDeparture: context.onDeparture)
        return Response(
            status: .ok, headers: [.contentType: Self.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }
}
