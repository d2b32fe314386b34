// POST /v1/kept: a laptop that may not sync any more hands over what it has not sent, to be read.

internal import Hummingbird
internal import LocalStore
internal import SupportDesk
internal import SyncEngine

/// Keeps a stretch of the outbox, and says how far it goes by now.
///
/// The first push that was answered with *revoked* is kept by the sync itself; this takes what is
/// behind it. Asked without items, it says where to go on: the laptop remembers nothing.
struct KeptEndpoint: Sendable {
    let door: DeviceDoor
    let environment: StoreEnvironment

    func respond(to routed: RoutedRequest) async throws -> Response {
        try routed.request.require(SyncEndpoint.mediaType, limit: Limits.maximumRequestBytes)
        let caller = try await door.caller(of: routed.request, routed.context)
        let body = try await routed.request.bytes(
            of: SyncEndpoint.mediaType, limit: Limits.maximumRequestBytes, routed.context)
        let request = try Self.request(body, of: caller.device.ordinal)
        let environment = environment
        let extent =
            request.items.isEmpty
            ? try await caller.workspace.read { transaction in
                try caller.requireRevoked(transaction, environment)
                return try transaction.keptExtent(of: caller.device.ordinal)
            }
            : try await caller.workspace.writeBesideFeed { transaction in
                try caller.requireRevoked(transaction, environment)
                return try transaction.keep(
                    request, at: environment.wallMilliseconds(),
                    maximumBytes: HubLimits.keptBytesPerDevice)
            }
        let answer: JSONValue = [
            "through": .integer(Int64(extent.through)), "full": .boolean(extent.isFull),
        ]
        return Response(json: Array(answer.description.utf8))
    }

    private static func request(
        _ body: [UInt8], of ordinal: ReplicaOrdinal
    ) throws(HubError) -> SyncRequest {
        let request: SyncRequest
        do { request = try SyncRequest(body) } catch { throw HubError(.damaged(error)) }
        guard request.position.ordinal == ordinal else { throw HubError(.otherReplica) }
        return request
    }
}

extension DeviceDoor.Caller {
    /// Who may sync has everything judged, and nothing kept apart.
    /// - Throws: ``HubError/Code/notRevoked``.
    fileprivate func requireRevoked(
        _ transaction: HubTransaction, _ environment: StoreEnvironment
    ) throws {
        guard try transaction.active(tokenHash: tokenHash, environment) == nil else {
            throw HubError.notRevoked
        }
    }
}
