// The administration's routes: who is in, and on which laptops.

internal import Hummingbird
internal import SupportDesk
internal import SyncEngine

extension HubRoute {
    static func administration(_ endpoint: AdministrationEndpoint) -> [HubRoute] {
        let members = [
            change("/v1/admin/members/invite", endpoint) { wish, registry in
                let issued = try registry.invite(try wish.memberName(), role: try wish.roleIfAny())
                return [
                    "member": issued.member.json, "code": .string(issued.code),
                    "expires_at": .string("\(Moment(milliseconds: issued.expiresAt))"),
                ]
            },
            change("/v1/admin/members/add", endpoint) { wish, registry in
                try registry.add(
                    try wish.memberName(), role: try wish.roleIfAny() ?? .member
                ).json
            },
            change("/v1/admin/members/role", endpoint) { wish, registry in
                guard let role = try wish.roleIfAny() else {
                    throw HubError.malformed("The body lacks 'role'")
                }
                return try registry.setRole(of: try wish.memberName(), to: role).json
            },
            change("/v1/admin/members/capacity", endpoint) { wish, registry in
                try registry.setCapacity(
                    of: try wish.memberName(), to: try wish.weekMinutes()
                ).json
            },
            change("/v1/admin/members/deactivate", endpoint) { wish, registry in
                try registry.deactivate(try wish.memberName()).json
            },
        ]
        let devices = [
            change("/v1/admin/devices/revoke", endpoint) { wish, registry in
                try registry.revoke(try wish.deviceName()).json
            },
            change("/v1/admin/devices/enable", endpoint) { wish, registry in
                try registry.enable(try wish.deviceName()).json
            },
        ]
        return members + devices + [
            HubRoute(.get, "/v1/admin/roster", for: .administrator) {
                try await endpoint.roster($0)
            },
            HubRoute(.get, "/v1/admin/refused", for: .administrator) {
                try await endpoint.untaken($0)
            },
            HubRoute(.get, "/v1/admin/refused/:dot", for: .administrator) {
                try await endpoint.untaken($0)
            },
            HubRoute(.post, "/v1/sign-out", for: .device) { try await endpoint.signOut($0) },
        ]
    }

    private static func change(
        _ path: String, _ endpoint: AdministrationEndpoint,
        _ body: @escaping @Sendable (AdministrationRequest, Registry) throws -> JSONValue
    ) -> HubRoute {
        HubRoute(.post, path, for: .administrator) { try await endpoint.change($0, body) }
    }
}
