// How a laptop gets in, and how nobody else does.

import Foundation
import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Joining a workspace` {
    private func answer(_ response: HubResponse) throws -> Enrolment.Answer {
        #expect(response.status == 200)
        return try JSONDecoder().decode(Enrolment.Answer.self, from: Data(response.body))
    }

    @Test func `a code makes a laptop a replica of its member`() async throws {
        try await TestHub.serving { hub in
            let first = try answer(try await hub.enrol(.sample(code: hub.ownerCode)))
            #expect(first.workspace == "desk")
            #expect(first.memberName == "Olga")
            #expect(first.member == "1-1")
            #expect(first.ordinal == 2)
            #expect(first.replica == "van")
            let code = try hub.administration.invite("Mira").code
            let second = try answer(try await hub.enrol(.sample(code: code)))
            #expect(second.ordinal == 3)
            #expect(second.memberName == "Mira")
            #expect(second.timeline == first.timeline)
            #expect(second.incarnation != first.incarnation)
            #expect(second.birthCertificate != first.birthCertificate)
        }
    }

    @Test func `a lost answer is given again for the same nonce, even after the code's hour`()
        async throws
    {
        try await TestHub.serving { hub in
            let request = Enrolment.Request.sample(code: hub.ownerCode)
            let first = try answer(try await hub.enrol(request))
            hub.clock.advance(milliseconds: HubLimits.invitationLifetimeMilliseconds * 3)
            let again = try answer(try await hub.enrol(request))
            #expect(again == first)
            #expect(try hub.administration.status().devices.count == 1)
        }
    }

    @Test func `a code is used once`() async throws {
        try await TestHub.serving { hub in
            let request = Enrolment.Request.sample(code: hub.ownerCode)
            _ = try answer(try await hub.enrol(request))
            let other = try await hub.enrol(.sample(code: hub.ownerCode))
            #expect(other.status == 403)
            #expect(errorCode(other) == "code_used")
            var thief = request
            thief.token = Enrolment.Request.sample(code: "").token
            let stolen = try await hub.enrol(thief)
            #expect(errorCode(stolen) == "code_used")
        }
    }

    @Test func `a code lives an hour`() async throws {
        try await TestHub.serving { hub in
            hub.clock.advance(milliseconds: HubLimits.invitationLifetimeMilliseconds)
            let late = try await hub.enrol(.sample(code: hub.ownerCode))
            #expect(late.status == 403)
            #expect(errorCode(late) == "code_expired")
            #expect(try hub.administration.status().devices.isEmpty)
        }
    }

    @Test func `a code may be typed carelessly`() async throws {
        try await TestHub.serving { hub in
            let typed =
                " "
                + hub.ownerCode.lowercased().replacingOccurrences(of: "-", with: " ")
                .replacingOccurrences(of: "0", with: "o").replacingOccurrences(of: "1", with: "l")
            let again = try answer(try await hub.enrol(.sample(code: typed)))
            #expect(again.ordinal == 2)
        }
    }

    @Test func `after ten wrong codes an address waits, then may try again`() async throws {
        try await TestHub.serving { hub in
            for _ in 0..<HubLimits.wrongCodes {
                let wrong = try await hub.enrol(.sample(code: "0000-0000-0000"))
                #expect(wrong.status == 403)
                #expect(errorCode(wrong) == "unknown_code")
            }
            let refused = try await hub.enrol(.sample(code: hub.ownerCode))
            #expect(refused.status == 429)
            #expect(errorCode(refused) == "too_many_attempts")
            #expect(refused.retryAfter == .seconds(61))
            hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
            let again = try answer(try await hub.enrol(.sample(code: hub.ownerCode)))
            #expect(again.ordinal == 2)
        }
    }

    @Test func `codes of a deactivated or changed member are dead`() async throws {
        try await TestHub.serving { hub in
            let first = try hub.administration.invite("Mira").code
            _ = try hub.administration.setRole(of: "Mira", to: .admin)
            let changed = try await hub.enrol(.sample(code: first))
            #expect(errorCode(changed) == "unknown_code")
            let second = try hub.administration.invite("Mira").code
            _ = try hub.administration.deactivate("Mira")
            let deactivated = try await hub.enrol(.sample(code: second))
            #expect(errorCode(deactivated) == "unknown_code")
        }
    }

    @Test func `another app's schema is refused`() async throws {
        try await TestHub.serving { hub in
            var request = Enrolment.Request.sample(code: hub.ownerCode)
            request.schema = "recipes"
            let response = try await hub.enrol(request)
            #expect(response.status == 409)
            #expect(errorCode(response) == "other_schema")
        }
    }

    @Test func `what is not an enrolment is refused and changes nothing`() async throws {
        try await TestHub.serving { hub in
            var weak = Enrolment.Request.sample(code: hub.ownerCode)
            weak.token = "secret"
            var unnamed = Enrolment.Request.sample(code: hub.ownerCode)
            unnamed.replica = " \u{7}"
            let bodies: [([UInt8], String)] = [
                (Array("{".utf8), "malformed"), (Array("[]".utf8), "malformed"), ([], "malformed"),
                (Array(try JSONEncoder().encode(weak)), "malformed"),
                (Array(try JSONEncoder().encode(unnamed)), "bad_name"),
            ]
            for (body, code) in bodies {
                let response = try await hub.enrol(body: body)
                #expect(response.status == 400)
                #expect(errorCode(response) == code)
            }
            let long = [UInt8](repeating: 32, count: HubLimits.enrolmentBytes + 1)
            #expect(try await hub.enrol(body: long).status == 413)
            #expect(try hub.administration.status().devices.isEmpty)
        }
    }

    @Test func `a hub finds the workspace that a code belongs to, a new one among them`()
        async throws
    {
        try await TestHub.serving { hub in
            let code = try hub.administration.initialize(workspace: "other", owner: "Per").code
            let laptop = try answer(try await hub.enrol(.sample(code: code)))
            #expect(laptop.workspace == "other")
            #expect(laptop.memberName == "Per")
        }
    }
}
