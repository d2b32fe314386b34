// Messages that are answered in one transaction: the laptop is known by its token, and its bytes
// are handed to a session.

internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// What a device sent.
struct DeviceMessage: Sendable {
    let body: [UInt8]
    /// In whose name the device speaks.
    let ordinal: ReplicaOrdinal
    let tokenHash: String
    let workspace: Workspace

    var environment: StoreEnvironment { workspace.environment }
}

/// Answers messages of one kind.
struct MessageEndpoint: Sendable {
    let door: DeviceDoor
    /// Runs in a transaction that can write, perhaps twice; see ``CommitQueue``.
    let answer: @Sendable (DeviceMessage, HubTransaction) throws -> [UInt8]

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        try request.require(SyncEndpoint.mediaType, limit: Limits.maximumRequestBytes)
        let caller = try await door.caller(of: request, context)
        let body = try await request.bytes(
            of: SyncEndpoint.mediaType, limit: Limits.maximumRequestBytes, context)
        let message = DeviceMessage(
            body: body, ordinal: caller.device.speaker(of: body), tokenHash: caller.tokenHash,
            workspace: caller.workspace)
        let answer = answer
        let bytes = try await caller.workspace.write { try answer(message, $0) }
        return Response(
            status: .ok, headers: [.contentType: SyncEndpoint.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
