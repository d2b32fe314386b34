// What is this laptop's alone, over a restart: drafts, saved filters, what was read; and the lists.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import DeskPage

@Suite struct LocalRouteTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test func `a draft is there after a restart, with the token of what was on the screen`()
        async throws
    {
        let ticket = try await page.ticket()
        let saved = try await page.send(
            .put, "/api/drafts/ticket:2-1:title",
            ["text": "Roof, n", "seen": ticket["seen"] ?? .null])
        #expect(saved["saved_at"] == "2026-11-20T09:00:00.000Z")
        page.clock.advance(seconds: 60)
        try await page.send(.put, "/api/drafts/comment:2-1", ["text": "Hel", "seen": .null])
        let restarted = TestPage(page.desk.store)
        let all = try await restarted.get("/api/drafts")["drafts"]
        #expect(all?.array?.map { $0["key"] } == ["comment:2-1", "ticket:2-1:title"])
        let draft = try await restarted.get("/api/drafts/ticket:2-1:title")
        #expect(draft == saved)
        // A change that came meanwhile is not overwritten by what the draft becomes.
        try await page.send(
            .patch, "/api/tickets/2-1",
            ["seen": ticket["seen"] ?? .null, "edit": ["title": "Roof, south"]])
        let written = try await restarted.send(
            .patch, "/api/tickets/2-1",
            ["seen": draft["seen"] ?? .null, "edit": ["title": draft["text"] ?? .null]])
        #expect(written["conflicts"]?.array?.count == 1)
        let path = "/api/drafts/ticket:2-1:title"
        #expect(try await restarted.send(.delete, path)["changed"] == true)
        #expect(try await restarted.send(.delete, path)["changed"] == false)
        _ = try await restarted.get(path, status: 404)
    }

    @Test func `drafts are no changes, and are bounded in number, length and key`() async throws {
        let mark = try page.desk.mark()
        for number in 0..<DeskPageLimits.drafts {
            try await page.send(.put, "/api/drafts/d\(number)", ["text": "x", "seen": .null])
        }
        let body: JSONValue = ["text": "x", "seen": .null]
        try await page.send(.put, "/api/drafts/one-more", body, status: 429)
        try await page.send(.put, "/api/drafts/d7", body)
        let long = String(repeating: "x", count: DeskPageLimits.draftBytes + 1)
        try await page.send(
            .put, "/api/drafts/d7", ["text": .string(long), "seen": .null], status: 400)
        for key in ["a%2Fb", "a%20b", String(repeating: "k", count: 129), "%C3%A9"] {
            try await page.send(.put, "/api/drafts/\(key)", body, status: 400)
        }
        #expect(try page.desk.mark() == mark)
    }

    @Test func `saved filters keep their order and count what passes now`() async throws {
        _ = try await page.ticket("Roof", ["priority": "high"])
        try await page.send(.put, "/api/filters/z", ["name": "High", "query": "priority=high"])
        try await page.send(
            .put, "/api/filters/a", ["name": "Mine", "query": "assignee=me&sort=-updated"])
        try await page.send(
            .put, "/api/filters/z", ["name": "Pressing", "query": "priority=urgent,high"])
        let restarted = TestPage(page.desk.store)
        let filters = try await restarted.get("/api/filters")["filters"]?.array
        #expect(filters?.map { $0["name"] } == ["Pressing", "Mine"])
        #expect(filters?.map { $0["count"] } == [1, 0])
        let gone = try await page.send(
            .put, "/api/filters/g", ["name": "Gone", "query": "category=Gone"])
        #expect(gone["count"] == .null)
        try await page.send(
            .put, "/api/filters/b", ["name": "Bad", "query": "colour=red"], status: 400)
        try await page.send(.put, "/api/filters/b", ["name": " ", "query": ""], status: 400)
        try await page.send(.delete, "/api/filters/z")
        #expect(try await page.get("/api/filters")["filters"]?.array?.count == 2)
    }

    @Test func `what others did is told from where the person has read`() async throws {
        let first = try await page.get("/api/away")
        #expect(first["since"] == "2026-11-20T09:00:00.000Z")
        #expect(first["changes"] == 0 && first["position"] == 0)
        page.clock.advance(seconds: 60)
        let read = try await page.send(.post, "/api/away/read", ["position": 0])
        #expect(read["since"] == "2026-11-20T09:01:00.000Z")
        try await page.send(.post, "/api/away/read", ["position": -1], status: 400)
    }

    @Test func `my work is what I have, what nobody has, and what waits for a word`() async throws {
        _ = try await page.ticket("Mine", ["assignee": "me", "priority": "low"])
        _ = try await page.ticket("Pressing", ["assignee": "me", "priority": "urgent"])
        _ = try await page.ticket("Free")
        _ = try await page.ticket("Done", ["assignee": "me", "status": "resolved"])
        let work = try await page.get("/api/work")
        func titles(_ key: String) -> [JSONValue?]? {
            work[key]?["tickets"]?.array?.map { $0["title"] }
        }
        #expect(titles("mine") == ["Pressing", "Mine"])
        #expect(titles("needs_owner") == ["Free"])
        #expect(titles("waiting_for_confirmation") == ["Done"])
        #expect(work["attention"]?["total"] == 0 && work["away"]?["changes"] == 0)
    }

    @Test func `lists are added to, renamed, archived and restored by id`() async throws {
        let made = try await page.send(
            .post, "/api/lists/category", ["name": "Hardware"], status: 201)
        #expect(made == ["id": "2-1", "name": "Hardware"])
        try await page.send(.post, "/api/lists/category", ["name": "Hardware"], status: 409)
        try await page.send(.post, "/api/lists/colour", ["name": "Red"], status: 404)
        try await page.send(
            .post, "/api/lists/category", ["name": "X", "email": "x@example.org"], status: 400)
        let renamed = try await page.send(
            .patch, "/api/lists/category/2-1", ["name": "Devices"])
        #expect(renamed == ["id": "2-1", "changed": true])
        try await page.send(.post, "/api/lists/category/2-1/archive")
        #expect(try await page.get("/api/lists/category") == [])
        #expect(try await page.get("/api/lists/category?all=1")[0]?["archived"] == true)
        #expect(try await page.get("/api/choices")["categories"] == [])
        try await page.send(.post, "/api/lists/category/2-1/restore")
        #expect(try await page.get("/api/choices")["categories"]?[0]?["name"] == "Devices")
        try await page.send(.post, "/api/lists/category/2-9/restore", status: 404)
    }

    @Test func `what waits has its size and age, and sync says why it failed`() async throws {
        _ = try await page.ticket()
        let unsent = try await page.get("/api/unsent")
        #expect(unsent["total"] == 1 && unsent["oldest"] == "2026-11-20T09:00:00.000Z")
        #expect(unsent["bytes"] == unsent["changes"]?[0]?["bytes"])
        #expect(try await page.get("/api/refused") == [])
        #expect(try await page.get("/api/notices?all=1") == [])
        let failed = try await page.send(.post, "/api/sync", status: 502)
        #expect(failed["error"]?["kept"] == "All is saved.")
        try await page.send(.post, "/api/refused/retry", ["dots": []], status: 400)
        try await page.send(.post, "/api/refused/discard", ["dots": ["x"]], status: 400)
        try await page.send(.post, "/api/notices/read", status: 400)
        #expect(try await page.send(.post, "/api/notices/read", ["all": true])["read"] == [])
    }

    @Test func `windows that listen are bounded, and news for a slow one fold together`()
        async throws
    {
        let events = page.responder.state.events
        let windows = try (0..<DeskPageLimits.streams).map { _ in try events.open() }
        #expect(await page.answer(page.head(.get, "/api/events")).status == 429)
        events.close(windows[0])
        let window = try events.open()
        let first = try page.desk.mark()
        _ = try await page.ticket("One")
        let second = try page.desk.changes(since: first)
        _ = try await page.ticket("Two")
        let third = try page.desk.changes(since: second.mark)
        window.post(.changed(second.changes, status: ["chip": "old"]))
        window.post(.changed(third.changes, status: ["chip": "new"]))
        window.post(.beat)
        var texts: [String] = []
        for await (text, _) in window.texts() {
            texts.append(text)
            break
        }
        let line = #"{"tickets":["2-1","2-2"],"lists":false,"status":{"chip":"new"}}"#
        #expect(texts == ["event: changed\ndata: \(line)\n\n"])
        events.finish()
        #expect(await page.answer(page.head(.get, "/api/events")).status == 503)
    }
}
