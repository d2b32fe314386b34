// Everything internal bears a mark, and a client who asks for everything, in every way, finds none;
// nor any difference between what is hidden and what does not exist.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `What a client must not find` {
    /// Ways to ask for a path.
    private static let ways: [(method: String, headers: [String])] = [
        ("GET", []), ("HEAD", []), ("GET", ["Range: bytes=0-0"]), ("GET", ["Range: bytes=1-"]),
        ("GET", ["Range: bytes=-1"]), ("HEAD", ["Range: bytes=0-0"]),
        ("GET", ["If-None-Match: \"x\""]), ("GET", ["If-Match: *"]),
        ("GET", ["If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"]),
        ("GET", ["Accept: application/json"]), ("GET", ["Accept-Encoding: gzip, zstd"]),
        ("GET", ["X-HTTP-Method-Override: PUT"]), ("POST", []), ("PUT", []), ("DELETE", []),
        ("PATCH", []), ("OPTIONS", []), ("TRACE", []),
    ]

    /// Paths that a curious client may try about a ticket.
    private static func paths(_ ticket: String) -> [String] {
        [
            "/portal/tickets/\(ticket)", "/portal/tickets/\(ticket)/",
            "/portal//tickets/\(ticket)", "//portal/tickets/\(ticket)",
            "/portal/tickets//\(ticket)", "/portal/./tickets/\(ticket)",
            "/portal/tickets/%2e/\(ticket)", "/portal/%2e%2e/portal/tickets/\(ticket)",
            "/portal/tickets/\(ticket)?as=team", "/portal/tickets/\(ticket)#internal",
            "/portal/tickets/\(ticket).json", "/portal/tickets/\(ticket)/history",
            "/portal/tickets/\(ticket)/documents", "/portal/tickets/\(ticket)/comments/2-1",
            "/portal/tickets/\(ticket)%00", "/portal/tickets/\(ticket)%20",
            "/portal/tickets/0\(ticket)", "/portal/tickets/\(ticket);x=1",
            "/portal/tickets/x/../\(ticket)", "/portal/tickets/x%2f..%2f\(ticket)",
            "/portal\\tickets\\\(ticket)", "http://hub/portal/tickets/\(ticket)",
            "/portal/tickets/\(encoded(ticket))", "/portal/Tickets/\(ticket)", "/portal/\(ticket)",
            "/v1/tickets/\(ticket)", "/tickets/\(ticket)",
        ]
    }

    /// Asks, at a pace that the hub lets pass: its answer to an impatient client tells nothing. So
    /// one link asks for a few hundred things at most, too.
    private static func ask(
        _ browser: Browser, _ path: String, _ way: (method: String, headers: [String]),
        in world: PortalWorld
    ) async throws -> BrowserAnswer {
        // Fewer than `wrongLinks` a minute, too.
        world.hub.clock.advance(milliseconds: 400)
        let answer = try await browser.ask(path, way.method, headers: way.headers)
        #expect(answer.status != 503, "\(way.method) \(path)")
        #expect(!answer.text.contains(MarkedWorld.mark), "\(way.method) \(path) \(way.headers)")
        return answer
    }

    /// The same id, every character percent-encoded.
    private static func encoded(_ ticket: String) -> String {
        ticket.utf8.map { "%" + String($0, radix: 16) }.joined()
    }

    @Test func `every channel of every internal thing: no mark, and hidden is as not there`()
        async throws
    {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let tickets = hidden.tickets.map(\.description)
            for (index, nowhere) in Self.paths("9-9").enumerated() {
                let browser = try await world.browser()
                for way in Self.ways {
                    let expected = try await Self.ask(browser, nowhere, way, in: world)
                    for path in tickets.map({ Self.paths($0)[index] }) {
                        let answer = try await Self.ask(browser, path, way, in: world)
                        #expect(answer == expected, "\(way.method) \(path) \(way.headers)")
                    }
                }
            }
            let known = hidden.visible.description
            for path in ["/portal", "/portal/"] + Self.paths(known) {
                let browser = try await world.browser()
                for way in Self.ways { _ = try await Self.ask(browser, path, way, in: world) }
            }
        }
    }

    /// Paths that a curious client may try about a document, by some name of it.
    private static func paths(_ name: String, of ticket: String) -> [String] {
        let place = "/portal/tickets/\(ticket)"
        return [
            "\(place)/\(name)", "\(place)/\(name)/", "\(place)//\(name)", "\(place)/%2e/\(name)",
            "\(place)/./\(name)", "\(place)/\(name)/image", "\(place)/\(name)/image/",
            "\(place)//\(name)/image", "\(place)/\(name)%2fimage", "\(place)/\(name)%00",
            "\(place)/\(name.uppercased())", "\(place)/documents/\(name)",
            "\(place)/\(name)?preview=1", "/portal/documents/\(name)", "/portal/\(name)",
            "/v1/documents/\(name)",
        ]
    }

    @Test func `no name of an internal document, or of its bytes, is an address`() async throws {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let browser = try await world.browser()
            let nothing = try await browser.nothing()
            let names =
                hidden.documents.map(\.description)
                + [MarkedWorld.bytes.hash, MarkedWorld.image.hash, MarkedWorld.hash("visible")]
                + [String(repeating: "0", count: 32), "..", "%2e%2e", "MARK.png"]
            for name in names {
                for ticket in [hidden.visible] + hidden.tickets {
                    for path in ["\(ticket)/\(name)", "\(ticket)/\(name)/image"] {
                        let path = "/portal/tickets/\(path)"
                        #expect(
                            try await Self.ask(browser, path, ("GET", []), in: world) == nothing)
                    }
                }
            }
        }
    }

    @Test func `the bytes of internal documents are on no channel, however they are named`()
        async throws
    {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let ticket = hidden.visible.description
            let nowhere = MarkedWorld.hash("no bytes of anybody")
            let names = [MarkedWorld.image.hash, MarkedWorld.bytes.hash]
            for (index, path) in Self.paths(nowhere, of: ticket).enumerated() {
                let browser = try await world.browser()
                for way in Self.ways {
                    let expected = try await Self.ask(browser, path, way, in: world)
                    for path in names.map({ Self.paths($0, of: ticket)[index] }) {
                        let answer = try await Self.ask(browser, path, way, in: world)
                        #expect(answer == expected, "\(way.method) \(path) \(way.headers)")
                    }
                }
            }
        }
    }

    /// The feed, documents, administration: a link is no token, and its cookie neither.
    @Test func `a link in a token's place gets what a token that never was gets, byte for byte`()
        async throws
    {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            var browser = Browser(world.hub)
            try await browser.open(link)
            let stranger = Browser(world.hub)
            let nobody = String(repeating: "7", count: link.text.utf8.count)
            let document = try #require(hidden.documents.first).description
            for route in world.hub.routes where route.principal != .portalLink {
                let path = route.path.description
                    .replacing(":document", with: document).replacing(":offset", with: "0")
                for type in ["application/json", "application/octet-stream", "application/x"] {
                    func ask(_ browser: Browser, _ secret: String) async throws -> BrowserAnswer {
                        try await browser.ask(
                            path, "\(route.method)",
                            headers: ["Authorization: Bearer \(secret)", "Content-Type: \(type)"],
                            body: "\(route.method)" == "GET" ? "" : "{}")
                    }
                    let answer = try await ask(browser, link.text)
                    #expect(try await ask(stranger, nobody) == answer, "\(route.description)")
                    #expect(!answer.text.contains(MarkedWorld.mark), "\(route.description)")
                    #expect(route.principal == .anyone || answer.status >= 400)
                }
            }
        }
    }

    @Test func `internal work changes no byte of what a client is answered`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try world.office.desk.comment(on: ticket, "On Tuesday.", .toClient)
            try await world.office.sync()
            let browser = try await world.browser()
            let before = [try await browser.tickets(), try await browser.ticket(ticket)]
            world.hub.clock.advance(milliseconds: 60_000)
            try MarkedWorld.workInternally(on: ticket, world.office.desk)
            _ = try world.ticket("MARK another one", isShared: false)
            _ = try world.ticket("MARK of another client", contact: "Cem")
            try await world.office.sync()
            #expect([try await browser.tickets(), try await browser.ticket(ticket)] == before)
        }
    }

    /// Whatever is read of an internal row would fail here, so nothing is.
    @Test func `internal rows that nobody can read change no byte of any answer`() async throws {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let browser = try await world.browser()
            let paths =
                ["/portal", "/portal/tickets/\(hidden.visible)"]
                + hidden.tickets.map { "/portal/tickets/\($0)" }
            var before: [BrowserAnswer] = []
            for path in paths { before.append(try await browser.ask(path)) }
            let visible = hidden.visible
            let (workspace, _) = try #require(
                try await world.hub.workspaces.find(world.office.token))
            try await workspace.write { transaction in
                for table in ["comment", "document"] {
                    try transaction.execute(
                        "UPDATE \(table) SET clock = x'FF' WHERE IFNULL(visible, 0) <> 1")
                }
                try transaction.execute(
                    "UPDATE ticket SET clock = x'FF' WHERE id <> ?", [.row(visible)])
                try transaction.execute("UPDATE time_entry SET clock = x'FF'")
            }
            let unreadable =
                hidden.tickets.map { RowKey(TicketSchema.ticket, $0) }
                + [RowKey(TicketSchema.document, try #require(hidden.documents.last))]
            for key in unreadable {
                await #expect(throws: (any Error).self, "\(key)") {
                    try await workspace.read { _ = try $0.reader.row(key) }
                }
            }
            for (path, answer) in zip(paths, before) {
                #expect(try await browser.ask(path) == answer, "\(path)")
            }
        }
    }

    @Test func `the hub finds what a client may read without touching an internal row`()
        async throws
    {
        try await PortalWorld.serving { world in
            let (workspace, _) = try #require(
                try await world.hub.workspaces.find(world.office.token))
            for (query, index) in [
                ("ticket WHERE shared = 1 AND contact = 1 AND +id = 5", "hub_client_ticket"),
                (
                    "ticket WHERE shared = 1 AND contact IS NULL AND organization = 1",
                    "hub_client_ticket"
                ),
                ("comment WHERE visible = 1 AND ticket = 1", "hub_client_comment"),
                ("document WHERE visible = 1 AND ticket = 1", "hub_client_document"),
            ] {
                let plan = try await workspace.read { transaction in
                    try transaction.select("EXPLAIN QUERY PLAN SELECT id FROM \(query)")
                        .compactMap { $0["detail"].text }.joined()
                }
                #expect(plan.contains("USING INDEX \(index)"), "\(plan)")
            }
        }
    }
}
