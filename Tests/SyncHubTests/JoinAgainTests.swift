// A laptop that the hub does not know joins again: who it may have been, and in whose name it may
// write.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Joining again` {
    private let contact = TicketSchema.contact

    /// A laptop whose device the hub has lost, while its row came back from others.
    private func lost(_ hub: TestHub, of member: String) async throws -> TestLaptop {
        let laptop = try await TestLaptop(hub, of: member)
        let workspace = try #require(hub.workspaces.all.first)
        let ordinal = laptop.position.ordinal
        try await workspace.write { transaction in
            try transaction.execute(
                "DELETE FROM hub_device WHERE ordinal = ?", [.integer(Int64(ordinal.rawValue))])
        }
        #expect(try await laptop.client.send(HubRequest(.post, "/v1/sync")).status == 401)
        return laptop
    }

    private func request(_ laptop: TestLaptop, _ code: String) -> Enrolment.Request {
        var request = Enrolment.Request.sample(code: code, name: "again")
        request.former = Enrolment.Former(
            workspace: "desk", ordinal: laptop.identity.ordinal,
            birthCertificate: laptop.identity.birthCertificate,
            timelines: [laptop.identity.timeline])
        return request
    }

    /// The verdicts, or the rejection, of a change that a device sends in another name.
    private func push(
        _ hub: TestHub, as laptop: TestLaptop, with token: String
    ) async throws -> SyncAnswer.Result {
        let request = laptop.request([laptop.creation(of: contact, "Kim")])
        let response = try await hub.send(
            HubRequest(.post, "/v1/sync", body: request.encoded()), token: DeviceToken(token))
        #expect(response.status == 200, "\(errorCode(response))")
        let unit = laptop.creation(of: contact, "Kim")
        return try SyncAnswer(response.body, sent: [Dot(laptop.position.ordinal, 1): unit]).result
    }

    @Test func `whoever joins again writes in the name of their own lost laptop alone`()
        async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await lost(hub, of: "Ben")
            // Nobody has offered under the ordinal yet: the first to speak is its incarnation.
            laptop.position.incarnation = Incarnation(
                current: laptop.position.incarnation.current)
            let stranger = request(laptop, try hub.administration.invite("Eva").code)
            #expect(try await hub.enrol(stranger).status == 200)
            guard case .rejected(.stale) = try await push(hub, as: laptop, with: stranger.token)
            else {
                Issue.record("a stranger wrote in Ben's name")
                return
            }
            let own = request(laptop, try hub.administration.invite("Ben").code)
            let joined = try await hub.enrol(own)
            #expect(joined.status == 200)
            // A lost answer is told again.
            let again = try await hub.enrol(own)
            let answers = try [joined, again].map {
                try JSONDecoder().decode(Enrolment.Answer.self, from: Data($0.body))
            }
            #expect(answers[0] == answers[1])
            guard case .accepted(let accepted) = try await push(hub, as: laptop, with: own.token)
            else {
                Issue.record("Ben's own laptop could not finish what it had begun")
                return
            }
            #expect(accepted.verdicts == [.applied])
            // Another name than the one that it had is nobody's to speak in.
            var other = laptop
            other.position = LaptopPosition(
                ordinal: try #require(ReplicaOrdinal(77)), timeline: laptop.position.timeline,
                cursor: laptop.position.cursor, incarnation: laptop.position.incarnation,
                versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion))
            let spoken = try await hub.send(
                HubRequest(.post, "/v1/sync", body: other.request([]).encoded()),
                token: DeviceToken(own.token))
            #expect(errorCode(spoken) == "other_replica")
        }
    }

    @Test func `who cannot have been that is refused, and the code stays good`() async throws {
        try await TestHub.serving { hub in
            let laptop = try await lost(hub, of: "Ben")
            let known = try await TestLaptop(hub, of: "Kim")
            let code = try hub.administration.invite("Ben").code
            func refusal(_ change: (inout Enrolment.Former) -> Void) async throws -> String {
                var wish = request(laptop, code)
                var former = try #require(wish.former)
                change(&former)
                wish.former = former
                let response = try await hub.enrol(wish)
                #expect(response.status == 400 || response.status == 409)
                return errorCode(response)
            }
            #expect(try await refusal { $0.workspace = "other" } == "other_workspace")
            #expect(
                try await refusal { $0.timelines = [Nonce(1).description] } == "other_workspace")
            #expect(try await refusal { $0.timelines = [] } == "other_workspace")
            #expect(
                try await refusal { $0.birthCertificate = Nonce(1).description }
                    == "ordinal_given_twice")
            #expect(
                try await refusal {
                    $0.ordinal = known.identity.ordinal
                    $0.birthCertificate = known.identity.birthCertificate
                } == "device_known")
            #expect(try await refusal { $0.ordinal = 8_000_000 } == "bad_value")
            #expect(try await refusal { $0.ordinal = 1 } == "malformed")
            #expect(try await refusal { $0.timelines = ["x"] } == "malformed")
            let devices = try hub.administration.status().devices.count
            #expect(try await hub.enrol(request(laptop, code)).status == 200)
            #expect(try hub.administration.status().devices.count == devices + 1)
        }
    }
}
