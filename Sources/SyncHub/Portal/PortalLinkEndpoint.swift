// /v1/portal-links: members make links for clients, see which are out, and end them, from a laptop.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SupportDesk
internal import SyncEngine

/// Answers the paths of portal links.
///
/// Every active member may do all of it. Each may share a ticket with its client, and take that
/// back: a link shows no more than what was shared, and ending it takes no more than unsharing
/// would. And whoever hears first that a link is in wrong hands must be able to end it, not only
/// who made it, who may be away. Who did, the list says.
struct PortalLinkEndpoint {
    let door: DeviceDoor
    let environment: StoreEnvironment

    /// Takes a ``PortalLinkRequest/Wish``.
    func make(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let wish: PortalLinkRequest.Wish = try await body(of: routed, "a wish for a link")
        guard let contact = RowID(wish.contact), SecretHash.isWellFormed(wish.linkHash)
        else { throw HubError.malformed("The body is not a wish for a link in JSON") }
        let environment = environment
        let made = try await caller.workspace.writeBesideFeed { transaction in
            let member = try caller.member(transaction, environment)
            return try PortalLinkTable(transaction: transaction).insert(
                .init(
                    linkHash: wish.linkHash, contact: contact, maker: member.id, days: wish.days),
                at: environment.wallMilliseconds())
        }
        let answer = PortalLinkRequest.Answer(number: made.number, expiresAt: made.expiresAt)
        return Response(json: Array(try JSONEncoder().encode(answer)))
    }

    /// All that are remembered.
    func list(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let now = environment.wallMilliseconds()
        let links = try await caller.read {
            try PortalLinkTable(transaction: $0).allNamed(at: now)
        }
        return Response(json: Array(JSONValue.array(links.map(\.json)).description.utf8))
    }

    /// Takes a ``PortalLinkRequest/Revocation``.
    func revoke(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let wish: PortalLinkRequest.Revocation = try await body(of: routed, "a link to revoke")
        let environment = environment
        let link = try await caller.workspace.writeBesideFeed { transaction in
            let member = try caller.member(transaction, environment)
            return try PortalLinkTable(transaction: transaction).revoke(
                wish.number, by: member.id, at: environment.wallMilliseconds())
        }
        return Response(json: Array(link.json.description.utf8))
    }

    private func body<Wish: Decodable>(
        of routed: RoutedRequest, _ what: String
    ) async throws -> Wish {
        let bytes = try await routed.request.bytes(
            of: "application/json", limit: HubLimits.portalLinkBytes, routed.context)
        guard let wish = try? JSONDecoder().decode(Wish.self, from: Data(bytes)) else {
            throw HubError.malformed("The body is not \(what) in JSON")
        }
        return wish
    }
}
