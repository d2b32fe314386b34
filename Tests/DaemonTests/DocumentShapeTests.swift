// The documents that scripts rely on: their keys stay, and more may come.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct DocumentShapeTests {
        private static func keys(_ words: String) -> Set<String> {
            Set(words.split(separator: " ").map(String.init))
        }

        @Test func `every command prints the keys that its page promises`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let new = try await workspace.on(
                "office", "ticket", "new", "--title", "Roof", "--estimate", "2h30", "--priority",
                "high")
            let ticket = Self.keys(
                """
                id title description status priority type category assignee contact organization \
                project estimate logged shared held created_at created_by updated_at unsent \
                conflicts attention comments time documents seen
                """)
            #expect(new.keys.isSuperset(of: ticket))
            #expect(new["estimate"]?.integer == 150)
            #expect(new["status"]?.string == "open")
            #expect(new["assignee"]?.isNull == true)

            let list = try await workspace.on("office", "ticket", "list")
            #expect(list.items.count == 1)
            #expect(list[0]?["priority"]?.string == "high")
            let status = try await workspace.on("office", "status")
            #expect(
                status.keys.isSuperset(
                    of: Self.keys(
                        """
                        state hub member ordinal pending refused conflicts held position \
                        last_contact clock_offset_ms oldest_pending documents
                        """)))
            #expect(status["state"]?.string == "behind")
            #expect(status["pending"]?.integer == 1)
            #expect(status["position"]?.keys == ["timeline", "seq"])
            #expect(status["documents"]?.keys == ["up", "down", "transfer"])

            let unsent = try await workspace.on("office", "unsent")
            #expect(unsent[0]?["tickets"]?[0]?.string == "2-1")
            let report = try await workspace.on("office", "sync")
            #expect(
                report.keys
                    == Self.keys(
                        """
                        pushed applied siblings refused parked pulled position documents \
                        renumbered
                        """
                    ))
            #expect(report["documents"]?.keys == ["up", "down", "failed"])
            #expect(report["pushed"]?.integer == 1)
            #expect(report["applied"]?.integer == 1)
            let history = try await workspace.on("office", "ticket", "history", "2-1")
            #expect(
                try #require(history[0]).keys.isSuperset(
                    of: Self.keys("who device field from to acted_at received_at rule")))
            let why = try await workspace.on("office", "ticket", "explain", "2-1", "title")
            #expect(
                why.keys.isSuperset(of: Self.keys("ticket field rule shown siblings vector why")))
            #expect(try await workspace.on("office", "refused").items.isEmpty)
            let members = try await workspace.on("office", "members")
            #expect(members[0]?["name"]?.string == "Ada")
            let checks = try await workspace.on("office", "doctor", "--deep")
            #expect(checks["verdict"]?.string == "IN SYNC")
            #expect(checks["checks"]?.items.allSatisfy { $0["ok"]?.boolean == true } == true)
        }

        @Test func `what belongs to a ticket is made, changed and listed by its id`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "organization", "add", "Nordbad")
            try await workspace.on(
                "office", "contact", "add", "Kim", "--organization", "Nordbad")
            try await workspace.on("office", "category", "add", "Hardware")
            try await workspace.on(
                "office", "ticket", "new", "--title", "Roof", "--contact", "Kim", "--category",
                "Hardware")
            let comment = try await workspace.on(
                "office", "ticket", "comment", "2-1", "--internal", "Wet")
            let id = try #require(comment["id"]?.string)
            try await workspace.on("office", "comment", "edit", id, "Very wet")
            let entry = try await workspace.on(
                "office", "ticket", "time", "2-1", "45m", "--day", "2026-11-20", "--note", "Ladder")
            let timeID = try #require(entry["id"]?.string)
            try await workspace.on("office", "time", "edit", timeID, "--minutes", "1h")
            let file = workspace.path + "/plan.txt"
            try "a plan".write(toFile: file, atomically: true, encoding: .utf8)
            try await workspace.on("office", "ticket", "attach", "2-1", file)

            let shown = try await workspace.on("office", "ticket", "show", "2-1")
            #expect(shown["organization"]?.string == "Nordbad")
            #expect(shown["comments"]?[0]?["body"]?.string == "Very wet")
            #expect(shown["logged"]?.integer == 60)
            #expect(shown["documents"]?[0]?["size"]?.integer == 6)
            let hash = "a27fa2bacd5796b82680016a6b8865a616a9e4f6b6a198d3776ddc07536e3158"
            #expect(shown["documents"]?[0]?["sha256"]?.string == hash)
            let totals = try await workspace.on("office", "time", "list", "--by", "organization")
            #expect(totals[0]?["organization"]?.string == "Nordbad")
            #expect(totals[0]?["minutes"]?.integer == 60)

            let unasked = try await Program.run(
                "comment", "publish", id, "--json", in: workspace.directory("office"))
            #expect(unasked.status == 2)
            #expect(try unasked.error()["code"]?.string == "needs_consent")
            try await workspace.on("office", "ticket", "share", "2-1", "--yes")
            try await workspace.on("office", "comment", "publish", id, "--yes")
            let published = try await workspace.on("office", "ticket", "show", "2-1")
            #expect(published["shared"]?.boolean == true)
            #expect(published["comments"]?[0]?["audience"]?.string == "client")
            let found = try await workspace.on(
                "office", "ticket", "list", "--search", "roo", "--category", "Hardware",
                "--status", "open,in_progress", "--assignee", "none")
            #expect(found.items.count == 1)
            try await workspace.on("office", "category", "archive", "Hardware")
            #expect(try await workspace.on("office", "category", "list").items.isEmpty)
            #expect(try await workspace.on("office", "category", "list", "--all").items.count == 1)
        }

        @Test func `importing a file twice makes no ticket twice`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let file = workspace.path + "/old.csv"
            try "Key,Summary,Status\nA-1,Roof,open\nA-2,\"Door, stuck\",closed\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            let first = try await workspace.on(
                "office", "import", file, "--map", "title=Summary,id=Key")
            #expect(first["created"]?.integer == 2)
            let second = try await workspace.on(
                "office", "import", file, "--map", "title=Summary,id=Key")
            #expect(second["created"]?.integer == 0)
            #expect(second["existing"]?.integer == 2)
            let titles = try await workspace.on("office", "ticket", "list").items
                .compactMap { $0["title"]?.string }
            #expect(titles.sorted() == ["Door, stuck", "Roof"])
        }
    }
}
