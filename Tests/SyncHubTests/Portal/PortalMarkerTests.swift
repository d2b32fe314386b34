// Everything internal bears a mark, and a client who asks for everything, in every way, finds none;
// nor any difference between what is hidden and what does not exist.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `What a client must not find` {
    /// What stands in every internal text.
    static let mark = "MARK"

    /// Ways to ask for a path.
    private static let ways: [(method: String, headers: [String])] = [
        ("GET", []), ("HEAD", []), ("GET", ["Range: bytes=0-0"]), ("GET", ["Range: bytes=1-"]),
        ("GET", ["If-None-Match: \"x\""]), ("GET", ["If-Match: *"]),
        ("GET", ["Accept: application/json"]), ("GET", ["Accept-Encoding: gzip, zstd"]),
        ("GET", ["X-HTTP-Method-Override: PUT"]), ("POST", []), ("PUT", []), ("DELETE", []),
        ("OPTIONS", []),
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
            "/portal/tickets/\(ticket)%00", "/portal/Tickets/\(ticket)", "/portal/\(ticket)",
            "/v1/tickets/\(ticket)", "/tickets/\(ticket)",
        ]
    }

    @Test func `every channel of every internal thing: no mark, and hidden is as not there`()
        async throws
    {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let browser = try await world.browser()
            let tickets = hidden.tickets.map(\.description)
            for (index, nowhere) in Self.paths("9-9").enumerated() {
                for way in Self.ways {
                    let expected = try await browser.ask(nowhere, way.method, headers: way.headers)
                    for path in tickets.map({ Self.paths($0)[index] }) {
                        let answer = try await browser.ask(path, way.method, headers: way.headers)
                        #expect(answer == expected, "\(way.method) \(path) \(way.headers)")
                        #expect(!answer.text.contains(Self.mark))
                    }
                }
            }
            let known = hidden.visible.description
            for path in ["/portal", "/portal/"] + Self.paths(known) {
                for way in Self.ways {
                    let answer = try await browser.ask(path, way.method, headers: way.headers)
                    #expect(!answer.text.contains(Self.mark), "\(way.method) \(path)")
                }
            }
        }
    }

    @Test func `no name of an internal document, or of its bytes, is an address`() async throws {
        try await PortalWorld.serving { world in
            let hidden = try await MarkedWorld(world)
            let browser = try await world.browser()
            let nothing = try await browser.nothing()
            let names =
                hidden.documents.map(\.description)
                + [MarkedWorld.hash(Self.mark), MarkedWorld.hash("visible")]
                + [String(repeating: "0", count: 32), "..", "%2e%2e", "2-1.pdf"]
            for name in names {
                for ticket in [hidden.visible] + hidden.tickets {
                    #expect(try await browser.ask("/portal/tickets/\(ticket)/\(name)") == nothing)
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

/// A workspace in which everything that Ada may not read bears a mark, and one ticket that she may.
private struct MarkedWorld {
    /// Those that Ada must not find.
    private(set) var tickets: [RowID] = []
    private(set) var documents: [RowID] = []
    let visible: RowID

    init(_ world: PortalWorld) async throws {
        let (desk, field) = (world.office.desk, world.field.desk)
        visible = try world.ticket()
        try Self.workInternally(on: visible, desk)
        let withdrawn = try desk.comment(on: visible, "MARK withdrawn", .toClient)
        try desk.withdrawComment(withdrawn)
        let deleted = try desk.comment(on: visible, "MARK deleted", .toClient)
        try desk.deleteComment(deleted)

        tickets.append(try world.ticket("MARK internal", "MARK", isShared: false))
        tickets.append(try world.ticket("MARK of Cem", "MARK", contact: "Cem"))
        tickets.append(try world.ticket("MARK of Bo", "MARK", contact: "Bo"))
        tickets.append(
            try world.ticket("MARK of Quarries", contact: nil, organization: "Quarries"))
        let unshared = try world.ticket("MARK unshared")
        try desk.unshare(unshared)
        let held = try world.ticket("MARK held", isShared: false)
        tickets += [unshared, held]
        for ticket in tickets {
            let document = try desk.attach(Self.document("MARK.pdf"), to: ticket)
            documents.append(document)
            try desk.comment(on: ticket, "MARK", .toClient)
        }
        try await world.meet()
        // Apart: one shares, the other adds what he takes for internal.
        try desk.share(held)
        var edit = TicketEdit()
        edit.append = "MARK they never pay"
        try field.edit(held, edit)
        try await world.meet()
    }

    /// All that the team does on a ticket and no client sees.
    static func workInternally(on ticket: RowID, _ desk: Desk) throws {
        for list in [NamedList.category, .type, .project] {
            _ = try desk.ensure("MARK list", in: list)
        }
        var edit = TicketEdit()
        edit.priority = .urgent
        edit.category = .set("MARK list")
        edit.type = .set("MARK list")
        edit.project = .set("MARK list")
        edit.estimate = .set(613)
        try desk.edit(ticket, edit)
        try desk.claim(ticket)
        try desk.comment(on: ticket, "MARK they pay late", .internal)
        try desk.attach(document("MARK.pdf"), to: ticket)
        let day = CalendarDay(milliseconds: 1_800_000_000_000)
        try desk.logTime(on: ticket, minutes: 47, day: day, note: "MARK time")
    }

    static func document(_ name: String) -> DocumentDraft {
        DocumentDraft(name: name, content: hash("MARK"), size: 4)
    }

    static func hash(_ text: String) -> String { SecretHash.of(Array(text.utf8)) }
}
