// Laptops as an administrator sees them: when they were here, and what they brought in vain.

import Foundation
import HubClient
import Logging
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Devices` {
    /// Asks an administration path; an answer in JSON, whatever its status.
    private func ask(
        _ laptop: TestLaptop, _ path: String, _ body: [String: String]? = nil
    ) async throws -> (status: Int, answer: JSONValue) {
        let bytes = try body.map { Array(try JSONEncoder().encode($0)) } ?? []
        let response = try await laptop.client.send(
            HubRequest(
                body == nil ? .get : .post, path, body: bytes, contentType: "application/json",
                accept: "application/json"))
        let text = String(decoding: response.body, as: UTF8.self)
        return (response.status, try JSONValue(parsing: text))
    }

    private func code(_ answer: JSONValue) -> String? { answer["error"]?["code"]?.string }

    @Test func `what a revoked laptop still sends is kept to read, and has no effect`()
        async throws
    {
        try await TestHub.serving { hub in
            var owner = try await TestLaptop(hub, code: hub.ownerCode)
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            _ = try hub.administration.revokeDevice("Mira's laptop")
            let units = [laptop.creation(of: TicketSchema.contact, "Kim")]
            for _ in 1...2 {
                #expect(try await laptop.answer(to: laptop.request(units)).rejection == .revoked)
            }
            let kept = try hub.administration.untaken()
            #expect(kept.map(\.reason) == [.revoked])
            #expect(kept.first?.member == "Mira" && kept.first?.device == "Mira's laptop")
            #expect(kept.first?.unit?.changes.map(\.to) == [.string("Kim")])
            #expect(try await owner.sync().page.names(of: TicketSchema.contact) == [])

            let (_, listed) = try await ask(owner, "/v1/admin/refused")
            #expect(listed.array?.map { $0["code"]?.string } == ["revoked"])
            #expect(listed.array?.first?["changes"]?.array?.first?["to"]?.string == "Kim")

            // Enabled again, it is judged as if nothing had been, and is no longer among them.
            _ = try hub.administration.enableDevice("Mira's laptop")
            #expect(try await laptop.sync(units).verdicts == [.applied])
            #expect(try hub.administration.untaken().isEmpty)
            #expect(try await owner.sync().page.names(of: TicketSchema.contact) == ["Kim"])
        }
    }

    @Test func `of one revoked laptop a bounded amount is kept`() async throws {
        try await TestHub.serving { hub in
            let laptop = try await TestLaptop(hub, of: "Mira")
            _ = try hub.administration.revokeDevice("Mira's laptop")
            let text = String(repeating: "x", count: 200_000)
            var position = laptop.position
            for round in 0..<20 as Range<UInt64> {
                position.acknowledged = round * 5
                position.incarnation.next = Nonce(round)
                let units = (1...5).map {
                    laptop.creation(of: TicketSchema.contact, text, n: round * 5 + $0)
                }
                let request = SyncRequest(
                    id: Nonce(round), position: position, waitSeconds: 0,
                    items: units.map { .unit($0) })
                #expect(try await laptop.answer(to: request).rejection == .revoked)
            }
            let bytes = try hub.administration.untaken().reduce(0) { $0 + $1.byteCount }
            #expect(bytes <= HubLimits.keptBytesPerDevice)
            #expect(bytes > HubLimits.keptBytesPerDevice - 300_000)
        }
    }

    @Test func `capacity is set and taken away, and the roster tells which codes are open`()
        async throws
    {
        try await TestHub.serving { hub in
            let admin = try await TestLaptop(hub, of: "Adam", role: .admin)
            func set(_ body: JSONValue) async throws -> (status: Int, answer: JSONValue) {
                let response = try await admin.client.send(
                    HubRequest(
                        .post, "/v1/admin/members/capacity", body: Array(body.description.utf8),
                        contentType: "application/json", accept: "application/json"))
                let text = String(decoding: response.body, as: UTF8.self)
                return (response.status, try JSONValue(parsing: text))
            }
            let given = try await set(["member": "Adam", "minutes": 1_800])
            #expect(given.status == 200 && given.answer["capacity"] == 1_800)
            for wrong in [["member": "Adam"], ["member": "Adam", "minutes": 10_081]] as [JSONValue]
            {
                #expect(try await set(wrong).status == 400)
            }
            #expect(
                code(try await set(["member": "Olga", "minutes": 60]).answer) == "role_required")
            #expect(
                try await set(["member": "Adam", "minutes": .null]).answer["capacity"] == .null)

            func open() async throws -> [String?] {
                let roster = try await ask(admin, "/v1/admin/roster").answer
                return (roster["invitations"]?.array ?? []).map { $0["member"]?.string }
            }
            // The code that came with the workspace waits for its owner.
            #expect(try await open() == ["Olga"])
            let invited = try await ask(admin, "/v1/admin/members/invite", ["member": "Mira"])
            #expect(try await open() == ["Olga", "Mira"])
            _ = try await TestLaptop(hub, code: try #require(invited.answer["code"]?.string))
            #expect(try await open() == ["Olga"])
            hub.clock.advance(milliseconds: HubLimits.invitationLifetimeMilliseconds)
            #expect(try await open() == [])
        }
    }

    @Test func `a refused change is listed with whose it is and why`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync([laptop.creation(of: TicketSchema.category, "Network")])
            let refused = try hub.administration.untaken()
            let sentence = "Your role does not allow it."
            #expect(refused.map(\.reason) == [.refused(code: "not_allowed", sentence: sentence)])
            #expect(refused.first?.unit?.changes.map(\.to) == [.string("Network")])
        }
    }

    @Test func `a device's last contact, position and program are listed`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            #expect(try hub.administration.status().reports.map(\.contact) == [nil])
            try await laptop.sync()
            hub.clock.advance(milliseconds: 5_000)
            try await laptop.sync()
            await hub.workspaces.saveContacts(TestHub.quiet)
            let status = try hub.administration.status()
            let contact = try #require(status.reports.first?.contact)
            #expect(contact.at == hub.clock.milliseconds)
            #expect(contact.position == status.position)
            #expect(contact.program == "syncd")
            #expect(status.behind.isEmpty)
            _ = try hub.administration.addMember("Mira")
            let later = try hub.administration.status()
            #expect(later.behind.map { $0.unitsBehind(later.position) } == [1])
            #expect(later.disk.usedBytes > 0)
        }
    }

    @Test func `writing contacts wakes nobody who waits`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 50))
            async let answer = waiting.answer(to: request)
            // Its own page and the empty one that it waits on.
            while hub.workspaces.metrics.pageCount < 2 { await Task.yield() }
            let begin = hub.workspaces.metrics.pageCount
            await hub.workspaces.saveContacts(TestHub.quiet)
            #expect(hub.workspaces.metrics.pageCount == begin)
            _ = try hub.administration.addMember("Mira")
            #expect(try await answer.accepted().page.names(of: Directory.memberEntity) == ["Mira"])
        }
    }

    @Test func `an admin changes nothing above themselves`() async throws {
        try await TestHub.serving { hub in
            let owner = try await TestLaptop(hub, code: hub.ownerCode, name: "chief")
            let admin = try await TestLaptop(hub, of: "Adam", role: .admin)
            let beyond: [(String, [String: String])] = [
                ("members/invite", ["member": "Olga"]),
                ("members/invite", ["member": "New", "role": "owner"]),
                ("members/add", ["member": "New", "role": "owner"]),
                ("members/role", ["member": "Adam", "role": "owner"]),
                ("members/role", ["member": "Olga", "role": "member"]),
                ("members/deactivate", ["member": "Olga"]),
                ("devices/revoke", ["device": "chief"]),
                ("devices/enable", ["device": "chief"]),
            ]
            for (path, body) in beyond {
                let (status, answer) = try await ask(admin, "/v1/admin/" + path, body)
                #expect(status == 403 && code(answer) == "role_required", "\(path) \(body)")
            }
            let status = try hub.administration.status()
            #expect(status.members.map(\.name) == ["Olga", "Adam"])
            #expect(status.members.map(\.role) == [.owner, .admin])
            #expect(status.devices.allSatisfy { $0.revokedAt == nil })

            let raised = try await ask(
                owner, "/v1/admin/members/role", ["member": "Adam", "role": "owner"])
            #expect(raised.status == 200 && raised.answer["role"]?.string == "owner")
            let last = try await ask(admin, "/v1/admin/members/deactivate", ["member": "Olga"])
            #expect(last.status == 200 && last.answer["active"] == .boolean(false))
        }
    }

    @Test func `an admin invites, and the code lets a laptop in`() async throws {
        try await TestHub.serving { hub in
            let admin = try await TestLaptop(hub, of: "Adam", role: .admin)
            let (status, answer) = try await ask(
                admin, "/v1/admin/members/invite", ["member": "Mira"])
            #expect(status == 200)
            let laptop = try await TestLaptop(hub, code: try #require(answer["code"]?.string))
            #expect(laptop.identity.memberName == "Mira")
            let (_, roster) = try await ask(admin, "/v1/admin/roster")
            #expect(
                roster["devices"]?.array?.map { $0["member_name"]?.string } == ["Adam", "Mira"])
        }
    }

    @Test func `what is no administration request changes nothing`() async throws {
        try await TestHub.serving { hub in
            let owner = try await TestLaptop(hub, code: hub.ownerCode)
            let wrong: [[String: String]] = [
                [:], ["member": " "], ["member": "Mira", "role": "king"], ["role": "admin"],
            ]
            for body in wrong {
                let (status, answer) = try await ask(owner, "/v1/admin/members/add", body)
                #expect(status == 400, "\(body)")
                #expect(["malformed", "bad_name"].contains(code(answer)), "\(body)")
            }
            let large = ["member": String(repeating: "x", count: HubLimits.administrationBytes)]
            #expect(try await ask(owner, "/v1/admin/members/add", large).status == 413)
            #expect(try hub.administration.status().members.count == 1)
        }
    }

    @Test func `whoever signs out is revoked, and can be let in again`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            #expect(try await ask(laptop, "/v1/sign-out", [:]).status == 200)
            #expect(try await laptop.answer(to: laptop.request()).rejection == .revoked)
            #expect(try await ask(laptop, "/v1/sign-out", [:]).status == 403)
            _ = try hub.administration.enableDevice("2")
            #expect(try await laptop.answer(to: laptop.request()).rejection == nil)
        }
    }

    @Test func `two laptops of one name are told apart by their numbers`() async throws {
        try await TestHub.serving { hub in
            _ = try await TestLaptop(hub, of: "Mira")
            _ = try await TestLaptop(hub, of: "Mira")
            let error = #expect(throws: HubError.self) {
                try hub.administration.revokeDevice("Mira's laptop")
            }
            #expect(error?.hint.contains("2, 3") == true)
            #expect(try hub.administration.revokeDevice("3").revokedAt != nil)
        }
    }
}
