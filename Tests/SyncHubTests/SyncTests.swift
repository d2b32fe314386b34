// Sync over real sockets: what one laptop brings, another gets, as its member's role allows.

import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Sync with a hub` {
    @Test func `a new laptop gets the members and replicas`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let page = try await laptop.sync().page
            #expect(page.names(of: Directory.memberEntity) == ["Olga"])
            let replica = try #require(page.rows.last)
            #expect(replica.key == RowKey(Directory.replicaEntity, RowID(.hub, 1)))
            let values = replica.fields.compactMap { $0.register.siblings.first?.value }
            #expect(
                values == [
                    .integer(2), .row(RowID(.hub, 1)), .text("van"),
                    .text(laptop.identity.birthCertificate),
                ])
            #expect(try await laptop.sync().page.isEmpty)
        }
    }

    @Test func `what one laptop brings, another gets`() async throws {
        try await TestHub.serving { hub in
            var first = try await TestLaptop(hub, code: hub.ownerCode)
            var second = try await TestLaptop(hub, of: "Mira")
            try await second.sync()
            let pushed = try await first.sync([
                first.creation(of: TicketSchema.contact, "Kim"),
                first.creation(of: TicketSchema.contact, "Lee", n: 2),
            ])
            #expect(pushed.verdicts == [.applied, .applied])
            #expect(pushed.acknowledged == 2)
            let page = try await second.sync().page
            #expect(page.names(of: TicketSchema.contact) == ["Kim", "Lee"])
            #expect(
                page.units.map(\.dot) == [
                    Dot(first.position.ordinal, 1), Dot(first.position.ordinal, 2),
                ])
            #expect(page.units.allSatisfy { $0.envelope.receivedAt == hub.clock.milliseconds })
        }
    }

    @Test func `the same request twice is judged once`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let request = laptop.request([laptop.creation(of: TicketSchema.contact, "Kim")])
            let first = try await laptop.answer(to: request).accepted()
            let second = try await laptop.answer(to: request).accepted()
            #expect(first.page.units.count == 1)
            #expect(second == first)
        }
    }

    @Test func `many laptops push at once and nothing is lost`() async throws {
        try await TestHub.serving { hub in
            var laptops: [TestLaptop] = []
            for n in 1...6 { laptops.append(try await TestLaptop(hub, of: "Member \(n)")) }
            var reader = try await TestLaptop(hub, code: hub.ownerCode)
            try await reader.sync()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for laptop in laptops {
                    tasks.addTask { try await pushFive(from: laptop) }
                }
                try await tasks.waitForAll()
            }
            let page = try await reader.sync().page
            #expect(Set(page.units.map(\.dot)).count == 30)
            let first = page.start + 1
            #expect(page.units.map(\.envelope.position) == Array(first..<first + 30))
        }
    }

    private func pushFive(from laptop: TestLaptop) async throws {
        var laptop = laptop
        for n in 1...5 as ClosedRange<UInt64> {
            let unit = laptop.creation(of: TicketSchema.contact, "\(n)", n: n)
            let verdicts = try await laptop.sync([unit]).verdicts
            #expect(verdicts == [.applied])
        }
    }

    @Test func `a token speaks for its own replica alone`() async throws {
        try await TestHub.serving { hub in
            let first = try await TestLaptop(hub, code: hub.ownerCode)
            let second = try await TestLaptop(hub, of: "Mira")
            let response = try await second.client.send(
                HubRequest(.post, "/v1/sync", body: first.request().encoded()))
            #expect(response.status == 403)
            #expect(errorCode(response) == "other_replica")
        }
    }

    @Test func `a role is judged when the unit arrives`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            let category = TicketSchema.category
            let notAllowed = Refusal(
                .notAllowed, key: RowKey(category, RowID(laptop.position.ordinal, 1)),
                field: NamedField.name)
            let early = try await laptop.sync([laptop.creation(of: category, "Network")])
            #expect(early.verdicts == [.refused(notAllowed)])
            _ = try hub.administration.setRole(of: "Mira", to: .admin)
            let later = try await laptop.sync([laptop.creation(of: category, "Network")])
            #expect(later.verdicts == [.applied])
            _ = try hub.administration.setRole(of: "Mira", to: .member)
            let late = try await laptop.sync([laptop.creation(of: category, "Print", n: 2)])
            guard case .refused(let refusal)? = late.verdicts.first else {
                Issue.record("taken: \(late.verdicts)")
                return
            }
            #expect(refusal.code == .notAllowed)
        }
    }

    /// Categories, types and whatever else the schema leaves to admins, as a laptop would send it
    /// that does not care for its member's role.
    @Test func `what is for admins is taken from owners and admins alone`() async throws {
        try await TestHub.serving { hub in
            let entities = TicketSchema.schema.entities.filter { $0.writers == .admins }
            #expect(entities.map(\.name).contains("category"))
            #expect(entities.map(\.name).contains("type"))
            var member = try await TestLaptop(hub, of: "Mira")
            var admin = try await TestLaptop(hub, of: "Adam", role: .admin)
            var owner = try await TestLaptop(hub, code: hub.ownerCode)
            for (index, entity) in entities.enumerated() {
                let name = "New \(index)"
                let refused = try await member.sync([member.creation(of: entity.id, name)])
                guard case .refused(let refusal)? = refused.verdicts.first else {
                    Issue.record("a member writes \(entity.name)")
                    return
                }
                #expect(refusal.code == .notAllowed)
                #expect(
                    try await admin.sync([admin.creation(of: entity.id, name)]).verdicts
                        == [.applied])
                #expect(
                    try await owner.sync([owner.creation(of: entity.id, name)]).verdicts
                        == [.applied])
            }
        }
    }

    @Test func `nobody but the hub writes members`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let unit = laptop.creation(of: Directory.memberEntity, "Intruder")
            guard case .refused(let refusal)? = try await laptop.sync([unit]).verdicts.first else {
                Issue.record("taken")
                return
            }
            #expect(refusal.code == .notAllowed)
            #expect(try hub.administration.status().members.map(\.name) == ["Olga"])
        }
    }

    @Test func `a revoked device and a deactivated member get and give nothing`() async throws {
        try await TestHub.serving { hub in
            let device = try await TestLaptop(hub, code: hub.ownerCode)
            let member = try await TestLaptop(hub, of: "Mira")
            _ = try hub.administration.revokeDevice(device.position.ordinal)
            _ = try hub.administration.deactivate("Mira")
            for laptop in [device, member] {
                let unit = laptop.creation(of: TicketSchema.contact, "Kim")
                #expect(try await laptop.answer(to: laptop.request([unit])).rejection == .revoked)
                #expect(try await laptop.answer(to: laptop.request()).rejection == .revoked)
            }
            _ = try hub.administration.addMember("Mira")
            #expect(try await member.answer(to: member.request()).rejection == nil)
        }
    }

    @Test func `a copy of a laptop is told that it is stale`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let twin = laptop
            try await laptop.sync([laptop.creation(of: TicketSchema.contact, "Kim")])
            let unit = twin.creation(of: TicketSchema.contact, "Lee")
            #expect(try await twin.answer(to: twin.request([unit])).rejection == .stale)
        }
    }
}
