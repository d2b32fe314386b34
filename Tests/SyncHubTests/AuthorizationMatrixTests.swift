// Everybody against every route, in every state: who gets what is a table, and a route that is not
// in it fails.

import Foundation
import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `The authorization matrix` {
    /// What each principal gets, in the order of ``Caller/all``: a status, and the error's code or
    /// the sync answer's rejection where there is one.
    static let expected: [String: String] = [
        "GET /healthz": "200 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "GET /metrics": "401 401 401 401 401 401 401 401 401 200 401 401 401 401",
        "POST /v1/enrol":
            """
        403:unknown_code 403:unknown_code 200 403:unknown_code 403:unknown_code \
        403:unknown_code 403:unknown_code 403:unknown_code 403:unknown_code 403:unknown_code \
        403:unknown_code 403:unknown_code 403:unknown_code 403:unknown_code
        """,
        "POST /v1/sync":
            "401 401 401 200 200 200 200:revoked 200:revoked 200 401 401 401 401 401",
        // Nothing is lost and no copy is about, so both are answered that nothing is to be done.
        "POST /v1/offer": deviceOfToday, "POST /v1/renumber": deviceOfToday,
        "POST /v1/sign-out": device,
        "GET /v1/documents/:document": deviceOfDocument,
        "GET /v1/documents/:document/upload": deviceOfDocument,
        "PUT /v1/documents/:document/upload/:offset": deviceOfDocument,
        "POST /v1/documents/arrived": device,
        // Who may sync has nothing to hand over; only who may not has.
        "POST /v1/kept":
            """
        401 401 401 409:not_revoked 409:not_revoked 409:not_revoked 200 200 409:not_revoked \
        401 401 401 401 401
        """,
        "GET /v1/portal-links": device,
        "POST /v1/portal-links": deviceOfLink,
        "POST /v1/portal-links/revoke": deviceOfLink,
        "GET /v1/admin/roster": administrator,
        "GET /v1/admin/refused": administrator,
        "GET /v1/admin/refused/:dot": administrator,
        "POST /v1/admin/members/invite": administrator,
        "POST /v1/admin/members/add": administrator,
        "POST /v1/admin/members/role": administrator,
        "POST /v1/admin/members/capacity": administrator,
        "POST /v1/admin/members/deactivate": administrator,
        "POST /v1/admin/devices/revoke": administratorOfDevice,
        "POST /v1/admin/devices/enable": administratorOfDevice,
        "GET /portal": client, "HEAD /portal": client,
        "GET /portal/:link": entrance, "HEAD /portal/:link": entrance,
        "GET /portal/tickets/:ticket": client, "HEAD /portal/tickets/:ticket": client,
        "GET /portal/tickets/:ticket/:document": client,
        "HEAD /portal/tickets/:ticket/:document": client,
        "GET /portal/tickets/:ticket/:document/image": client,
        "HEAD /portal/tickets/:ticket/:document/image": client,
    ]

    private static let deviceOfToday = """
        401 401 401 200:current 200:current 200:current 200:revoked 200:revoked 200:current 401 \
        401 401 401 401
        """
    private static let device =
        "401 401 401 200 200 200 403:revoked 403:revoked 200 401 401 401 401 401"
    /// Any member's, whatever their role. Another workspace has neither that contact nor that link.
    private static let deviceOfLink = """
        401 401 401 200 200 200 403:revoked 403:revoked 404:not_found 401 401 401 401 401
        """
    /// Whoever comes from another workspace finds no row of that id in their own.
    private static let deviceOfDocument = """
        401 401 401 200 200 200 403:revoked 403:revoked 404:unknown_document 401 401 401 401 401
        """
    private static let administrator = """
        401 401 401 403:role_required 200 200 403:revoked 403:revoked 200 401 401 401 401 401
        """
    /// Whoever comes from another workspace finds no device of that name in their own.
    private static let administratorOfDevice = """
        401 401 401 403:role_required 200 200 403:revoked 403:revoked 404:unknown_device 401 \
        401 401 401 401
        """
    /// No device, code or other secret opens the portal; nor does a link that has ended.
    private static let client = "404 404 404 404 404 404 404 404 404 404 200 404 404 404"
    private static let entrance = "404 404 404 404 404 404 404 404 404 404 303 404 404 404"

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
            let world = try await AuthorizationWorld(hub)
            try await expectTable(in: world) { $0 }
        }
    }

    /// The laptops were told other roles when they joined: what counts is the hub's.
    @Test func `a role that was changed since counts as it stands`() async throws {
        try await TestHub.serving { hub in
            let world = try await AuthorizationWorld(hub)
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

    /// The row is real, and another workspace's: to everybody else it is as none.
    @Test func `a document of another workspace is none, to whoever asks`() async throws {
        try await TestHub.serving { hub in
            var world = try await AuthorizationWorld(hub)
            world.document = world.foreignDocument
            for route in hub.routes where route.path.description.contains(":document") {
                guard route.principal == .device else { continue }
                for caller in Caller.all {
                    let outcome = try await world.outcome(of: route, for: caller)
                    let wanted =
                        switch caller {
                        case .member, .admin, .owner: "404:unknown_document"
                        case .revoked, .deactivated: "403:revoked"
                        case .elsewhere: "200"
                        default: "401:unauthorized"
                        }
                    #expect(outcome == wanted, "\(route.description) for \(caller)")
                }
            }
            for caller in [Caller.member, .admin, .owner] {
                #expect(try await world.arrived(for: caller) == [])
            }
            #expect(try await world.arrived(for: .elsewhere) == ["\(world.document)"])
        }
    }

    @Test func `a hub that stops takes nothing from anybody`() async throws {
        try await TestHub.serving { hub in
            let world = try await AuthorizationWorld(hub)
            hub.workspaces.release()
            for route in hub.routes {
                for caller in Caller.all {
                    let outcome = try await world.outcome(of: route, for: caller)
                    let wanted = "\(route.method)" == "HEAD" ? "503" : "503:stopping"
                    #expect(outcome == wanted, "\(route.description) for \(caller)")
                }
            }
        }
    }

    /// - Parameter standsFor: whose column counts.
    private func expectTable(
        in world: AuthorizationWorld, standsFor: (Caller) -> Caller
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
                // Wrong codes are counted by address, and all of these come from one.
                guard route.principal == .invitation else { continue }
                world.hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
            }
            world.hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
        }
    }
}
