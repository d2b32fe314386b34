// What goes wrong at the command line: the exit code, what is said, and that nothing is lost.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct UsageTests {
        @Test(arguments: [
            ["ticket", "show"], ["ticket", "list", "--colour"], ["nonsense"],
            ["ticket", "new", "--title", "x", "--priority", "soon"],
            ["ticket", "comment", "2-1", "text"], ["ticket", "set", "2-1"],
            ["ticket", "list", "--status", "sleeping"], ["demo", "--laptops", "1", "--once"],
            ["ticket", "time", "2-1", "soon"],
            ["ticket", "set", "2-1", "--seen", "x", "--title", "y"],
        ])
        func `wrong usage exits with 2 and says what is wrong`(arguments: [String]) async throws {
            let plain = try await Program.run(arguments, in: "/nowhere")
            #expect(plain.status == 2)
            #expect(plain.output.isEmpty)
            #expect(!plain.complaint.isEmpty)
            let scripted = try await Program.run(arguments + ["--json"], in: "/nowhere")
            #expect(scripted.status == 2)
            #expect(try scripted.error().keys == ["code", "message", "kept", "hint"])
        }

        @Test func `a directory without a laptop is an error that names the next step`()
            async throws
        {
            let result = try await Program.run("ticket", "list", "--json", in: "/nowhere")
            #expect(result.status == 1)
            #expect(try result.error()["code"]?.string == "no_replica")
            #expect(try result.error()["hint"]?.string?.contains("syncd join") == true)
        }

        @Test func `help has an example for every command`() async throws {
            let commands = [
                ["join"], ["run"], ["sync"], ["status"], ["unsent"], ["refused", "list"],
                ["refused", "retry"], ["refused", "export"], ["refused", "discard"],
                ["rules", "list"], ["rules", "replay"],
                ["export"],
                ["digest"], ["import"], ["doctor"], ["members"], ["conflicts"], ["demo"],
                ["hub", "init"], ["hub", "serve"], ["hub", "invite"], ["hub", "member", "role"],
                ["hub", "status"], ["ticket", "new"], ["ticket", "list"], ["ticket", "show"],
                ["ticket", "set"], ["ticket", "assign"], ["ticket", "claim"],
                ["ticket", "release"],
                ["ticket", "reopen"], ["ticket", "share"], ["ticket", "unshare"],
                ["ticket", "confirm-release"], ["ticket", "comment"], ["ticket", "time"],
                ["ticket", "attach"], ["ticket", "history"], ["ticket", "explain"],
                ["comment", "edit"], ["comment", "publish"], ["document", "publish"],
                ["time", "edit"], ["time", "list"],
                ["conflict", "keep"], ["conflict", "use"], ["conflict", "set"],
                ["category", "add"], ["contact", "rename"], ["project", "archive"],
            ]
            for command in commands {
                let result = try await Program.run(command + ["--help"])
                #expect(result.status == 0)
                #expect(result.output.contains("Example: syncd " + command[0]), "\(command)")
            }
        }

        @Test func `each way of failing has its exit code`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let van = workspace.directory("van")
            func run(_ arguments: String...) async throws -> Program.Result {
                try await Program.run(arguments + ["--json"], in: van)
            }
            #expect(try await run("category", "add", "Hardware").status == 3)
            let missing = try await run("ticket", "show", "9-9")
            #expect(missing.status == 1)
            #expect(try missing.error()["code"]?.string == "not_found")
            let wrong = try await Program.run(
                "join", workspace.url, "AAAA-AAAA-AAAA", "--json", in: workspace.directory("no"))
            #expect(wrong.status == 3)
            let exists = try await Program.run(
                "join", workspace.url, "AAAA-AAAA-AAAA", "--json", in: van)
            #expect(exists.status == 1)
            #expect(try exists.error()["code"]?.string == "already_exists")

            try await workspace.on("van", "ticket", "new", "--title", "Roof")
            try await workspace.on("van", "sync")
            try await workspace.on("office", "sync")
            try await workspace.on("van", "ticket", "set", "3-1", "--status", "resolved")
            for laptop in ["van", "office"] { try await workspace.on(laptop, "sync") }
            try await workspace.on("office", "ticket", "reopen", "3-1")
            try await workspace.on("van", "ticket", "set", "3-1", "--status", "closed")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            #expect(try await run("conflicts", "--strict").status == 5)
            #expect(try await run("status", "--strict").status == 5)

            // An old contact proves nothing: "in sync" is for those who have just asked.
            #expect(try await run("status").json()["state"]?.string == "in_sync")
            let contact = van + "/contact.json"
            let fresh = try String(contentsOfFile: contact, encoding: .utf8)
            let last = try #require(try Document(fresh)["last_contact"]?.integer)
            try fresh.replacingOccurrences(of: "\(last)", with: "\(last - 600_000)").write(
                toFile: contact, atomically: true, encoding: .utf8)
            #expect(try await run("status").json()["state"]?.string == "offline")

            #expect(await workspace.stopHub()?.status == 0)
            let offline = try await run("sync")
            #expect(offline.status == 4)
            #expect(try offline.error()["kept"]?.string?.contains("stays saved") == true)
            #expect(try await run("status").json()["state"]?.string == "offline")
            #expect(try await run("doctor").status == 4)
            #expect(try await run("doctor").json()["verdict"]?.string == "CANNOT TELL")
        }

        @Test func `a file that is no replica, or a newer one, is left as it is`() async throws {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            let file = URL(fileURLWithPath: directory + "/replica.sqlite")
            let whole = try Data(contentsOf: file)
            // All of it was moved into the database when the last command closed it.
            for name in ["replica.sqlite-wal", "replica.sqlite-shm"] {
                try? FileManager.default.removeItem(atPath: directory + "/" + name)
            }
            var newer = whole
            // SQLite's user_version stands at byte 60, big-endian.
            newer[63] = 200
            for content in [Data("This is no database.".utf8), newer, whole.prefix(700)] {
                try content.write(to: file)
                let result = try await Program.run("ticket", "list", "--json", in: directory)
                #expect(result.status == 1)
                #expect(try result.error()["kept"]?.string == "The file was left as it is.")
                #expect(try Data(contentsOf: file) == content)
            }
        }
    }
}
