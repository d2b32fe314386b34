// Comments, time and the timer through the page; and values that stand beside each other.

import HTTPTypes
import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import DeskPage

@Suite struct BelongingRouteTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    private func seen() async throws -> JSONValue {
        try await page.get("/api/tickets/2-1")["seen"] ?? .null
    }

    @Test func `a comment says whether its client sees it, and there is no default audience`()
        async throws
    {
        _ = try await page.ticket()
        let path = "/api/tickets/2-1/comments"
        try await page.send(.post, path, ["text": "Hello"], status: 400)
        try await page.send(.post, path, ["text": "Hello", "audience": "all"], status: 400)
        let note = try await page.send(
            .post, path, ["text": "Hello", "audience": "client"], status: 201)
        #expect(note == ["id": "2-1", "ticket": "2-1", "client_sees": false])
        let release = try await page.get("/api/tickets/2-1/release")
        try await page.send(.post, "/api/tickets/2-1/share", ["seen": release["seen"] ?? .null])
        let second = try await page.send(
            .post, path, ["text": "Again", "audience": "client"], status: 201)
        #expect(second["client_sees"] == true)
    }

    @Test func `a comment is edited, deleted, restored, published and withdrawn`() async throws {
        _ = try await page.ticket()
        try await page.send(
            .post, "/api/tickets/2-1/comments", ["text": "Hello", "audience": "internal"],
            status: 201)
        func comment() async throws -> JSONValue? {
            try await page.get("/api/tickets/2-1")["comments"]?[0]
        }
        let edited = try await page.send(
            .patch, "/api/comments/2-1", ["seen": try await seen(), "text": "Hello all"])
        #expect(edited == ["id": "2-1", "changed": true])
        #expect(try await comment()?["body"] == "Hello all")
        for (word, key, value) in [
            ("delete", "deleted", true), ("restore", "deleted", false),
        ] as [(String, String, JSONValue)] {
            try await page.send(
                .post, "/api/comments/2-1/\(word)", ["seen": try await seen()])
            #expect(try await comment()?[key] == value)
        }
        let release = try await page.get("/api/comments/2-1/release")
        #expect(release["texts"]?[0]?["shown"] == "Hello all")
        try await page.send(
            .post, "/api/comments/2-1/publish", ["seen": release["seen"] ?? .null])
        #expect(try await comment()?["audience"] == "client")
        let again = try await page.send(
            .post, "/api/comments/2-1/publish", ["seen": try await seen()])
        #expect(again["changed"] == false)
        try await page.send(.post, "/api/comments/2-1/withdraw", ["seen": try await seen()])
        #expect(try await comment()?["audience"] == "internal")
        try await page.send(
            .post, "/api/comments/2-9/withdraw", ["seen": try await seen()], status: 404)
    }

    @Test func `time is logged, corrected, summed and taken out again`() async throws {
        try await page.send(.post, "/api/lists/organization", ["name": "Nordbad"], status: 201)
        _ = try await page.ticket("=Roof, \"north\"", ["organization": "Nordbad"])
        let path = "/api/tickets/2-1/time"
        try await page.send(
            .post, path, ["minutes": 45, "day": "2026-11-20", "note": "Ladder"], status: 201)
        try await page.send(.post, path, ["minutes": 30, "day": "2026-11-21"], status: 201)
        try await page.send(.post, path, ["minutes": 0, "day": "2026-11-21"], status: 400)
        try await page.send(.post, path, ["minutes": 5, "day": "yesterday"], status: 400)
        let sheet = try await page.get("/api/time?from=2026-11-20&to=2026-11-20")
        #expect(sheet["minutes"] == 45)
        #expect(sheet["entries"]?[0]?["organization"] == "Nordbad")
        let days = try await page.get("/api/time/totals?by=day&organization=Nordbad")
        #expect(days.array?.map { $0["minutes"] } == [45, 30])
        _ = try await page.get("/api/time/totals?by=moon", status: 400)
        _ = try await page.get("/api/time?from=soon", status: 400)
        let file = await page.answer(page.head(.get, "/api/time.csv"))
        #expect(file.fields[.contentDisposition] == "attachment; filename=\"time.csv\"")
        let lines = file.text.components(separatedBy: "\r\n")
        #expect(lines.count == 4)
        #expect(lines[1].contains(",45,2-1,\"'=Roof, \"\"north\"\"\",Nordbad,,Ladder"))

        try await page.send(
            .patch, "/api/time/2-1",
            ["seen": try await seen(), "minutes": 50, "day": "2026-11-22", "note": .null])
        let ticket = try await page.get("/api/tickets/2-1")
        #expect(ticket["logged"] == 80 && ticket["time"]?[0]?["note"] == .null)
        try await page.send(.post, "/api/time/2-1/delete", ["seen": try await seen()])
        #expect(try await page.get("/api/tickets/2-1")["logged"] == 30)
    }

    @Test func `the timer runs over a restart, and logs what has passed`() async throws {
        _ = try await page.ticket()
        #expect(try await page.get("/api/timer") == ["timer": .null])
        try await page.send(.put, "/api/timer", ["ticket": "2-1"])
        try await page.send(.put, "/api/timer", ["ticket": "2-1"], status: 409)
        let restarted = TestPage(page.desk.store)
        restarted.clock.advance(seconds: 47 * 60)
        let timer = try await restarted.get("/api/timer")["timer"]
        #expect(timer?["minutes"] == 47 && timer?["title"] == "Roof")
        let logged = try await restarted.send(
            .post, "/api/timer/stop", ["day": "2026-11-20", "note": "On site"], status: 201)
        #expect(logged["minutes"] == 47)
        #expect(try await page.get("/api/tickets/2-1")["logged"] == 47)
        try await page.send(.post, "/api/timer/stop", ["day": "2026-11-20"], status: 409)
        try await page.send(.put, "/api/timer", ["ticket": "2-1"])
        try await page.send(.delete, "/api/timer")
        #expect(try await page.get("/api/tickets/2-1")["logged"] == 47)
    }

    @Test func `a conflict is listed, shown whole, decided and undone`() async throws {
        let ticket = try await page.ticket()
        for title in ["North", "South"] {
            try await page.send(
                .patch, "/api/tickets/2-1",
                ["seen": ticket["seen"] ?? .null, "edit": ["title": .string(title)]])
        }
        let list = try await page.get("/api/conflicts")
        let conflict = try #require(list["conflicts"]?[0])
        #expect(list["total"] == 1 && conflict["field"] == "title")
        #expect(conflict["title"] == conflict["shown"])
        #expect(try await page.get("/api/conflicts?review=1")["total"] == 0)
        let versions = try await page.get("/api/conflicts/versions?ticket=2-1&field=title")
        #expect(versions["conflict"] == conflict)

        func decide(_ more: JSONValue, status: Int = 200) async throws -> JSONValue {
            let common: JSONValue = ["ticket": "2-1", "field": "title", "seen": try await seen()]
            return try await page.send(
                .post, "/api/conflicts/decide",
                .object((common.members ?? []) + (more.members ?? [])), status: status)
        }
        _ = try await decide(["decision": "guess"], status: 400)
        _ = try await decide(["decision": "use", "dot": "9.9"], status: 404)
        let other = try #require(
            conflict["siblings"]?.array?.first { $0["value"] != conflict["shown"] })
        let used = try await decide(["decision": "use", "dot": other["dot"] ?? .null])
        #expect(used["changed"] == true && used["ticket"]?["title"] == other["value"])
        #expect(try await page.get("/api/conflicts")["total"] == 0)
        let undone = try await decide(["decision": "undo"])
        #expect(undone["ticket"]?["title"] == conflict["shown"])
        let set = try await decide(["decision": "set", "value": "Both"])
        #expect(set["ticket"]?["title"] == "Both")
        _ = try await decide(["decision": "keep"], status: 409)
    }
}
