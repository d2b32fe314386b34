// The life of a link: who makes it, what the hub keeps of it, and that its end says nothing.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Portal links` {
    @Test func `revoked, expired, never made: the same answer, byte for byte`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let hub = world.hub
            let revoked = try hub.administration.makePortalLink(for: "Ada")
            let expiring = try hub.administration.makePortalLink(for: "Ada", days: 1)
            let archived = try hub.administration.makePortalLink(for: "Cem")
            var (first, second, third) = (Browser(hub), Browser(hub), Browser(hub))
            for link in [revoked.link, expiring.link, archived.link] {
                #expect(try await first.open(link).status == 303)
            }
            try await first.open(revoked.link)
            try await second.open(expiring.link)
            try await third.open(archived.link)
            _ = try hub.administration.revokePortalLink(revoked.record.number)
            try world.office.desk.archive("Cem", in: .contact)
            try await world.office.sync()
            hub.clock.advance(milliseconds: 86_400_000)
            try await second.open(expiring.link)  // keeps no cookie: the link has ended

            let nothing = try await Browser(hub).ask(PortalLink(random: { 7 }).path)
            #expect(nothing.status == 404)
            #expect(try await Browser(hub).tickets() == nothing, "without a cookie")
            for link in [revoked.link, expiring.link, archived.link] {
                #expect(try await Browser(hub).ask(link.path) == nothing)
                #expect(try await Browser(hub).ask(link.path, "HEAD").head == nothing.head)
            }
            for browser in [first, second, third] {
                #expect(try await browser.tickets() == nothing)
                #expect(try await browser.ticket(ticket) == nothing)
            }
            for place in ["x", String(repeating: "0", count: 64), "%2e%2e", "tickets"] {
                #expect(try await Browser(hub).ask("/portal/\(place)") == nothing)
            }
        }
    }

    @Test func `a revoked link ends with the next request, its cookie too`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let made = try world.hub.administration.makePortalLink(for: "Ada")
            var browser = Browser(world.hub)
            try await browser.open(made.link)
            #expect(try await browser.ticket(ticket).status == 200)
            _ = try world.hub.administration.revokePortalLink(made.record.number)
            #expect(try await browser.ticket(ticket).status == 404)
            let state = try world.hub.administration.portalLinks().map(\.state)
            #expect(state == [.revoked])
        }
    }

    @Test func `a link ends where the hub is restored: what was revoked does not come back`()
        async throws
    {
        try await PortalWorld.serving { world in
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            var browser = Browser(world.hub)
            #expect(try await browser.open(link).status == 303)
            let (workspace, _) = try #require(
                try await world.hub.workspaces.find(world.office.token))
            // As a backup of another timeline has it.
            try await workspace.write { transaction in
                try transaction.execute("UPDATE hub_portal_link SET timeline = '00000000000000aa'")
            }
            let nothing = try await Browser(world.hub).tickets()
            #expect(try await browser.tickets() == nothing)
            #expect(try await browser.ask(link.path) == nothing)
            let states = try world.hub.administration.portalLinks().map(\.state)
            #expect(states == [.restored])
        }
    }

    @Test func `a cookie is good for a working day, and cannot be made longer or for others`()
        async throws
    {
        try await PortalWorld.serving { world in
            try await world.office.sync()
            let browser = try await world.browser()
            let nothing = try await Browser(world.hub).tickets()
            let cookie = try #require(browser.cookie)
            let parts = cookie.split(separator: ".").map(String.init)
            let end = try #require(Int64(parts[1]))
            var forged = browser
            for text in [
                "\(parts[0]).\(end + 1).\(parts[2])", "\(parts[0]).\(parts[1])",
                "\(cookie)x", String(cookie.dropLast()), "syncd-portal=", "syncd-portal=..",
                parts[0], cookie.uppercased(),
            ] {
                forged.cookie = text
                #expect(try await forged.tickets() == nothing)
            }
            forged.cookie = "theme=dark; \(cookie); other=1"
            #expect(try await forged.tickets().status == 200)
            world.hub.clock.advance(milliseconds: HubLimits.portalSessionMilliseconds - 1)
            #expect(try await browser.tickets().status == 200)
            world.hub.clock.advance(milliseconds: 1)
            #expect(try await browser.tickets() == nothing)
        }
    }

    @Test func `the hub's files hold no link`() async throws {
        try await PortalWorld.serving { world in
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            var browser = Browser(world.hub)
            try await browser.open(link)
            #expect("\(link)" == "•••")
            let files = FileManager.default.enumerator(atPath: world.hub.directory)
            for case let file as String in try #require(files) {
                let path = world.hub.directory + "/" + file
                guard let bytes = FileManager.default.contents(atPath: path) else { continue }
                #expect(bytes.range(of: Data(link.text.utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `any member makes one from a laptop; the hub hears its hash alone`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.meet()
            let link = PortalLink(random: { .random(in: .min ... .max) })
            let wish = PortalLinkRequest.Wish(
                contact: world.ada.description, linkHash: link.hash, days: 30)
            let first = try await world.ask(wish, as: world.field)
            #expect(first.status == 200)
            let again = try await world.ask(wish, as: world.field)
            let made = try [first, again].map { response in
                try JSONDecoder().decode(PortalLinkRequest.Answer.self, from: Data(response.body))
            }
            #expect(made[0] == made[1], "the first answer may have been lost")
            #expect(try world.hub.administration.portalLinks().count == 1)
            #expect(try world.hub.administration.portalLinks()[0].maker == "Field")
            var browser = Browser(world.hub)
            try await browser.open(link)
            #expect(try await browser.ticket(ticket).status == 200)
        }
    }

    @Test func `what is no wish for a link, or nobody's to make, makes none`() async throws {
        try await PortalWorld.serving { world in
            try await world.meet()
            let good = PortalLinkRequest.Wish(
                contact: world.ada.description, linkHash: String(repeating: "a", count: 64),
                days: 30)
            var cases: [(String, PortalLinkRequest.Wish)] = []
            for days in [0, -1, 366, Int.max] {
                var wish = good
                wish.days = days
                cases.append(("bad_value", wish))
            }
            for contact in ["9-9", "\(RowID(.hub, 1))"] {
                var wish = good
                wish.contact = contact
                cases.append(("not_found", wish))
            }
            for hash in ["", "short", String(repeating: "A", count: 64)] {
                var wish = good
                wish.linkHash = hash
                cases.append(("malformed", wish))
            }
            for (code, wish) in cases {
                #expect(errorCode(try await world.ask(wish, as: world.field)) == code)
            }
            _ = try await world.ask(good, as: world.office)
            #expect(errorCode(try await world.ask(good, as: world.field)) == "malformed")
            let stranger = try world.hub.client(token: DeviceToken(random: { 5 }))
            let refused = try await stranger.send(world.request(good))
            #expect(errorCode(refused) == "unauthorized")
            await stranger.close()
            _ = try world.hub.administration.deactivate("Field")
            #expect(errorCode(try await world.ask(good, as: world.field)) == "revoked")
            #expect(try world.hub.administration.portalLinks().count == 1)
        }
    }

    @Test func `a link is no token: the feed refuses it like any unknown one`() async throws {
        try await PortalWorld.serving { world in
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            var browser = Browser(world.hub)
            try await browser.open(link)
            let strange = DeviceToken(random: { 5 }).text
            for path in ["/v1/sync", "/v1/portal-links"] {
                let isFeed = path == "/v1/sync"
                let type = isFeed ? "application/vnd.syncd" : "application/json"
                let wish = "{\"contact\":\"1-1\",\"link_hash\":\"\(link.hash)\",\"days\":3}"
                var answers: [BrowserAnswer] = []
                for secret in [link.text, link.hash, strange] {
                    answers.append(
                        try await browser.ask(
                            path, "POST",
                            headers: ["Authorization: Bearer \(secret)", "Content-Type: \(type)"],
                            body: isFeed ? "x" : wish))
                }
                #expect(answers[0].status == 401)
                #expect(answers.allSatisfy { $0 == answers[0] })
            }
        }
    }
}

extension PortalWorld {
    func request(_ wish: PortalLinkRequest.Wish) throws -> HubRequest {
        HubRequest(
            .post, "/v1/portal-links", body: Array(try JSONEncoder().encode(wish)),
            contentType: "application/json", accept: "application/json")
    }

    func ask(
        _ wish: PortalLinkRequest.Wish, as laptop: DeskLaptop
    ) async throws -> HubResponse {
        try await laptop.client.send(try request(wish))
    }
}
