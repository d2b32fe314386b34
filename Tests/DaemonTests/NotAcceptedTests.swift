// By commands alone: what was not accepted, a history that somebody touched, and rules that differ.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct NotAcceptedTests {
        @Test func `what was not accepted is given up after asking, retried and exported`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben", role: "admin")
            let van = workspace.directory("van")
            try await workspace.on("van", "category", "add", "Pumps")
            try await workspace.on("van", "category", "add", "Valves")
            try await setRole("member", in: workspace)
            #expect(try await workspace.on("van", "sync")["refused"]?.integer == 2)
            let refused = try await workspace.on("van", "refused", "list")
            let dots = refused.items.compactMap { $0["dot"]?.string }
            try #require(dots.count == 2)
            #expect(try await workspace.on("van", "status")["state"]?.string == "attention")

            let unasked = try await Program.run("refused", "discard", dots[1], "--json", in: van)
            #expect(unasked.status == 2)
            #expect(try unasked.error()["code"]?.string == "needs_consent")
            try await workspace.on("van", "refused", "discard", dots[1], "--yes")
            #expect(try await workspace.on("van", "refused").items.count == 1)
            let all = try await workspace.on("van", "refused", "list", "--all")
            #expect(all.items.map { $0["state"]?.string } == ["open", "discarded"])

            let file = workspace.path + "/refused.json"
            try await workspace.on("van", "refused", "export", "--output", file)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("Pumps") && text.contains("Valves"))

            try await setRole("admin", in: workspace)
            try await workspace.on("van", "refused", "retry", dots[0])
            #expect(try await workspace.on("van", "sync")["applied"]?.integer == 1)
            try await workspace.on("office", "sync")
            let names = try await workspace.on("office", "category", "list").items
            #expect(names.compactMap { $0["name"]?.string } == ["Pumps"])
            #expect(try await workspace.on("van", "refused").items.isEmpty)
        }

        private func setRole(_ role: String, in workspace: TestWorkspace) async throws {
            let result = try await Program.run(
                "hub", "member", "role", "Ben", role, "--json", in: workspace.hubDirectory)
            try #require(result.status == 0, "\(result.complaint)")
        }

        @Test func `doctor names the ticket whose history was changed in the file`() async throws {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Printer on fire")
            try await workspace.on("office", "ticket", "new", "--title", "Untouched")
            try await workspace.on("office", "sync")
            let sound = try await workspace.on("office", "doctor", "--deep")
            let history = sound["checks"]?.items.first { $0["name"]?.string == "history" }
            #expect(history?["detail"]?.string == "4 entries in 4 chains fit")

            // Every command has moved the log into the file before it ended.
            for ending in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: office + "/replica.sqlite" + ending)
            }
            let path = URL(fileURLWithPath: office + "/replica.sqlite")
            var bytes = try Data(contentsOf: path)
            var count = 0
            while let found = bytes.range(of: Data("Printer on fire".utf8)) {
                bytes.replaceSubrange(found, with: Data("Printer is fine".utf8))
                count += 1
            }
            try #require(count > 0)
            try bytes.write(to: path)
            let touched = try await Program.run("doctor", "--deep", "--json", in: office)
            #expect(touched.status == 1)
            let failed = try touched.json()["checks"]?.items.filter {
                $0["name"]?.string == "history"
            }
            #expect(
                failed?.compactMap { $0["detail"]?.string }
                    == ["ticket 2-1: entry 2.1 at position 3 was changed"])
        }

        @Test func `a laptop whose hub merges by other rules says so, and never "in sync"`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            try await workspace.on("office", "sync")
            #expect(try await workspace.on("office", "status")["state"]?.string == "in_sync")
            let contact = office + "/contact.json"
            let here = try #require(
                try await workspace.on("office", "status")["rules"]?["here"]?.integer)
            let fresh = try String(contentsOfFile: contact, encoding: .utf8)
            try fresh.replacingOccurrences(
                of: "\"hub_rules\":\(here)", with: "\"hub_rules\":\(here + 1)"
            ).write(toFile: contact, atomically: true, encoding: .utf8)
            let status = try await workspace.on("office", "status")
            #expect(status["state"]?.string == "attention")
            #expect(status["rules"]?["hub"]?.integer == here + 1)
            let conflicts = try await Program.run("conflicts", in: office)
            #expect(conflicts.output.contains("No conflicts by the rules of this laptop."))
        }

        @Test func `rules are printed as a file that replays without a difference`() async throws {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            let printed = try await Program.run("rules", "list", "--json", in: office)
            let file = workspace.path + "/rules.json"
            try printed.output.write(toFile: file, atomically: true, encoding: .utf8)
            let replay = try await workspace.on("office", "rules", "replay", "--with", file)
            #expect(replay["decisions"]?.items.isEmpty == true)
            #expect(replay["units"]?.integer == 2)
            let missing = try await Program.run(
                "rules", "replay", "--with", "/nowhere", "--json", in: office)
            #expect(missing.status == 2)
        }
    }
}
