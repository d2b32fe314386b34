// Several tickets at once through the page: taken back, shared, hidden; and rows of lists edited.

import HTTPTypes
import LocalStore
import SupportDesk
import Testing

@testable import DeskPage

@Suite struct BulkRouteTests {
    private let page: TestPage
    private let ids: JSONValue = ["2-1", "2-2"]

    init() throws { page = try TestPage() }

    private func makeTickets() async throws {
        _ = try await page.ticket("One", ["priority": "low"])
        _ = try await page.ticket("Two", ["priority": "high"])
    }

    private func seen() async throws -> JSONValue {
        try await page.send(.post, "/api/tickets/selection", ["ids": ids])["seen"] ?? .null
    }

    @Test func `an edit of several is taken back by its name, but for what was written since`()
        async throws
    {
        try await makeTickets()
        let done = try await page.send(
            .post, "/api/tickets/bulk",
            ["ids": ids, "seen": try await seen(), "edit": ["priority": "urgent"]])
        let ticket = try await page.get("/api/tickets/2-2")
        let other = try await page.send(
            .patch, "/api/tickets/2-2",
            ["seen": ticket["seen"] ?? .null, "edit": ["priority": "normal"]])
        let back = try await page.send(
            .post, "/api/tickets/take-back", ["dot": done["dot"] ?? .null])
        #expect(back["restored"] == ["2-1"])
        #expect(
            back["kept"] == [["ticket": "2-2", "field": "priority", "member": "Ada"]])
        let list = try await page.get("/api/tickets?sort=id")["tickets"]?.array
        #expect(list?.map { $0["priority"] } == ["low", "normal"])
        // One edit alone is named, too.
        try await page.send(.post, "/api/tickets/take-back", ["dot": other["dot"] ?? .null])
        #expect(try await page.get("/api/tickets/2-2")["priority"] == "urgent")
        try await page.send(.post, "/api/tickets/take-back", ["dot": "9.1"], status: 404)
        try await page.send(.post, "/api/tickets/take-back", ["dot": "x"], status: 400)
    }

    @Test func `sharing several shows every word first, and is one change`() async throws {
        try await page.send(.post, "/api/lists/contact", ["name": "Kim"], status: 201)
        _ = try await page.ticket("One", ["contact": "Kim", "description": "Wet"])
        _ = try await page.ticket("Two", ["contact": "Kim"])
        let going = try await page.send(.post, "/api/tickets/release", ["ids": ids])
        let tickets = try #require(going["tickets"]?.array)
        #expect(tickets.map { $0["id"] } == ["2-1", "2-2"])
        #expect(tickets[0]["texts"]?.array?.map { $0["shown"] } == ["One", "Wet"])
        #expect(tickets.allSatisfy { $0["audience"] == "Kim" })
        let tokens = JSONValue.array(tickets.compactMap { $0["seen"] })
        let before = try await page.get("/api/unsent")["total"]?.integer ?? 0
        // Without a token of each, nothing is shown to anybody.
        try await page.send(
            .post, "/api/tickets/share",
            ["ids": ids, "seen": .array([tickets[0]["seen"] ?? .null])], status: 400)
        try await page.send(.post, "/api/tickets/share", ["ids": ids, "seen": []], status: 400)
        #expect(try await page.get("/api/unsent")["total"]?.integer == before)
        let shared = try await page.send(
            .post, "/api/tickets/share", ["ids": ids, "seen": tokens])
        #expect(shared["changed"] == true)
        #expect(try await page.get("/api/unsent")["total"]?.integer == before + 1)
        #expect(try await page.get("/api/tickets/2-2/as-client")["title"] == "Two")
        try await page.send(
            .post, "/api/tickets/unshare", ["ids": ids, "seen": .array([try await seen()])])
        _ = try await page.get("/api/tickets/2-2/as-client", status: 404)
        let many = JSONValue.strings((0...DeskPageLimits.releasedTickets).map { "2-\($0)" })
        try await page.send(.post, "/api/tickets/release", ["ids": many], status: 400)
    }

    @Test func `rows of lists are edited, and cover only what was seen of them`() async throws {
        try await page.send(.post, "/api/lists/organization", ["name": "Works"], status: 201)
        try await page.send(.post, "/api/lists/contact", ["name": "Kim"], status: 201)
        let row = try #require(try await page.get("/api/lists/contact")[0])
        #expect(row["organization_id"] == .null)
        let seen = row["seen"] ?? .null
        try await page.send(
            .patch, "/api/lists/contact/2-1",
            ["seen": seen, "organization": "2-1", "email": "kim@example.org"])
        let edited = try #require(try await page.get("/api/lists/contact")[0])
        #expect(edited["organization"] == "Works" && edited["organization_id"] == "2-1")
        #expect(edited["email"] == "kim@example.org")
        // An older screen did not show the address: both values stand, and nothing is lost.
        try await page.send(
            .patch, "/api/lists/contact/2-1", ["seen": seen, "email": "k@example.org"])
        let conflicts = try await page.get("/api/conflicts")["conflicts"]?.array
        #expect(conflicts?.compactMap { $0["field"] } == ["contact/2-1/email"])
        try await page.send(
            .patch, "/api/lists/contact/2-1", ["organization": .null, "email": .null])
        let cleared = try #require(try await page.get("/api/lists/contact")[0])
        #expect(cleared["organization"] == nil && cleared["email"] == nil)
        try await page.send(
            .patch, "/api/lists/organization/2-1", ["email": "x@example.org"], status: 400)
        try await page.send(.patch, "/api/lists/contact/2-1", [:], status: 400)
    }
}
