// Two laptops and a hub as people use them: apart, then together, by commands alone.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct TwoLaptopsTests {
        @Test
        func `edits made apart are merged, and every value that lost is kept with its author`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let made = try await workspace.on(
                "office", "ticket", "new", "--title", "Printer on fire")
            let id = try #require(made["id"]?.string)
            #expect(id == "2-1")
            try await workspace.on("office", "ticket", "set", id, "--status", "resolved")
            try await workspace.on("office", "sync")
            try await workspace.on("van", "sync")

            try await workspace.on("office", "ticket", "reopen", id)
            try await workspace.on("office", "ticket", "assign", id, "Ben")
            try await workspace.on("van", "ticket", "set", id, "--status", "closed")
            try await workspace.on("van", "ticket", "assign", id, "Ada")
            for laptop in ["van", "office", "van"] { try await workspace.on(laptop, "sync") }

            let office = try await workspace.on("office", "ticket", "show", id)
            let van = try await workspace.on("van", "ticket", "show", id)
            #expect(office["status"]?.string == "open")
            #expect(office["assignee"]?.string == "Ada")
            for key in ["status", "assignee", "title", "updated_at", "conflicts"] {
                #expect(office[key]?.description == van[key]?.description, "\(key)")
            }
            let status = try await workspace.on("van", "ticket", "explain", id, "status")
            #expect(status["grade"]?.string == "review")
            #expect(status["why"]?.string?.isEmpty == false)
            let lost = try #require(
                status["siblings"]?.items.first { $0["value"]?.string == "closed" })
            #expect(lost["member"]?.string == "Ben")
            #expect(lost["device"]?.string == "van")
            #expect(lost["acted_at"]?.string?.hasSuffix("Z") == true)

            let digests = [
                try await workspace.on("office", "digest")["digest"]?.string,
                try await workspace.on("van", "digest")["digest"]?.string,
            ]
            #expect(digests[0] == digests[1])
            #expect(digests[0]?.count == 64)
            let exports = [
                try await Program.run("export", in: workspace.directory("office")).output,
                try await Program.run("export", in: workspace.directory("van")).output,
            ]
            #expect(exports[0] == exports[1])
            #expect(exports[0].contains("Printer on fire"))
        }

        @Test func `deciding a conflict on one laptop ends it on the other`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("office", "ticket", "new", "--title", "Leak")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            try await workspace.on(
                "office", "ticket", "set", "2-1", "--title", "Leak in the cellar")
            try await workspace.on("van", "ticket", "set", "2-1", "--title", "Leaking tap")
            for laptop in ["van", "office", "van"] { try await workspace.on(laptop, "sync") }

            let conflicts = try await workspace.on("office", "conflicts")
            #expect(conflicts.items.count == 1)
            let dots = try #require(conflicts[0]?["siblings"]).items
            let other = try #require(dots.first { $0["member"]?.string == "Ada" }?["dot"]?.string)
            try await workspace.on("office", "conflict", "use", "2-1", "title", other)
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            let shown = try await workspace.on("van", "ticket", "show", "2-1")
            #expect(shown["title"]?.string == "Leak in the cellar")
            #expect(try await workspace.on("van", "conflicts").items.isEmpty)
            let history = try await workspace.on("van", "ticket", "history", "2-1")
            #expect(history.items.contains { $0["to"]?.string == "Leaking tap" })
        }

        @Test func `a token of what was seen keeps a later arrival from being overruled unseen`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("office", "ticket", "new", "--title", "Door")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            let seen = try await workspace.on("van", "ticket", "show", "2-1")["seen"]?.string
            try await workspace.on("office", "ticket", "set", "2-1", "--title", "Door stuck")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            try await workspace.on(
                "van", "ticket", "set", "2-1", "--title", "Door broken", "--seen",
                try #require(seen))
            let explanation = try await workspace.on("van", "ticket", "explain", "2-1", "title")
            let values = Set(
                explanation["siblings"]?.items.compactMap { $0["value"]?.string } ?? [])
            #expect(values == ["Door stuck", "Door broken"])
        }

        @Test func `a join whose answer was lost is repeated with the same ordinal`() async throws {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            let secrets = try String(
                contentsOfFile: directory + "/credentials.json", encoding: .utf8)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: directory + "/credentials.json")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(!secrets.contains("\"code\""))
            // As if the laptop had died before the answer came: secrets saved, no replica.
            let invited = try await Program.run(
                "hub", "invite", "Ben", "--json", in: workspace.hubDirectory)
            let code = try #require(try invited.json()["code"]?.string)
            let first = try await Program.run(
                "join", workspace.url, code, "--json", in: workspace.directory("van"))
            let ordinal = try first.json()["ordinal"]?.integer
            let again = workspace.directory("again")
            try FileManager.default.createDirectory(
                atPath: again, withIntermediateDirectories: true)
            let saved = try String(
                contentsOfFile: workspace.directory("van") + "/credentials.json", encoding: .utf8)
            try saved.replacingOccurrences(of: "{", with: "{\"code\":\"\(code)\",").write(
                toFile: again + "/credentials.json", atomically: true, encoding: .utf8)
            let second = try await Program.run("join", workspace.url, code, "--json", in: again)
            #expect(try second.json()["ordinal"]?.integer == ordinal)
            let third = try await Program.run(
                "join", workspace.url, code, "--json", in: workspace.directory("third"))
            #expect(third.status == 3)
            #expect(try third.error()["code"]?.string == "code_used")
        }
    }
}
