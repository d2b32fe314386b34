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

    private func expect(
        _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
    ) {
        let error = #expect(throws: HubError.self, sourceLocation: sourceLocation) { try body() }
        #expect(error?.code.rawValue == code, sourceLocation: sourceLocation)
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
            expect("workspace_exists") { _ = try hub.initialize(workspace: "desk", owner: "Per") }
            let members = try hub.status().members
            #expect(members.count == 1)
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "-a", "a b", "ä", String(repeating: "a", count: 65)])
    func `a workspace's name is a plain word`(name: String) async throws {
        try await withHub { hub in
            expect("bad_name") { _ = try hub.initialize(workspace: name, owner: "Per") }
            #expect(hub.workspaces == ["desk"])
        }
    }

    @Test func `with several workspaces a command names one`() async throws {
        try await withHub { hub in
            _ = try hub.initialize(workspace: "other", owner: "Per")
            #expect(hub.workspaces == ["desk", "other"])
            expect("several_workspaces") { _ = try hub.status() }
            expect("unknown_workspace") { _ = try hub.invite("Mira", workspace: "none") }
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
            expect("role_differs") { _ = try hub.invite("Mira", role: .owner) }
            #expect(try hub.status().members.map(\.name) == ["Olga", "Mira"])
        }
    }

    @Test func `names that look alike in other bytes are other members`() async throws {
        try await withHub { hub in
            _ = try hub.addMember("Andre\u{301}")
            _ = try hub.addMember("Andr\u{e9}")
            #expect(try hub.status().members.count == 3)
            expect("member_exists") { _ = try hub.addMember("Andr\u{e9}") }
        }
    }

    @Test func `a workspace keeps an owner`() async throws {
        try await withHub { hub in
            expect("last_owner") { _ = try hub.setRole(of: "Olga", to: .member) }
            expect("last_owner") { _ = try hub.deactivate("Olga") }
            _ = try hub.addMember("Per", role: .owner)
            #expect(try hub.setRole(of: "Olga", to: .member).role == .member)
            expect("last_owner") { _ = try hub.deactivate("Per") }
        }
    }

    @Test func `a deactivated member is invited only after being added again`() async throws {
        try await withHub { hub in
            _ = try hub.addMember("Mira")
            #expect(try !hub.deactivate("Mira").isActive)
            expect("member_inactive") { _ = try hub.invite("Mira") }
            let again = try hub.addMember("Mira", role: .admin)
            #expect(again.isActive)
            #expect(try hub.invite("Mira").member == again)
        }
    }

    @Test func `what does not exist is named`() async throws {
        try await withHub { hub in
            expect("unknown_member") { _ = try hub.setRole(of: "Nobody", to: .admin) }
            expect("unknown_member") { _ = try hub.deactivate("Nobody") }
            let ordinal = try #require(ReplicaOrdinal(9))
            expect("unknown_device") { _ = try hub.revokeDevice(ordinal) }
            expect("bad_name") { _ = try hub.invite("\n") }
        }
        let nowhere = HubAdministration(directory: "/nonexistent/hub")
        expect("unknown_workspace") { _ = try nowhere.status() }
    }
}
