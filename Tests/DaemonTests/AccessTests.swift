// By commands alone: a laptop that is revoked, signed out and let in again, and owners and admins
// who run the workspace from their own laptops.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct AccessTests {
        private func hub(_ workspace: TestWorkspace, _ words: String...) async throws -> Document {
            let result = try await Program.run(
                ["hub"] + words + ["--json"], in: workspace.hubDirectory)
            try #require(result.status == 0, "\(words): \(result.complaint)")
            return try result.json()
        }

        @Test func `a revoked laptop locks at its next contact, and unlocks when it is enabled`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await workspace.join("van", as: "Ben")
            try await workspace.on("van", "ticket", "new", "--title", "Roof")
            let revoked = try await hub(workspace, "device", "revoke", "van")
            #expect(revoked["revoked"]?.boolean == true)

            // Until the hub has said so, the laptop works on, as it does without a network.
            #expect(try await workspace.on("van", "ticket", "list").items.count == 1)
            let contact = try await Program.run("sync", "--json", in: van)
            #expect(contact.status == 3)
            #expect(try contact.error()["code"]?.string == "revoked")
            let refusals = [
                ["ticket", "list"], ["ticket", "new", "--title", "More"], ["export"], ["unsent"],
                ["ticket", "show", "3-1"], ["category", "list"], ["notices"], ["device", "list"],
            ]
            for words in refusals {
                let result = try await Program.run(words + ["--json"], in: van)
                #expect(result.status == 3, "\(words)")
                #expect(result.output.isEmpty)
                let error = try result.error()
                #expect(error["code"]?.string == "locked")
                #expect(error["kept"]?.string?.contains("1 changes") == true)
                #expect(error["hint"]?.string?.contains("enable device 3") == true)
            }
            let status = try await workspace.on("van", "status")
            #expect(status["state"]?.string == "attention")
            #expect(status["locked"]?.string == "revoked")
            #expect(status["pending"]?.integer == 1)

            // A hub that is away, or forgets, unlocks nothing.
            _ = await workspace.stopHub()
            #expect(try await Program.run("sync", in: van).status == 4)
            #expect(try await Program.run("ticket", "list", in: van).status == 3)
            try await workspace.startHub()

            let kept = try await hub(workspace, "refused", "list")
            #expect(kept.items.map { $0["code"]?.string } == ["revoked"])
            #expect(kept[0]?["member"]?.string == "Ben")
            let file = workspace.path + "/kept.json"
            _ = try await hub(workspace, "refused", "export", "--output", file)
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("Roof"))

            _ = try await hub(workspace, "device", "enable", "3")
            #expect(try await workspace.on("van", "sync")["applied"]?.integer == 1)
            #expect(try await workspace.on("van", "ticket", "list").items.count == 1)
            #expect(try await workspace.on("van", "status")["locked"]?.isNull == true)
            #expect(try await hub(workspace, "refused", "list").items.isEmpty)
        }

        @Test func `signing out sends what waits, deletes nothing, and locks`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await workspace.join("van", as: "Ben")
            try await workspace.on("van", "ticket", "new", "--title", "Roof")
            _ = await workspace.stopHub()
            let away = try await Program.run("sign-out", "--json", in: van)
            #expect(away.status == 1)
            #expect(try away.error()["code"]?.string == "unsent_changes")
            let forced = try await Program.run("sign-out", "--keep-unsent", "--json", in: van)
            #expect(forced.status == 4)
            #expect(try await workspace.on("van", "unsent").items.count == 1)

            try await workspace.startHub()
            let out = try await workspace.on("van", "sign-out")
            #expect(out["unsent"]?.integer == 0)
            let locked = try await Program.run("ticket", "list", "--json", in: van)
            #expect(locked.status == 3)
            #expect(try locked.error()["message"]?.string?.contains("signed out") == true)
            try await workspace.on("office", "sync")
            #expect(try await workspace.on("office", "ticket", "list").items.count == 1)

            try await workspace.on("office", "device", "enable", "van")
            try await workspace.on("van", "sync")
            #expect(try await workspace.on("van", "ticket", "list").items.count == 1)
        }

        @Test func `an owner runs the workspace from a laptop, and a member may not`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let code = try await workspace.on("office", "member", "invite", "Ben")["code"]?.string
            let van = workspace.directory("van")
            let joined = try await Program.run(
                "join", workspace.url, try #require(code), "--name", "van", "--json", in: van)
            try #require(joined.status == 0, "\(joined.complaint)")
            let roster = try await workspace.on("office", "device", "list")
            #expect(roster["devices"]?.items.map { $0["name"]?.string } == ["office", "van"])
            #expect(roster["devices"]?[0]?["program"]?.string?.hasPrefix("syncd/") != false)

            for words in [
                ["member", "invite", "Eve"], ["member", "role", "Ben", "owner"],
                ["device", "revoke", "office"], ["device", "list"], ["device", "refused"],
            ] {
                let result = try await Program.run(words + ["--json"], in: van)
                #expect(result.status == 3, "\(words)")
                #expect(try result.error()["code"]?.string == "role_required")
            }
            let week = try await workspace.on("office", "member", "capacity", "Ben", "30h")
            #expect(week["capacity"]?.integer == 1_800)
            let none = try await workspace.on("office", "member", "capacity", "Ben", "none")
            #expect(none["capacity"]?.isNull == true)
            let raised = try await workspace.on("office", "member", "role", "Ben", "admin")
            #expect(raised["role"]?.string == "admin")
            #expect(try await workspace.on("van", "device", "refused").items.isEmpty)
            let over = try await Program.run("member", "deactivate", "Ada", "--json", in: van)
            #expect(over.status == 3)
            try await workspace.on("office", "member", "deactivate", "Ben")
            let contact = try await Program.run("sync", "--json", in: van)
            #expect(contact.status == 3)
            #expect(try await Program.run("ticket", "list", in: van).status == 3)
        }

        @Test func `the hub's own commands say how it stands, and whether its file is sound`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let status = try await hub(workspace, "status")
            #expect(
                status.keys.isSuperset(
                    of: ["workspace", "position", "members", "devices", "behind", "disk"]))
            #expect(status["disk"]?["free_bytes"]?.integer ?? 0 > 0)
            let devices = try await hub(workspace, "device", "list")
            #expect(
                try #require(devices[0]).keys.isSuperset(
                    of: [
                        "ordinal", "name", "member", "member_name", "last_contact", "position",
                        "behind", "program", "revoked", "revoked_at", "enrolled_at",
                    ]))
            let checked = try await hub(workspace, "verify")
            #expect(checked["sound"]?.boolean == true)
            #expect(
                checked["checks"]?.items.map { $0["name"]?.string }
                    == ["file", "feed", "references", "laptops", "history", "documents"])
            // A stopping hub writes what it has not written yet.
            _ = await workspace.stopHub()
            let last = try await hub(workspace, "device", "list")
            #expect(last[0]?["last_contact"]?.string != nil)
            #expect(last[0]?["program"]?.string?.hasPrefix("syncd/") == true)
        }

        @Test func `the hub's log is a document a line, without a word of anybody`() async throws {
            let workspace = try await TestWorkspace()
            _ = await workspace.stopHub()
            workspace.hubOptions = ["--log-format", "json", "--log-level", "debug"]
            try await workspace.startHub()
            let office = try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Confidential")
            try await workspace.on("office", "sync")
            let log = try #require(await workspace.stopHub()).complaint
            let lines = try log.split(separator: "\n").map { try Document(String($0)) }
            #expect(lines.contains { $0["route"]?.string == "/v1/sync" })
            #expect(lines.allSatisfy { $0.keys.isSuperset(of: ["time", "level", "message"]) })
            let credentials = try Document(
                String(contentsOfFile: office + "/credentials.json", encoding: .utf8))
            let token = try #require(credentials["token"]?.string)
            for secret in ["Confidential", "Ada", token] { #expect(!log.contains(secret)) }
        }
    }
}
