// A hub that goes back to a backup, or whose files were copied back: what laptops have comes back,
// and nobody says "in sync" before.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct RestoredHubTests {
        /// A workspace with two laptops and a ticket that both have.
        private func workspace() async throws -> TestWorkspace {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("office", "ticket", "new", "--title", "Before the backup")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            return workspace
        }

        private func backUp(_ workspace: TestWorkspace, _ name: String = "backup") async throws {
            let saved = try await Program.run(
                "hub", "backup", workspace.path + "/" + name, "--json", in: workspace.hubDirectory)
            try #require(saved.status == 0, "\(saved.complaint)")
        }

        private func restore(_ workspace: TestWorkspace, _ arguments: String...) async throws {
            _ = await workspace.stopHub()
            let restored = try await Program.run(
                ["hub", "restore", "--json"] + arguments, in: workspace.hubDirectory)
            try #require(restored.status == 0, "\(restored.complaint)")
            try await workspace.startHub()
        }

        private func hubStatus(_ workspace: TestWorkspace) async throws -> Document {
            try await Program.run("hub", "status", "--json", in: workspace.hubDirectory).json()
        }

        private func expectEqual(_ workspace: TestWorkspace, titles: [String]) async throws {
            for laptop in ["office", "van", "office"] { try await workspace.on(laptop, "sync") }
            var digests: Set<String> = []
            for laptop in ["office", "van"] {
                digests.insert(
                    try #require(try await workspace.on(laptop, "digest")["digest"]?.string))
                let status = try await workspace.on(laptop, "status")
                #expect(status["state"]?.string == "in_sync", "\(status)")
                let listed = try await workspace.on(laptop, "ticket", "list").items
                    .compactMap { $0["title"]?.string }
                #expect(listed.sorted() == titles.sorted())
            }
            #expect(digests.count == 1)
        }

        @Test func `a restored hub gets back what any laptop has, and what waits comes once`()
            async throws
        {
            let workspace = try await workspace()
            try await backUp(workspace)
            // Acknowledged after the backup: once on both laptops, once on its author's alone.
            try await workspace.on("office", "ticket", "new", "--title", "Lost, and on both")
            try await workspace.on("office", "sync")
            try await workspace.on("van", "sync")
            try await workspace.on("office", "ticket", "set", "2-1", "--priority", "urgent")
            try await workspace.on("office", "ticket", "time", "2-1", "20m", "--day", "2026-11-20")
            try await workspace.on("office", "sync")
            try await workspace.on("van", "ticket", "new", "--title", "Waits")
            let before = try await hubStatus(workspace)

            try await restore(workspace, workspace.path + "/backup")
            let restored = try await hubStatus(workspace)
            #expect(
                restored["position"]?["timeline"]?.string
                    != before["position"]?["timeline"]?.string)
            #expect(restored["restored"]?["waiting"]?.items.count == 2)
            try await workspace.on("van", "sync")
            let half = try await hubStatus(workspace)
            #expect(half["restored"]?["waiting"]?.items.compactMap(\.integer) == [2])
            try await expectEqual(
                workspace, titles: ["Before the backup", "Lost, and on both", "Waits"])
            let shown = try await workspace.on("van", "ticket", "show", "2-1")
            #expect(shown["priority"]?.string == "urgent")
            #expect(shown["logged"]?.integer == 20)
            let after = try await hubStatus(workspace)
            #expect(after["restored"]?["waiting"]?.items.isEmpty == true)
            #expect(after["restored"]?["set_aside"]?.integer == 0)
            let deep = try await Program.run("doctor", "--deep", in: workspace.directory("van"))
            #expect(deep.status == 0, "\(deep.output)")
        }

        @Test func `a laptop that was away since before the backup brings its work`() async throws {
            let workspace = try await workspace()
            try await workspace.on("van", "ticket", "set", "2-1", "--status", "in_progress")
            try await backUp(workspace)
            try await workspace.on("office", "ticket", "new", "--title", "After the backup")
            try await workspace.on("office", "sync")
            try await restore(workspace, workspace.path + "/backup")
            try await workspace.on("office", "sync")
            try await expectEqual(workspace, titles: ["Before the backup", "After the backup"])
            let shown = try await workspace.on("office", "ticket", "show", "2-1")
            #expect(shown["status"]?.string == "in_progress")
        }

        @Test func `what was pulled comes back, also while its author stays away`() async throws {
            let workspace = try await workspace()
            try await backUp(workspace)
            try await workspace.on("office", "ticket", "new", "--title", "After the backup")
            try await workspace.on("office", "sync")
            try await workspace.on("van", "sync")
            try await restore(workspace, workspace.path + "/backup")
            try await workspace.on("van", "sync")
            try await workspace.join("desk", as: "Cleo")
            try await workspace.on("desk", "sync")
            let titles = try await workspace.on("desk", "ticket", "list").items
                .compactMap { $0["title"]?.string }
            #expect(titles.sorted() == ["After the backup", "Before the backup"])
        }

        @Test func `two restores in a row bring back what laptops have of either time`()
            async throws
        {
            let workspace = try await workspace()
            try await backUp(workspace)
            try await workspace.on("office", "ticket", "new", "--title", "First time")
            try await workspace.on("office", "sync")
            try await restore(workspace, workspace.path + "/backup")
            try await workspace.on("van", "ticket", "new", "--title", "Second time")
            try await workspace.on("van", "sync")
            try await restore(workspace, workspace.path + "/backup")
            try await expectEqual(
                workspace, titles: ["Before the backup", "First time", "Second time"])
        }

        @Test
        func `a copied laptop and a restored hub together keep work once, and what builds on it`()
            async throws
        {
            let workspace = try await workspace()
            try await backUp(workspace)
            // Three copies of the van: one sends a ticket, so the others' has another number.
            try workspace.copy("van", to: "first")
            try await workspace.on("first", "ticket", "new", "--title", "By the first copy")
            try await workspace.on("first", "sync")
            try await workspace.on("van", "ticket", "new", "--title", "By the van")
            try await workspace.on("van", "ticket", "time", "2-1", "45m", "--day", "2026-11-20")
            try workspace.copy("van", to: "spare")
            let told = try await workspace.on("spare", "sync")["renumbered"]?.items.first
            #expect(told?["tickets"]?.items.compactMap(\.string) == ["3-1 is 4-1"])
            try await workspace.on("office", "sync")
            try await workspace.on(
                "office", "ticket", "comment", "4-1", "--internal", "Part ordered")
            try await workspace.on("office", "ticket", "time", "4-1", "10m", "--day", "2026-11-21")
            try await workspace.on("office", "sync")
            try await workspace.on("office", "ticket", "set", "4-1", "--priority", "urgent")

            try await restore(workspace, workspace.path + "/backup")
            // The van has not synced since it was copied: its ticket is 3-1 here.
            try await workspace.on("van", "sync")
            let away = try await workspace.on("office", "status")
            #expect(away["state"]?.string != "in_sync", "\(away)")
            #expect(away["pending"]?.integer == 1)
            try await workspace.on("office", "sync")
            let shown = try await workspace.on("office", "ticket", "show", "3-1")
            #expect(shown["title"]?.string == "By the van")
            #expect(shown["priority"]?.string == "urgent")
            #expect(shown["logged"]?.integer == 10)
            let old = try await Program.run(
                "ticket", "show", "4-1", in: workspace.directory("office"))
            #expect(old.status == 0, "\(old.complaint)")
            #expect(old.output.contains("By the van"))

            let spare = workspace.directory("spare")
            let joined = try await Program.run(
                "join", workspace.url, try await workspace.invite("Ben"), "--json", in: spare)
            try #require(joined.status == 0, "\(joined.complaint)")
            for laptop in ["spare", "first", "van"] { try await workspace.on(laptop, "sync") }
            try await expectEqual(
                workspace, titles: ["Before the backup", "By the first copy", "By the van"])
            for laptop in ["spare", "first"] {
                try await workspace.on(laptop, "sync")
                let status = try await workspace.on(laptop, "status")
                #expect(status["state"]?.string == "in_sync", "\(laptop): \(status)")
                let time = try await workspace.on(laptop, "ticket", "show", "2-1")
                #expect(time["logged"]?.integer == 45)
            }
            let verified = try await Program.run("hub", "verify", in: workspace.hubDirectory)
            #expect(verified.status == 0, "\(verified.output)")
        }

        @Test func `files that were copied back are found at the start, and laptops mend them`()
            async throws
        {
            let workspace = try await workspace()
            _ = await workspace.stopHub()
            let files = workspace.hubDirectory + "/workspaces/acme"
            let old = workspace.path + "/old"
            try FileManager.default.copyItem(atPath: files, toPath: old)
            try await workspace.startHub()
            try await workspace.on("office", "ticket", "new", "--title", "After the copy")
            try await workspace.on("office", "sync")
            let before = try await hubStatus(workspace)
            _ = await workspace.stopHub()
            try FileManager.default.removeItem(atPath: files)
            try FileManager.default.copyItem(atPath: old, toPath: files)
            try await workspace.startHub()
            let after = try await hubStatus(workspace)
            #expect(
                after["position"]?["timeline"]?.string != before["position"]?["timeline"]?.string)
            try await expectEqual(workspace, titles: ["Before the backup", "After the copy"])
        }

        @Test func `a hub that went back unnoticed is told to both sides, and mended in place`()
            async throws
        {
            let workspace = try await workspace()
            _ = await workspace.stopHub()
            let old = workspace.path + "/old"
            try FileManager.default.copyItem(atPath: workspace.hubDirectory, toPath: old)
            try await workspace.startHub()
            try await workspace.on("office", "ticket", "new", "--title", "After the copy")
            try await workspace.on("office", "sync")
            _ = await workspace.stopHub()
            // The whole directory goes back, with what the hub noted beside its files.
            try FileManager.default.removeItem(atPath: workspace.hubDirectory)
            try FileManager.default.copyItem(atPath: old, toPath: workspace.hubDirectory)
            try await workspace.startHub()
            let refused = try await Program.run(
                "sync", "--json", in: workspace.directory("office"))
            #expect(refused.status == 3)
            #expect(
                ["unknown_cursor", "hub_behind"].contains(
                    try refused.error()["code"]?.string ?? ""))
            let status = try await workspace.on("office", "status")
            #expect(status["state"]?.string == "attention")
            try await restore(workspace, "--in-place")
            try await expectEqual(workspace, titles: ["Before the backup", "After the copy"])
        }

        @Test func `a backup is one private file, made while the hub serves and put back when not`()
            async throws
        {
            let workspace = try await workspace()
            try await backUp(workspace)
            let path = workspace.path + "/backup"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            let again = try await Program.run("hub", "backup", path, in: workspace.hubDirectory)
            #expect(again.status == 1)
            let serving = try await Program.run("hub", "restore", path, in: workspace.hubDirectory)
            #expect(serving.status == 1)
            #expect(serving.complaint.contains("serves"))
            try Data("no backup".utf8).write(to: URL(fileURLWithPath: path + ".txt"))
            _ = await workspace.stopHub()
            let other = try await Program.run(
                "hub", "restore", path + ".txt", in: workspace.hubDirectory)
            #expect(other.status == 1)
            try await workspace.startHub()
            try await expectEqual(workspace, titles: ["Before the backup"])
        }
    }
}
