// The hub's commands on its files, without a server.

import Foundation
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Administration` {
    private func withHub(_ body: (HubAdministration) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let hub = HubAdministration(
                directory: directory + "/hub", environment: TestClock().environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            try body(hub)
        }
    }

    private func code(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "(no error)"
        } catch {
            return (error as? HubError)?.code.rawValue ?? "\(error)"
        }
    }

    @Test func `a new workspace has its owner and nobody else`() async throws {
        try await withHub { hub in
            let status = try hub.status()
            #expect(status.workspace == "desk")
            #expect(status.position == 1)
            #expect(status.members.map(\.name) == ["Olga"])
            #expect(status.members.map(\.role) == [.owner])
            #expect(status.members.map(\.isActive) == [true])
            #expect(status.devices.isEmpty)
        }
    }

    @Test func `its directory is for its user alone, and holds no code`() async throws {
        try await withTemporaryDirectory { directory in
            let hub = HubAdministration(directory: directory + "/hub")
            let code = try hub.initialize(workspace: "desk", owner: "Olga").code
            let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/hub")
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            let folder = directory + "/hub/workspaces/desk"
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
                for spelling in [code, code.replacingOccurrences(of: "-", with: "")] {
                    #expect(bytes.range(of: Data(spelling.utf8)) == nil)
                }
            }
        }
    }

    @Test func `a workspace is made once`() async throws {
        try await withHub { hub in
            #expect(
                code { _ = try hub.initialize(workspace: "desk", owner: "Per") }
                    == "workspace_exists")
            #expect(try hub.status().members.count == 1)
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "-a", "a b", "ä", String(repeating: "a", count: 65)])
    func `a workspace's name is a plain word`(name: String) async throws {
        try await withHub { hub in
            #expect(code { _ = try hub.initialize(workspace: name, owner: "Per") } == "bad_name")
            #expect(hub.workspaces == ["desk"])
        }
    }

    @Test func `with several workspaces a command names one`() async throws {
        try await withHub { hub in
            _ = try hub.initialize(workspace: "other", owner: "Per")
            #expect(hub.workspaces == ["desk", "other"])
            #expect(code { _ = try hub.status() } == "several_workspaces")
            #expect(code { _ = try hub.invite("Mira", workspace: "none") } == "unknown_workspace")
            #expect(try hub.invite("Mira", workspace: "other").workspace == "other")
            #expect(try hub.status(workspace: "desk").members.map(\.name) == ["Olga"])
        }
    }

    @Test func `an invitation makes the member, and promotes nobody`() async throws {
        try await withHub { hub in
            let first = try hub.invite(" Mira ", role: .admin)
            #expect(first.member.name == "Mira")
            #expect(first.member.role == .admin)
            let second = try hub.invite("Mira")
            #expect(second.member == first.member)
            #expect(second.code != first.code)
            #expect(code { _ = try hub.invite("Mira", role: .owner) } == "role_differs")
            #expect(try hub.status().members.map(\.name) == ["Olga", "Mira"])
        }
    }

    @Test func `names that look alike in other bytes are other members`() async throws {
        try await withHub { hub in
            _ = try hub.addMember("Andre\u{301}")
            _ = try hub.addMember("Andr\u{e9}")
            #expect(try hub.status().members.count == 3)
            #expect(code { _ = try hub.addMember("Andr\u{e9}") } == "member_exists")
        }
    }

    @Test func `a workspace keeps an owner`() async throws {
        try await withHub { hub in
            #expect(code { _ = try hub.setRole(of: "Olga", to: .member) } == "last_owner")
            #expect(code { _ = try hub.deactivate("Olga") } == "last_owner")
            _ = try hub.addMember("Per", role: .owner)
            #expect(try hub.setRole(of: "Olga", to: .member).role == .member)
            #expect(code { _ = try hub.deactivate("Per") } == "last_owner")
        }
    }

    @Test func `a deactivated member is invited only after being added again`() async throws {
        try await withHub { hub in
            _ = try hub.addMember("Mira")
            #expect(try !hub.deactivate("Mira").isActive)
            #expect(code { _ = try hub.invite("Mira") } == "member_inactive")
            let again = try hub.addMember("Mira", role: .admin)
            #expect(again.isActive)
            #expect(try hub.invite("Mira").member == again)
        }
    }

    @Test func `what does not exist is named`() async throws {
        try await withHub { hub in
            #expect(code { _ = try hub.setRole(of: "Nobody", to: .admin) } == "unknown_member")
            #expect(code { _ = try hub.deactivate("Nobody") } == "unknown_member")
            let ordinal = try #require(ReplicaOrdinal(9))
            #expect(code { _ = try hub.revokeDevice(ordinal) } == "unknown_device")
            #expect(code { _ = try hub.invite("\n") } == "bad_name")
        }
        let nowhere = HubAdministration(directory: "/nonexistent/hub")
        #expect(code { _ = try nowhere.status() } == "unknown_workspace")
    }
}
