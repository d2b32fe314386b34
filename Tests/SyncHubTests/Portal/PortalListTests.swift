// Which links are out, and their end: for everybody of the team, from a laptop.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `The list of portal links` {
    @Test func `any member sees which links are out, and ends any of them, with the next request`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.meet()
            let byOperator = try world.hub.administration.makePortalLink(for: "Ada")
            let link = PortalLink(random: { .random(in: .min ... .max) })
            _ = try await world.ask(
                .init(contact: world.ada.description, linkHash: link.hash, days: 30),
                as: world.office)
            var browser = Browser(world.hub)
            try await browser.open(link)
            #expect(try await browser.ticket(ticket).status == 200)

            let listed = try await world.links(of: world.field)
            #expect(listed == .array(try world.hub.administration.portalLinks().map(\.json)))
            #expect(listed.array?.map { $0["made_by"]?.string } == [nil, "Olga"])
            #expect(listed.array?.map { $0["contact_name"]?.string } == ["Ada", "Ada"])
            #expect(!listed.description.contains(link.hash))

            let revoked = try await world.revoke(2, as: world.field)
            #expect(revoked["state"]?.string == "revoked")
            #expect(revoked["revoked_by"]?.string == "Field")
            #expect(try await browser.ticket(ticket).status == 404)
            #expect(try await Browser(world.hub).ask(link.path).status == 404)

            // Again, later, by somebody else: what was done stands, and says who did it.
            world.hub.clock.advance(milliseconds: 5_000)
            #expect(try await world.revoke(2, as: world.office) == revoked)
            #expect(try await world.links(of: world.office).array?.last == revoked)
            let states = try world.hub.administration.portalLinks().map(\.state)
            #expect(states == [.open, .revoked])
            _ = byOperator
        }
    }

    @Test func `a link that is not there, or nobody's to end, is not ended`() async throws {
        try await PortalWorld.serving { world in
            try await world.meet()
            _ = try world.hub.administration.makePortalLink(for: "Ada")
            for number in [0, 2, -1, Int64.max] {
                let answer = try await world.revoke(number, as: world.field)
                #expect(answer["error"]?["code"]?.string == "not_found")
            }
            let stranger = try world.hub.client(token: DeviceToken(random: { 5 }))
            let refused = try await stranger.send(world.revocation(1))
            #expect(errorCode(refused) == "unauthorized")
            await stranger.close()
            _ = try world.hub.administration.deactivate("Field")
            let gone = try await world.revoke(1, as: world.field)
            #expect(gone["error"]?["code"]?.string == "revoked")
            #expect(try await world.links(of: world.field)["error"]?["code"]?.string == "revoked")
            #expect(try world.hub.administration.portalLinks().map(\.state) == [.open])
        }
    }

    @Test func `of links that ended the last ones are remembered, and every open one`()
        async throws
    {
        try await PortalWorld.serving { world in
            try await world.meet()
            let (workspace, _) = try #require(
                try await world.hub.workspaces.find(world.office.token))
            let now = world.hub.clock.milliseconds
            let count = HubLimits.endedPortalLinks + 10
            try await workspace.write { transaction in
                let links = PortalLinkTable(transaction: transaction)
                for number in 1...count {
                    let hash = SecretHash.of(Array("\(number)".utf8))
                    let wish = PortalLinkTable.Wish(
                        linkHash: hash, contact: world.ada, maker: nil, days: 3)
                    let made = try links.insert(wish, at: now)
                    // The first one stays open.
                    guard number > 1 else { continue }
                    _ = try links.revoke(made.number, by: nil, at: now + Int64(number))
                }
            }
            world.hub.clock.advance(milliseconds: 60_000)
            _ = try world.hub.administration.makePortalLink(for: "Ada")
            let numbers = try world.hub.administration.portalLinks().map(\.record.number)
            let last = Int64(count)
            let first = last - Int64(HubLimits.endedPortalLinks) + 1
            #expect(numbers == [1] + Array(first...last) + [last + 1])
        }
    }
}

extension PortalWorld {
    fileprivate func revocation(_ number: Int64) throws -> HubRequest {
        HubRequest(
            .post, "/v1/portal-links/revoke",
            body: Array(try JSONEncoder().encode(PortalLinkRequest.Revocation(number: number))),
            contentType: "application/json", accept: "application/json")
    }

    fileprivate func revoke(_ number: Int64, as laptop: DeskLaptop) async throws -> JSONValue {
        try JSONValue(parsing: try await laptop.client.send(try revocation(number)).body)
    }

    fileprivate func links(of laptop: DeskLaptop) async throws -> JSONValue {
        try JSONValue(
            parsing: try await laptop.client.send(
                HubRequest(.get, "/v1/portal-links", accept: "application/json")
            ).body)
    }
}
