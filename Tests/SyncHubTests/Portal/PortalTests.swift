// What a client sees in the portal, over a socket: their tickets, in their words, and by the same
// function as on a laptop.

import ClientPortal
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `The portal` {
    @Test func `a link takes a cookie, and is gone from the address`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            var browser = Browser(world.hub)
            let entrance = try await browser.open(link)
            #expect(entrance.status == 303)
            #expect(entrance["Location"] == "/portal")
            #expect(entrance.body == "")
            let cookie = try #require(entrance["Set-Cookie"])
            for part in ["Path=/portal;", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=28800"] {
                #expect(cookie.contains(part))
            }
            #expect(!entrance.text.contains(link.text), "the cookie is not the link")
            let list = try await browser.tickets()
            #expect(list.status == 200)
            #expect(list.body.contains("href=\"/portal/tickets/\(ticket)\""))
            #expect(list.body.contains("The pump drips"))
            #expect(!list.text.contains(link.text))
        }
    }

    @Test func `a ticket shows what ticket show --as-client gives, and nothing more`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let desk = world.office.desk
            try desk.comment(on: ticket, "We come on Tuesday.", .toClient)
            try desk.comment(on: ticket, "They pay late.", .internal)
            try desk.setStatus(ticket, .resolved)
            try await world.office.sync()
            let seen = try desk.ticket(ticket, as: world.ada)
            let page = try await world.browser().ticket(ticket)
            #expect(page.body == PortalAnswer.ticket(seen) { _ in nil }.body)
            #expect(page.body.contains("It is done, and waits for you to confirm."))
            #expect(page.body.contains("We come on Tuesday."))
            #expect(page.body.contains("Olga"), "the author")
            #expect(!page.body.contains("They pay late."))
        }
    }

    @Test func `everybody of an organization reads its tickets, and each their own`()
        async throws
    {
        try await PortalWorld.serving { world in
            let common = try world.ticket("The gate", contact: nil, organization: "Pumps")
            let own = try world.ticket("The pump")
            try await world.office.sync()
            let (ada, bo, cem) = (
                try await world.browser(), try await world.browser(of: "Bo"),
                try await world.browser(of: "Cem")
            )
            #expect(try await ada.ticket(common).status == 200)
            #expect(try await ada.ticket(own).status == 200)
            #expect(try await bo.ticket(common).status == 200)
            #expect(try await bo.ticket(own) == bo.nothing())
            #expect(try await cem.ticket(common) == cem.nothing())
            let list = try await bo.tickets().body
            #expect(list.contains("The gate") && !list.contains("The pump"))
        }
    }

    @Test func `an answer stays in the client's browser, and can do nothing there`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let browser = try await world.browser()
            var stranger = browser
            stranger.cookie = nil
            let answers = [
                try await browser.tickets(), try await browser.ticket(ticket),
                try await browser.nothing(),
                try await stranger.tickets(),
            ]
            for answer in answers {
                #expect(answer["Cache-Control"] == "private, no-store")
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Referrer-Policy"] == "no-referrer")
                #expect(answer["X-Frame-Options"] == "DENY")
                #expect(answer["X-Robots-Tag"] == "noindex, nofollow, noarchive")
                #expect(answer["Content-Type"] == "text/html; charset=utf-8")
                let policy = try #require(answer["Content-Security-Policy"])
                #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(policy.contains("form-action 'none'"))
                for header in ["ETag", "Last-Modified", "Accept-Ranges", "Set-Cookie"] {
                    #expect(answer[header] == nil)
                }
                for mark in ["<script", "<form", "<input", "<img", "onclick", "javascript:"] {
                    #expect(!answer.body.contains(mark))
                }
            }
        }
    }

    @Test func `HEAD is GET without the body, and ranges and conditions are not looked at`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let browser = try await world.browser()
            for path in ["/portal", "/portal/tickets/\(ticket)", "/portal/tickets/9-9"] {
                let whole = try await browser.ask(path)
                let head = try await browser.ask(path, "HEAD")
                #expect(head.head == whole.head)
                #expect(head.body == "")
                let conditions = [
                    "Range: bytes=0-9", "Range: bytes=999999-", "If-None-Match: *",
                    "If-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT",
                    "Accept-Encoding: gzip", "Accept: application/json",
                ]
                for header in conditions {
                    #expect(try await browser.ask(path, headers: [header]) == whole)
                }
            }
        }
    }

    @Test func `a client can write nothing: no method, no route`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.office.sync()
            let browser = try await world.browser()
            let position = try world.hub.administration.status().position
            let paths = [
                "/portal", "/portal/tickets/\(ticket)", "/portal/tickets/9-9", "/portal/x",
            ]
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
                let first = try await browser.ask("/portal", method, body: "title=Mine")
                #expect(first.status == 405)
                for path in paths {
                    #expect(try await browser.ask(path, method, body: "title=Mine") == first)
                }
            }
            for path in ["/portal/tickets", "/v1/tickets", "/tickets", "/v1/sync"] {
                let answer = try await browser.ask(path, "POST", body: "title=Mine")
                #expect([401, 404, 405, 415].contains(answer.status))
            }
            #expect(try world.hub.administration.status().position == position)
        }
    }

    @Test func `every route of the portal reads, and every other one takes no link`()
        async throws
    {
        try await TestHub.serving { hub in
            let configuration = HubConfiguration(directory: hub.directory)
            let routes = HubRoute.all(
                configuration,
                Workspaces(
                    directory: HubDirectory(path: hub.directory), schema: TicketSchema.schema,
                    environment: hub.clock.environment))
            let portal = routes.filter { $0.path.description.hasPrefix("/portal") }
            #expect(!portal.isEmpty)
            for route in portal {
                #expect(route.principal == .portalLink)
                #expect(["GET", "HEAD"].contains("\(route.method)"))
            }
            #expect(
                routes.allSatisfy {
                    $0.principal != .portalLink || $0.path.description.hasPrefix("/portal")
                })
        }
    }
}
