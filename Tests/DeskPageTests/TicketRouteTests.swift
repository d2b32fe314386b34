// Tickets through the page: made, found, edited, shared; each write covers what was on the screen.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import DeskPage

@Suite struct TicketRouteTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    private func edit(
        _ ticket: JSONValue, _ edit: JSONValue, status: Int = 200
    ) async throws -> JSONValue {
        try await page.send(
            .patch, "/api/tickets/\(ticket["id"]?.string ?? "")",
            ["seen": ticket["seen"] ?? .null, "edit": edit], status: status)
    }

    @Test func `a ticket is made with all its fields, and says who wrote each and when`()
        async throws
    {
        for list in ["category", "type", "project", "organization"] {
            try await page.send(
                .post, "/api/lists/\(list)", ["name": .string("A \(list)")], status: 201)
        }
        let contact = try await page.send(
            .post, "/api/lists/contact",
            ["name": "Kim", "organization": "A organization", "email": "kim@example.org"],
            status: 201)
        let ticket = try await page.ticket(
            "Roof",
            [
                "description": "It leaks.", "status": "in_progress", "priority": "urgent",
                "category": "A category", "type": "A type", "project": "A project",
                "contact": contact["id"] ?? .null, "estimate": 150,
            ])
        #expect(ticket["organization"] == "A organization")
        #expect(ticket["estimate"] == 150 && ticket["status"] == "in_progress")
        #expect(ticket["ids"]?["contact"] == contact["id"])
        #expect(ticket["ids"]?["assignee"] == .null)
        let priority = ticket["fields"]?["priority"]
        #expect(priority?["member"] == "Ada" && priority?["device"] == "laptop")
        #expect(priority?["acted_at"] == "2026-11-20T09:00:00.000Z")
        #expect(priority?["unsent"] == true && priority?["others"] == [])
        let shown = try await page.get("/api/tickets/2-1")
        #expect(shown == ticket)
    }

    @Test func `an edit writes only what differs, and null clears`() async throws {
        let ticket = try await page.ticket("Roof", ["priority": "high", "estimate": 60])
        page.clock.advance(seconds: 60)
        let edited = try await edit(
            ticket, ["title": "Roof", "priority": "high", "estimate": .null, "status": "resolved"])
        #expect(edited["estimate"] == .null && edited["status"] == "resolved")
        #expect(edited["fields"]?["priority"]?["acted_at"] == "2026-11-20T09:00:00.000Z")
        #expect(edited["fields"]?["status"]?["acted_at"] == "2026-11-20T09:01:00.000Z")
        let last = try await page.get("/api/unsent")["changes"]?.array?.last
        let fields = last?["changes"]?.array?.compactMap { $0["field"]?.string }
        #expect(fields == ["status", "estimate"])
    }

    @Test func `an edit covers what was on the screen, and what came since stands beside it`()
        async throws
    {
        let ticket = try await page.ticket()
        _ = try await edit(ticket, ["title": "Roof, north"])
        let edited = try await edit(ticket, ["title": "Roof, south"])
        #expect(edited["conflicts"]?.array?.count == 1)
        #expect(edited["fields"]?["title"]?["others"]?[0]?["value"] == "Roof, north")
        let settled = try await edit(edited, ["title": "Roof, both"])
        #expect(settled["conflicts"] == [])
    }

    @Test(arguments: [
        (#"{"edit":{"title":"x"}}"#, "bad_body"),
        (#"{"seen":"nonsense!","edit":{"title":"x"}}"#, "bad_token"),
        (#"{"seen":"AwAAAA","edit":{"title":"x"}}"#, "wrong_token"),
        (#"{"seen":"AwAAAA","edit":{}}"#, "bad_body"),
        (#"{"seen":"AwAAAA","edit":{"titel":"x"}}"#, "bad_body"),
        (#"{"seen":"AwAAAA","edit":{"title":7}}"#, "bad_body"),
        (#"{"seen":"AwAAAA","edit":{"status":"done"}}"#, "bad_value"),
        (#"{"seen":"AwAAAA","edit":{"title":"x"},"more":1}"#, "bad_body"),
        (#"{"seen":"AwAAAA","seen":"AwAAAA","edit":{"title":"x"}}"#, "bad_body"),
        (#"[]"#, "bad_body"), (#"{"seen""#, "bad_body"), ("", "bad_body"),
    ])
    func `a body that is not what the route takes changes nothing`(
        body: String, code: String
    ) async throws {
        _ = try await page.ticket()
        let mark = try page.desk.mark()
        let answer = await page.answer(page.head(.patch, "/api/tickets/2-1"), body)
        #expect(answer.status == 400)
        #expect(try answer.document()["error"]?["code"]?.string == code)
        #expect(try page.desk.mark() == mark)
    }

    @Test func `several tickets are edited as one change, or none is`() async throws {
        for title in ["One", "Two", "Three"] { _ = try await page.ticket(title) }
        let ids: JSONValue = ["2-1", "2-3"]
        let selection = try await page.send(.post, "/api/tickets/selection", ["ids": ids])
        #expect(selection["tickets"]?.array?.map { $0["title"] } == ["One", "Three"])
        let before = try await page.get("/api/unsent")["total"]?.integer
        let seen = selection["seen"] ?? .null
        let done = try await page.send(
            .post, "/api/tickets/bulk",
            ["ids": ids, "seen": seen, "edit": ["status": "closed", "priority": "low"]])
        #expect(done["changed"] == true)
        #expect(done["tickets"]?.array?.allSatisfy { $0["status"] == "closed" } == true)
        let unsent = try await page.get("/api/unsent")
        #expect(unsent["total"]?.integer == (before ?? 0) + 1)
        #expect(unsent["changes"]?.array?.last?["tickets"] == ids)

        let mark = try page.desk.mark()
        // The token says nothing of the second ticket: nothing is written, of the first neither.
        try await page.send(
            .post, "/api/tickets/bulk",
            ["ids": ["2-1", "2-2"], "seen": seen, "edit": ["priority": "high"]], status: 400)
        try await page.send(.post, "/api/tickets/selection", ["ids": ["2-9"]], status: 404)
        #expect(try page.desk.mark() == mark)
    }

    @Test func `the list has all filters, a window and the number of all that pass`()
        async throws
    {
        for number in 1...5 {
            _ = try await page.ticket(
                "Pump \(number)", ["priority": number % 2 == 0 ? "high" : "low"])
        }
        let window = try await page.get("/api/tickets?sort=id&offset=1&limit=2")
        #expect(window["total"] == 5 && window["offset"] == 1)
        #expect(window["tickets"]?.array?.map { $0["id"] } == ["2-2", "2-3"])
        let high = try await page.get("/api/tickets?priority=high&status=open,closed&sort=-title")
        #expect(high["total"] == 2)
        #expect(high["tickets"]?.array?.map { $0["title"] } == ["Pump 4", "Pump 2"])
        #expect(try await page.get("/api/tickets?search=pum+3")["total"] == 1)
        #expect(try await page.get("/api/tickets?unsent=1&assignee=none")["total"] == 5)
        #expect(try await page.get("/api/tickets?conflicts=1")["total"] == 0)
        #expect(try await page.get("/api/tickets?offset=9&limit=2")["total"] == 5)
        #expect(try await page.get("/api/tickets?limit=0")["tickets"] == [])
        for target in [
            "/api/tickets?colour=red", "/api/tickets?status=done", "/api/tickets?limit=1001",
            "/api/tickets?offset=-1", "/api/tickets?sort=colour", "/api/tickets?conflicts=yes",
        ] { _ = try await page.get(target, status: 400) }
        _ = try await page.get("/api/tickets?category=Nothing", status: 404)
        let counts = try await page.send(
            .post, "/api/tickets/count",
            ["queries": ["priority=high", "", "category=Nothing", "search=pump"]])
        #expect(counts["counts"] == [2, 5, .null, 5])
    }

    @Test func `sorting by time follows every change, also of what a cache has kept`() async throws
    {
        for title in ["One", "Two"] {
            _ = try await page.ticket(title)
            page.clock.advance(seconds: 60)
        }
        let sorted = "/api/tickets?sort=-updated"
        #expect(try await page.get(sorted)["tickets"]?[0]?["title"] == "Two")
        let first = try await page.get("/api/tickets/2-1")
        _ = try await edit(first, ["priority": "high"])
        #expect(try await page.get(sorted)["tickets"]?[0]?["title"] == "One")
        let flagged = "/api/tickets?attention=no_owner"
        #expect(try await page.get(flagged)["total"] == 0)
        let again = try await page.get("/api/tickets/2-1")
        _ = try await edit(again, ["status": "in_progress"])
        #expect(try await page.get(flagged)["total"] == 1)
    }

    @Test func `likely the same is found by the words of a title`() async throws {
        _ = try await page.ticket("Printer on the second floor burns")
        _ = try await page.ticket("Second coffee machine")
        _ = try await page.ticket("Roof leaks")
        let found = try await page.get("/api/tickets/similar?title=printer+burns+on+second+floor")
        #expect(found["tickets"]?.array?.map { $0["id"] } == ["2-1"])
        #expect(try await page.get("/api/tickets/similar?title=a")["tickets"] == [])
    }

    @Test(arguments: [
        "<script>alert('x')</script><img src=x onerror=alert(1)>", "\u{202E}txet lairomeM\u{202C}",
        "e\u{301} and é", "👩‍👩‍👧‍👦🏳️‍🌈", "\"\\\u{8}\u{7F}\u{1}\t\n end", "&amp; %41 \0",
        String(repeating: "ü", count: 4_000),
    ])
    func `any text comes back byte for byte, wherever it is written`(text: String) async throws {
        let title = String(text.prefix(200))
        let ticket = try await page.ticket(title, ["description": .string(text)])
        func isEqual(_ left: JSONValue?, _ right: String) -> Bool {
            left?.string.map { $0.utf8.elementsEqual(right.utf8) } ?? false
        }
        #expect(isEqual(ticket["title"], title) && isEqual(ticket["description"], text))
        try await page.send(
            .post, "/api/tickets/2-1/comments", ["text": .string(text), "audience": "internal"],
            status: 201)
        try await page.send(
            .put, "/api/drafts/comment:2-1", ["text": .string(text), "seen": .null])
        let shown = try await page.get("/api/tickets/2-1")
        #expect(isEqual(shown["comments"]?[0]?["body"], text))
        #expect(isEqual(try await page.get("/api/drafts/comment:2-1")["text"], text))
        let list = try await page.get("/api/tickets")
        #expect(isEqual(list["tickets"]?[0]?["title"], title))
    }

    @Test func `a text beyond its limit is refused with what the limit is`() async throws {
        let long = String(repeating: "x", count: TextLimits.titleBytes + 1)
        let refused = try await page.send(
            .post, "/api/tickets", ["title": .string(long)], status: 400)
        #expect(refused["error"]?["message"]?.string?.contains("1000") == true)
        try await page.send(.post, "/api/tickets", ["title": " "], status: 400)
        #expect(try page.desk.ticketList().isEmpty)
    }

    @Test func `history, reasons and intents are told as commands tell them`() async throws {
        let ticket = try await page.ticket()
        let seen: JSONValue = ["seen": ticket["seen"] ?? .null]
        // The laptop has not heard of its own member's row yet, so there is no name.
        let claimed = try await page.send(.post, "/api/tickets/2-1/claim", seen)
        #expect(claimed["ids"]?["assignee"] == "1-1" && claimed["assignee"] == .null)
        let refused = try await page.send(.post, "/api/tickets/2-1/reopen", seen, status: 409)
        #expect(refused["error"]?["code"] == "nothing_to_do")
        let history = try await page.get("/api/tickets/2-1/history")
        #expect(
            history == .array(try page.desk.history(RowID("2-1").unsafelyUnwrapped).map(\.json)))
        let why = try await page.get("/api/tickets/2-1/explain?field=assignee")
        #expect(why["siblings"]?[0]?["intent"] == "claim")
        _ = try await page.get("/api/tickets/2-1/explain?field=colour", status: 404)
        _ = try await page.get("/api/tickets/2-7", status: 404)
        _ = try await page.get("/api/tickets/nothing", status: 400)
    }

    @Test func `sharing releases what was shown before, and the client sees that`() async throws {
        try await page.send(.post, "/api/lists/contact", ["name": "Kim"], status: 201)
        _ = try await page.ticket("Roof", ["contact": "Kim"])
        let release = try await page.get("/api/tickets/2-1/release")
        #expect(release["audience"] == "Kim")
        #expect(release["texts"]?[0]?["shown"] == "Roof")
        _ = try await page.get("/api/tickets/2-1/as-client", status: 404)
        let shared = try await page.send(
            .post, "/api/tickets/2-1/share", ["seen": release["seen"] ?? .null])
        #expect(shared["shared"] == true)
        let seen = try await page.get("/api/tickets/2-1/as-client")
        #expect(seen["title"] == "Roof" && seen["comments"] == [])
        #expect(try await page.get("/api/tickets/2-1/as-client?contact=Kim") == seen)
        try await page.send(
            .post, "/api/tickets/2-1/unshare", ["seen": shared["seen"] ?? .null])
        _ = try await page.get("/api/tickets/2-1/as-client", status: 404)
    }
}
