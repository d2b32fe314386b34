// A laptop whose files exist twice, or come from a backup: found at first contact, and nothing is
// masked, lost or doubled.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct CopiedLaptopTests {
        /// A workspace with a ticket, a laptop `van` with work that waits, and a copy of it.
        private func copied() async throws -> TestWorkspace {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("office", "ticket", "new", "--title", "Boiler")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            try await workspace.on("van", "ticket", "time", "2-1", "45m", "--day", "2026-11-20")
            try await workspace.on("van", "ticket", "new", "--title", "Made before the copy")
            try workspace.copy("van", to: "spare")
            return workspace
        }

        private func minutes(_ workspace: TestWorkspace, _ laptop: String) async throws -> Int? {
            try await workspace.on(laptop, "ticket", "show", "2-1")["logged"]?.integer
        }

        private func expectEqual(
            _ workspace: TestWorkspace, _ laptops: [String]
        ) async throws {
            for _ in 0..<2 { for laptop in laptops { try await workspace.on(laptop, "sync") } }
            var digests: Set<String> = []
            for laptop in laptops {
                digests.insert(
                    try #require(try await workspace.on(laptop, "digest")["digest"]?.string))
                let status = try await workspace.on(laptop, "status")
                #expect(status["state"]?.string == "in_sync", "\(laptop): \(status)")
                #expect(status["pending"]?.integer == 0)
            }
            #expect(digests.count == 1)
        }

        @Test
        func `of a copied laptop with work that waits both copies go on, and work counts once`()
            async throws
        {
            let workspace = try await copied()
            // Apart: the same number for two tickets, and time on both.
            try await workspace.on("van", "ticket", "new", "--title", "Made in the van")
            try await workspace.on("spare", "ticket", "new", "--title", "Made on the spare")
            try await workspace.on("spare", "ticket", "time", "3-2", "30m", "--day", "2026-11-21")
            #expect(try await workspace.on("van", "sync")["renumbered"]?.items.isEmpty == true)

            let told = try await workspace.on("spare", "sync")
            let change = try #require(told["renumbered"]?.items.first)
            #expect(change["was"]?.integer == 3)
            #expect(change["became"]?.integer == 4)
            #expect(change["tickets"]?.items.compactMap(\.string) == ["3-2 is 4-1"])
            try await expectEqual(workspace, ["van", "spare", "office"])

            #expect(try await minutes(workspace, "office") == 45)
            let titles = try await workspace.on("office", "ticket", "list").items
                .compactMap { $0["title"]?.string }
            #expect(
                Set(titles) == [
                    "Boiler", "Made before the copy", "Made in the van", "Made on the spare",
                ])
            #expect(titles.count == 4)
            // The number in somebody's notes finds both, each by its words.
            let old = try await Program.run(
                "ticket", "show", "3-2", in: workspace.directory("spare"))
            #expect(old.output.contains("Made in the van"))
            #expect(old.complaint.contains("What was 3-2 here is 4-1 now"))
            let mine = try await workspace.on("spare", "ticket", "show", "4-1")
            #expect(mine["title"]?.string == "Made on the spare")
            #expect(mine["logged"]?.integer == 30)
            let status = try await workspace.on("spare", "status")
            #expect(status["ordinal"]?.integer == 4)
            #expect(status["former_ordinals"]?.items.first?["ordinal"]?.integer == 3)
        }

        @Test func `a laptop restored from a copy of its files gets back what it had sent`()
            async throws
        {
            let workspace = try await copied()
            try await workspace.on("van", "sync")
            try await workspace.on("van", "ticket", "set", "2-1", "--status", "in_progress")
            try await workspace.on("van", "ticket", "comment", "2-1", "--internal", "Valve ordered")
            try await workspace.on("van", "sync")
            // The disk dies; the copy takes its place, and is worked with before it syncs.
            try workspace.remove("van")
            try await workspace.on("spare", "ticket", "set", "2-1", "--priority", "urgent")
            try await workspace.on("spare", "ticket", "time", "2-1", "15m", "--day", "2026-11-22")
            try await workspace.on("spare", "sync")
            try await expectEqual(workspace, ["spare", "office"])
            let shown = try await workspace.on("spare", "ticket", "show", "2-1")
            #expect(shown["status"]?.string == "in_progress")
            #expect(shown["priority"]?.string == "urgent")
            #expect(shown["logged"]?.integer == 60)
            #expect(shown["comments"]?.items.count == 1)
        }

        @Test func `a daemon and its copy that run side by side both stay in sync`() async throws {
            let workspace = try await copied()
            _ = try await workspace.run("van")
            let isSent = try await workspace.eventually {
                try await workspace.on("van", "status")["pending"]?.integer == 0
            }
            #expect(isSent)
            _ = try await workspace.run("spare")
            let isRenumbered = try await workspace.eventually {
                let status = try await workspace.on("spare", "status")
                return status["ordinal"]?.integer == 4 && status["state"]?.string == "in_sync"
            }
            #expect(isRenumbered)
            // A command beside the daemon writes under the ordinal that is in the file.
            let made = try await workspace.on("spare", "ticket", "new", "--title", "On the spare")
            #expect(made["id"]?.string?.hasPrefix("4-") == true)
            let isThere = try await workspace.eventually {
                try await workspace.on("van", "ticket", "list").items
                    .contains { $0["title"]?.string == "On the spare" }
            }
            #expect(isThere)
            #expect(try await minutes(workspace, "van") == 45)
        }
    }
}
