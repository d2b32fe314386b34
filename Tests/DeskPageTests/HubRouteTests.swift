// What the page does at the hub: each route is one errand, told as the page told it, and the hub's
// refusal comes back as it is.

import Foundation
import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine
import Synchronization
import Testing

@testable import DeskPage

@Suite struct HubRouteTests {
    private func errands(_ page: TestPage) -> [HubErrand] { page.hub.errands.withLock { $0 } }

    @Test func `every deed for people and laptops is one errand at the hub`() async throws {
        let page = try TestPage()
        _ = try await page.get("/api/hub/roster")
        _ = try await page.get("/api/hub/refused")
        _ = try await page.get("/api/hub/refused?after=7.31")
        let deeds: [(String, JSONValue)] = [
            ("members/invite", ["member": "Field 1"]),
            ("members/invite", ["member": "Field 1", "role": "admin"]),
            ("members/add", ["member": "Field 1", "role": "member"]),
            ("members/role", ["member": "Field 1", "role": "owner"]),
            ("members/capacity", ["member": "Field 1", "minutes": 1_800]),
            ("members/capacity", ["member": "Field 1", "minutes": .null]),
            ("members/deactivate", ["member": "Field 1"]),
            ("devices/revoke", ["device": "7"]), ("devices/enable", ["device": "van"]),
            ("portal-links/revoke", ["number": 3]),
        ]
        for (path, body) in deeds {
            #expect(try await page.send(.post, "/api/hub/" + path, body) == ["done": true])
        }
        #expect(
            errands(page) == [
                .roster, .refused(after: nil), .refused(after: Dot("7.31")),
                .invite("Field 1", role: nil), .invite("Field 1", role: "admin"),
                .addMember("Field 1", role: "member"), .setRole("Field 1", to: "owner"),
                .setCapacity("Field 1", minutes: 1_800), .setCapacity("Field 1", minutes: nil),
                .deactivate("Field 1"), .revokeDevice("7"), .enableDevice("van"),
                .revokePortalLink(3),
            ])
    }

    @Test func `a link is for a contact of the workspace, and for one who is not archived`()
        async throws
    {
        let page = try TestPage()
        let contact = try page.desk.add(NamedDraft("Plant manager"), to: .contact)
        let body: JSONValue = ["contact": .string("\(contact)"), "days": 30]
        try await page.send(.post, "/api/hub/portal-links", body, status: 201)
        _ = try await page.get("/api/hub/portal-links")
        _ = try await page.get("/api/hub/portal-links?contact=\(contact)")
        let none: JSONValue = ["contact": "9-9", "days": 30]
        try await page.send(.post, "/api/hub/portal-links", none, status: 404)
        try page.desk.archive(Reference(contact), in: .contact)
        let archived = await page.answer(
            page.head(.post, "/api/hub/portal-links"), body.description)
        #expect(archived.status >= 400)
        // Theirs are still listed.
        _ = try await page.get("/api/hub/portal-links?contact=\(contact)")
        #expect(
            errands(page) == [
                .makePortalLink(for: contact, days: 30), .portalLinks(of: nil),
                .portalLinks(of: contact), .portalLinks(of: contact),
            ])
    }

    @Test func `what is no errand reaches no hub`() async throws {
        let page = try TestPage()
        let wrong: [(String, JSONValue)] = [
            ("members/invite", [:]), ("members/role", ["member": "Field 1"]),
            ("members/capacity", ["member": "Field 1"]),
            ("members/capacity", ["member": "Field 1", "minutes": "30h"]),
            ("devices/revoke", ["device": 7]), ("portal-links/revoke", ["number": "3"]),
            ("portal-links", ["days": 30]), ("members/invite", ["member": "x", "more": 1]),
        ]
        for (path, body) in wrong {
            let error = try await page.send(.post, "/api/hub/" + path, body, status: 400)
            #expect(error["error"]?["code"]?.string == "bad_body", "\(path) \(body)")
        }
        _ = try await page.get("/api/hub/refused?after=x", status: 400)
        #expect(errands(page) == [])
    }

    @Test func `the hub's refusal, and its silence, come back as they are`() async throws {
        let page = try TestPage()
        let refusals = [
            PageError("role_required", "Your role does not allow that.", status: 403),
            PageError("last_owner", "'Dispatcher' is the only owner.", status: 409),
            PageError("offline", "No connection.", kept: "Nothing was changed.", status: 502),
        ]
        for refusal in refusals {
            page.hub.hubRefusal.withLock { $0 = refusal }
            let told = try await page.send(
                .post, "/api/hub/members/deactivate", ["member": "Dispatcher"],
                status: refusal.status)
            #expect(told["error"]?["code"]?.string == refusal.code)
            #expect(told["error"]?["message"]?.string == refusal.message)
        }
    }

    @Test func `a locked laptop asks the hub for nothing`() async throws {
        let page = try TestPage()
        page.hub.lock.withLock { $0 = PageError("locked", "Locked.", status: 423) }
        for route in page.responder.table.routes where route.path.text.hasPrefix("/api/hub/") {
            let answer = await page.answer(page.head(route.method, route.example))
            #expect(answer.status == 423, "\(route.path.text)")
        }
        #expect(errands(page) == [])
    }
}
