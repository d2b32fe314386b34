// What is done at the hub while online: people and laptops, and links for clients. The daemon asks
// with this laptop's token; whether it may, the hub judges.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let people: [DeskRoute] = [
        asking("/api/hub/roster") { _ in .roster },
        asking("/api/hub/refused", query: ["after"]) { call in
            .refused(after: try call.query["after"].map { try Dot(named: $0) })
        },
        errand("/api/hub/members/invite", body: ["member", "role"]) { call in
            .invite(try call.body.text("member"), role: try call.body.optionalText("role"))
        },
        errand("/api/hub/members/add", body: ["member", "role"]) { call in
            .addMember(try call.body.text("member"), role: try call.body.optionalText("role"))
        },
        errand("/api/hub/members/role", body: ["member", "role"]) { call in
            .setRole(try call.body.text("member"), to: try call.body.text("role"))
        },
        errand("/api/hub/members/capacity", body: ["member", "minutes"]) { call in
            .setCapacity(
                try call.body.text("member"),
                minutes: call.body.value("minutes") == .null
                    ? nil : try call.body.number("minutes"))
        },
        errand("/api/hub/members/deactivate", body: ["member"]) { call in
            .deactivate(try call.body.text("member"))
        },
        errand("/api/hub/devices/revoke", body: ["device"]) { call in
            .revokeDevice(try call.body.text("device"))
        },
        errand("/api/hub/devices/enable", body: ["device"]) { call in
            .enableDevice(try call.body.text("device"))
        },
    ]

    static let portalLinks: [DeskRoute] = [
        asking("/api/hub/portal-links", query: ["contact"]) { call in
            .portalLinks(of: try call.query["contact"].map { try call.contact($0) })
        },
        errand("/api/hub/portal-links", body: ["contact", "days"], status: 201) { call in
            .makePortalLink(
                for: try call.contact(try call.body.text("contact"), mayBeArchived: false),
                days: Int(clamping: try call.body.number("days")))
        },
        errand("/api/hub/portal-links/revoke", body: ["number"]) { call in
            .revokePortalLink(try call.body.number("number"))
        },
    ]

    private typealias Reading = @Sendable (PageCall) throws -> HubErrand

    private static func asking(
        _ path: String, query: [String] = [], _ errand: @escaping Reading
    ) -> DeskRoute {
        DeskRoute(
            method: .get, path: RoutePattern(path), access: .cookie, query: query,
            work: .waiting { try await $0.perform(errand, status: 200) })
    }

    private static func errand(
        _ path: String, body: [String], status: Int = 200, _ errand: @escaping Reading
    ) -> DeskRoute {
        DeskRoute(
            method: .post, path: RoutePattern(path), access: .cookie, body: body,
            work: .waiting { try await $0.perform(errand, status: status) })
    }
}

extension PageCall {
    fileprivate func perform(
        _ errand: @escaping @Sendable (PageCall) throws -> HubErrand, status: Int
    ) async throws -> PageAnswer {
        // Names are looked up in the replica, which may wait for the disk.
        let errand = try await state.lane.run { try errand(self) }
        return .json(try await state.hub.perform(errand), status: status)
    }

    fileprivate func contact(_ text: String, mayBeArchived: Bool = true) throws -> RowID {
        try desk.contactID(Reference(text), mayBeArchived: mayBeArchived)
    }
}
