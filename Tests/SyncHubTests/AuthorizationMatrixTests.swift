// Everybody against every route, in every state: who gets what is a table, and a route that is not
// in it fails.

import Foundation
import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(1))) struct `The authorization matrix` {
    /// What each principal gets, in the order of ``Caller/all``: a status, and the error's code or
    /// the sync answer's rejection where there is one.
    static let expected: [String: String] = [
        "GET /healthz": "200 200 200 200 200 200 200 200 200 200",
        "GET /metrics": "401 401 401 401 401 401 401 401 401 200",
        "POST /v1/enrol":
            """
        403:unknown_code 403:unknown_code 200 403:unknown_code 403:unknown_code \
        403:unknown_code 403:unknown_code 403:unknown_code 403:unknown_code 403:unknown_code
        """,
        "POST /v1/sync": "401 401 401 200 200 200 200:revoked 200:revoked 200 401",
        "POST /v1/sign-out": device,
        "GET /v1/admin/roster": administrator,
        "GET /v1/admin/refused": administrator,
        "POST /v1/admin/members/invite": administrator,
        "POST /v1/admin/members/add": administrator,
        "POST /v1/admin/members/role": administrator,
        "POST /v1/admin/members/deactivate": administrator,
        "POST /v1/admin/devices/revoke": administratorOfDevice,
        "POST /v1/admin/devices/enable": administratorOfDevice,
    ]

    private static let device = "401 401 401 200 200 200 403:revoked 403:revoked 200 401"
    private static let administrator =
        "401 401 401 403:role_required 200 200 403:revoked 403:revoked 200 401"
    /// Whoever comes from another workspace finds no device of that name in their own.
    private static let administratorOfDevice =
        "401 401 401 403:role_required 200 200 403:revoked 403:revoked 404:unknown_device 401"

    @Test func `every route has a row, and no row is without its route`() async throws {
        try await TestHub.serving { hub in
            let names = hub.routes.map(\.description)
            #expect(Set(names) == Set(Self.expected.keys))
            #expect(Set(names).count == names.count)
            for row in Self.expected.values {
                #expect(row.split(separator: " ").count == Caller.all.count)
            }
        }
    }

    @Test func `everybody gets what the table says, and no more`() async throws {
        try await TestHub.serving { hub in
            let world = try await World(hub)
            try await expectTable(in: world) { $0 }
        }
    }

    /// The laptops were told other roles when they joined: what counts is the hub's.
    @Test func `a role that was changed since counts as it stands`() async throws {
        try await TestHub.serving { hub in
            let world = try await World(hub)
            _ = try hub.administration.setRole(of: "Adam", to: .member, workspace: "desk")
            _ = try hub.administration.setRole(of: "Mira", to: .admin, workspace: "desk")
            try await expectTable(in: world) { caller in
                switch caller {
                case .admin: .member
                case .member: .admin
                default: caller
                }
            }
        }
    }

    @Test func `a hub that stops takes nothing from anybody`() async throws {
        try await TestHub.serving { hub in
            let world = try await World(hub)
            hub.workspaces.release()
            for route in hub.routes {
                for caller in Caller.all {
                    let outcome = try await world.outcome(of: route, for: caller)
                    #expect(outcome == "503:stopping", "\(route.description) for \(caller)")
                }
            }
        }
    }

    /// - Parameter standsFor: whose column counts.
    private func expectTable(
        in world: World, standsFor: (Caller) -> Caller
    ) async throws {
        // Signing out ends the callers, so it comes last.
        let routes = world.hub.routes.sorted {
            !$0.description.contains("sign-out") && $1.description.contains("sign-out")
        }
        for route in routes {
            let row = (Self.expected[route.description] ?? "").split(separator: " ").map(
                String.init)
            try #require(row.count == Caller.all.count, "\(route.description)")
            for caller in Caller.all {
                let column = try #require(Caller.all.firstIndex(of: standsFor(caller)))
                let outcome = try await world.outcome(of: route, for: caller)
                let wanted = row[column].hasPrefix("401") ? "401:unauthorized" : row[column]
                #expect(outcome == wanted, "\(route.description) for \(caller)")
            }
            // Wrong codes are counted by address, and all of these come from one.
            world.hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
        }
    }
}

/// Somebody who asks.
private enum Caller: CaseIterable {
    case nobody, stranger, invitation, member, admin, owner, revoked, deactivated, elsewhere,
        scraper

    static let all = allCases
}

/// A workspace with a laptop for each kind of caller, and another workspace beside it.
private struct World {
    let hub: TestHub
    private let laptops: [Caller: TestLaptop]
    private let metricsToken: DeviceToken
    private let stranger = DeviceToken(random: { 7 })

    init(_ hub: TestHub) async throws {
        self.hub = hub
        var laptops: [Caller: TestLaptop] = [:]
        laptops[.owner] = try await TestLaptop(hub, code: hub.ownerCode)
        laptops[.admin] = try await TestLaptop(hub, of: "Adam", role: .admin)
        laptops[.member] = try await TestLaptop(hub, of: "Mira")
        laptops[.revoked] = try await TestLaptop(hub, of: "Rosa", role: .admin)
        laptops[.deactivated] = try await TestLaptop(hub, of: "Dora", role: .admin)
        let spare = try await TestLaptop(hub, of: "Target")
        let elsewhere = try hub.administration.initialize(workspace: "other", owner: "Zoe")
        laptops[.elsewhere] = try await TestLaptop(hub, code: elsewhere.code)
        let revoked = try #require(laptops[.revoked]).position.ordinal
        _ = try hub.administration.revokeDevice(revoked, workspace: "desk")
        _ = try hub.administration.deactivate("Dora", workspace: "desk")
        #expect(spare.identity.replica == "Target's laptop")
        self.laptops = laptops
        let text = try String(
            contentsOfFile: MetricsToken.path(in: hub.directory), encoding: .utf8)
        metricsToken = try #require(
            DeviceToken(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// One request, well formed, with what this caller has to show.
    func outcome(of route: HubRoute, for caller: Caller) async throws -> String {
        var request = try request(for: route, by: caller)
        if let secret = try secret(of: caller) {
            request.headers["Authorization"] = "Bearer " + secret
        }
        let response = try await hub.send(request)
        if caller == .elsewhere {
            let text = String(decoding: response.body, as: UTF8.self)
            for name in ["Olga", "Mira", "Adam"] {
                #expect(!text.contains(name), "\(route.description)")
            }
        }
        guard response.status < 400 else { return "\(response.status):\(errorCode(response))" }
        guard route.path.description == "/v1/sync" else { return "\(response.status)" }
        let rejection = try SyncAnswer(response.body, sent: [:]).rejection
        return "\(response.status)" + (rejection.map { ":\($0)" } ?? "")
    }

    private func secret(of caller: Caller) throws -> String? {
        switch caller {
        case .nobody: nil
        case .stranger: stranger.text
        case .invitation: "H7K2-9QXM-4TBD"
        case .scraper: metricsToken.text
        default: try #require(laptops[caller]).token.text
        }
    }

    private func request(for route: HubRoute, by caller: Caller) throws -> HubRequest {
        let path = route.path.description
        switch path {
        case "/v1/sync":
            let laptop = try #require(laptops[caller] ?? laptops[.owner])
            return HubRequest(.post, path, body: laptop.request().encoded())
        case "/v1/enrol":
            let code =
                caller == .invitation && !hub.workspaces.isStopping
                ? try hub.administration.invite("Guest", workspace: "desk").code : "0000-0000-0000"
            return try json(path, Enrolment.Request.sample(code: code))
        case "/metrics": return HubRequest(.get, path, accept: "text/plain")
        case _ where route.description.hasPrefix("GET"):
            return HubRequest(.get, path, accept: "application/json")
        default:
            // Everything that any of the paths reads; what it asks for is so already, or harmless.
            let name = path.hasSuffix("add") ? "New \(caller) \(UUID().uuidString)" : "Target"
            return try json(
                path, ["member": name, "role": "member", "device": "Target's laptop"])
        }
    }

    private func json(_ path: String, _ body: some Encodable) throws -> HubRequest {
        HubRequest(
            .post, path, body: Array(try JSONEncoder().encode(body)),
            contentType: "application/json", accept: "application/json")
    }
}
