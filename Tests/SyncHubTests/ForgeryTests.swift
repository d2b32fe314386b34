// A laptop that lies about names, pasts and what it has seen: refused one by one, and nobody else
// notices.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct ForgeryTests {
    private let contact = TicketSchema.contact

    private func writing(
        _ row: RowID, _ name: String, covering covers: [Dot] = [], creates: Bool = false
    ) -> SyncEngine.Unit {
        SyncEngine.Unit(
            stamp: Stamp(milliseconds: 1_700_000_000_000),
            changes: [
                RowChange(
                    key: RowKey(contact, row), isCreation: creates,
                    writes: [
                        FieldWrite(field: NamedField.name, value: .text(name), covers: covers)
                    ])
            ])
    }

    private func code(_ verdict: Verdict?) -> Refusal.Code? {
        if case .refused(let refusal)? = verdict { refusal.code } else { nil }
    }

    @Test func `forged units are refused one by one, and the victim's later edits stand`()
        async throws
    {
        try await TestHub.serving { hub in
            var victim = try await TestLaptop(hub, code: hub.ownerCode)
            var forger = try await TestLaptop(hub, of: "Mallory")
            let row = RowID(victim.position.ordinal, 1)
            let born = Dot(victim.position.ordinal, 1)
            try await victim.sync([victim.creation(of: contact, "Real")])

            let future = Dot(victim.position.ordinal, 2)
            let unseen = Dot(try #require(ReplicaOrdinal(999)), 1)
            let ahead = Evidence([.seen(VersionVector([future]))])
            let seeing = SyncEngine.Unit(
                stamp: Stamp(milliseconds: 1_700_000_000_000),
                changes: [
                    RowChange(
                        key: RowKey(contact, row), isCreation: false,
                        writes: [
                            FieldWrite(
                                field: NamedField.name, value: .text("Seen ahead"), covers: [born],
                                evidence: ahead)
                        ])
                ])
            let answer = try await forger.sync([
                writing(RowID(victim.position.ordinal, 2), "Their id", creates: true),
                writing(row, "A counter to come", covering: [future]),
                writing(row, "Nobody's", covering: [unseen]), seeing,
                writing(RowID(forger.position.ordinal, 7), "No such row"),
                forger.creation(of: contact, "Honest", n: 1),
            ])
            #expect(
                answer.verdicts.map(code) == [
                    .rowExists, .unknownDot, .unknownDot, .unknownDot, .buildsOnRefused, nil,
                ])

            let page = try await victim.sync([writing(row, "Still mine", covering: [born])])
            #expect(page.verdicts == [.applied])
            #expect(page.page.names(of: contact).sorted() == ["Honest", "Still mine"])
        }
    }

    @Test func `another's ordinal is not spoken for, and an old name takes no second value`()
        async throws
    {
        try await TestHub.serving { hub in
            var victim = try await TestLaptop(hub, code: hub.ownerCode)
            let forger = try await TestLaptop(hub, of: "Mallory")
            try await victim.sync([victim.creation(of: contact, "Real")])

            var lie = forger
            lie.position = victim.position
            let spoken = try await lie.client.send(
                HubRequest(.post, "/v1/sync", body: lie.request([]).encoded()))
            #expect(errorCode(spoken) == "other_replica")

            var second = victim
            second.position.acknowledged = 0
            let again = second.request([second.creation(of: contact, "Another under this name")])
            #expect(try await second.answer(to: again).rejection == .stale)
            let page = try await victim.sync()
            #expect(page.page.names(of: contact).isEmpty)
        }
    }

    @Test func `what a unit was first is believed of the member's own laptops alone`() async throws
    {
        try await TestHub.serving { hub in
            var victim = try await TestLaptop(hub, code: hub.ownerCode)
            let forger = try await TestLaptop(hub, of: "Mallory")
            let own = try await TestLaptop(hub, of: "Ben")
            let copy = try await TestLaptop(hub, of: "Ben")

            func claim(_ laptop: TestLaptop, _ origin: UnitOrigin) throws -> SyncRequest {
                let request = laptop.request([laptop.creation(of: contact, "Another's, they say")])
                return SyncRequest(
                    id: request.id, position: request.position, waitSeconds: 0,
                    items: request.items, originByCounter: [1: origin])
            }

            let next = victim.creation(of: contact, "Real")
            let lie = try claim(forger, UnitOrigin(Dot(victim.position.ordinal, 1), next))
            #expect(try await forger.answer(to: lie).accepted().verdicts == [.applied])
            #expect(try await victim.sync([next]).verdicts == [.applied])

            let waiting = own.creation(of: contact, "Waits on both")
            let truth = try claim(copy, UnitOrigin(Dot(own.position.ordinal, 1), waiting))
            #expect(try await copy.answer(to: truth).accepted().verdicts == [.applied])
            #expect(try await own.answer(to: own.request([waiting])).rejection == .stale)
        }
    }

    @Test func `a number that was given twice is found, and its laptop gets another`() async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: contact, "Real")])
            #expect(try hub.administration.verify().allSatisfy(\.isSound))
            // As another laptop's offer brings it back: a lost hub's word for the same number.
            let environment = hub.clock.environment
            let device = try #require(try hub.administration.status().devices.first)
            let workspace = try #require(hub.workspaces.all.first)
            try await workspace.write { transaction in
                let enroller = Enroller(
                    transaction: transaction, environment: environment,
                    schema: TicketSchema.schema)
                let other = Device(
                    ordinal: device.ordinal, member: device.member,
                    replica: try transaction.nextRow(Directory.replicaEntity), name: "spare",
                    enrolledAt: 0, revokedAt: nil)
                try enroller.writeReplica(other, Nonce(4_711))
            }
            let found = try #require(try hub.administration.verify().first { $0.name == "laptops" })
            #expect(!found.isSound)
            #expect(found.findings.first?.contains("van and to spare") == true)
            let next = laptop.request([laptop.creation(of: contact, "Next", n: 2)])
            #expect(try await laptop.answer(to: next).rejection == .stale)
            let request = RenumberRequest(
                id: Nonce(1), position: laptop.position, tokenHash: Array(0..<32), hashes: [])
            let answer = try RenumberAnswer(
                try await laptop.client.send(
                    HubRequest(.post, "/v1/renumber", body: request.encoded())
                ).body)
            guard case .accepted(let accepted) = answer.result else {
                Issue.record("\(answer.result)")
                return
            }
            #expect(accepted.replica.ordinal != device.ordinal)
        }
    }

    @Test func `copies of a member's laptops get so many numbers a day, and no more`() async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: contact, "Real")])
            var copy = laptop
            copy.position.incarnation = Incarnation(current: Nonce(4_711))
            let (position, client) = (copy.position, copy.client)
            @Sendable func ask(_ number: Int) async throws -> HubResponse {
                let token = (0..<32).map { UInt8(truncatingIfNeeded: number &+ $0 &* 7) }
                let request = RenumberRequest(
                    id: Nonce(1), position: position, tokenHash: token, hashes: [])
                return try await client.send(
                    HubRequest(.post, "/v1/renumber", body: request.encoded()))
            }
            for number in 0..<HubLimits.copiesPerDay {
                guard case .accepted = try RenumberAnswer(try await ask(number).body).result else {
                    Issue.record("copy \(number) got no number")
                    return
                }
            }
            let refused = try await ask(200)
            #expect(refused.status == 429)
            #expect(errorCode(refused) == "too_many_ordinals")
            #expect(refused.retryAfter != nil)
            // A lost answer is told again all the same, and a day later there are more.
            #expect(try await ask(3).status == 200)
            hub.clock.advance(milliseconds: HubLimits.dayMilliseconds + 1)
            #expect(try await ask(201).status == 200)
        }
    }

    @Test func `whoever speaks last keeps the ordinal, and a request out of turn gets none`()
        async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: contact, "Real")])
            let request = RenumberRequest(
                id: Nonce(1), position: laptop.position, tokenHash: Array(0..<32), hashes: [])
            let response = try await laptop.client.send(
                HubRequest(.post, "/v1/renumber", body: request.encoded()))
            let answer = try RenumberAnswer(response.body)
            #expect(answer.result == .rejected(.current))
            #expect(try hub.administration.status().devices.count == 1)
        }
    }
}
