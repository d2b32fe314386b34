// POST /v1/portal-links: a member makes a link for a client, from a laptop.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// Answers ``PortalLinkRequest``.
///
/// Every active member may: each may share a ticket with its client, and a link shows no more than
/// what was shared. Listing and revoking is the operator's, at the hub.
struct PortalLinkEndpoint {
    let door: DeviceDoor
    let environment: StoreEnvironment

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        let caller = try await door.caller(of: request, context)
        let body = try await request.bytes(
            of: "application/json", limit: HubLimits.portalLinkBytes, context)
        guard let wish = try? JSONDecoder().decode(PortalLinkRequest.Wish.self, from: Data(body)),
            let contact = RowID(wish.contact), SecretHash.isWellFormed(wish.linkHash)
        else { throw HubError.malformed("The body is not a wish for a link in JSON") }
        let environment = environment
        let made = try await caller.workspace.write { transaction in
            let member = try caller.member(transaction, environment)
            return try PortalLinkTable(transaction: transaction).insert(
                .init(
                    linkHash: wish.linkHash, contact: contact, maker: member.id, days: wish.days),
                at: environment.wallMilliseconds())
        }
        let answer = PortalLinkRequest.Answer(number: made.number, expiresAt: made.expiresAt)
        return Response(json: Array(try JSONEncoder().encode(answer)))
    }
}
