// What leaves the house by commands: printed and asked first, held where somebody did not know, and
// shown to a contact as the portal would.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct ReleaseTests {
        /// Ada's office and Ben's van, with a ticket of Kim's on both.
        private func workspace() async throws -> TestWorkspace {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            for name in ["Kim", "Eve"] {
                try await workspace.on("office", "contact", "add", name)
            }
            try await workspace.on(
                "office", "ticket", "new", "--title", "Roof", "--description", "Wet.",
                "--contact", "Kim")
            for laptop in ["office", "van"] { try await workspace.on(laptop, "sync") }
            return workspace
        }

        private func ask(
            _ workspace: TestWorkspace, _ ticket: String, as client: String
        ) async throws -> Program.Result {
            try await Program.run(
                "ticket", "show", ticket, "--as-client", client, "--json",
                in: workspace.directory("office"))
        }

        @Test func `a hidden ticket and one that is not there are told in the same words`()
            async throws
        {
            let workspace = try await workspace()
            var complaints: Set<String> = []
            for (ticket, client) in [("2-1", "Kim"), ("2-9", "Kim"), ("2-1", "Eve")] {
                let result = try await ask(workspace, ticket, as: client)
                #expect(result.status == 1)
                #expect(result.output.isEmpty)
                complaints.insert(result.complaint.replacingOccurrences(of: ticket, with: "REF"))
            }
            #expect(complaints.count == 1)
            try await workspace.on("office", "ticket", "share", "2-1", "--yes")
            let answer = try await ask(workspace, "2-1", as: "Kim").json()
            #expect(answer["title"]?.string == "Roof")
            #expect(
                answer.keys == [
                    "id", "title", "description", "status", "created_at", "comments", "documents",
                ])
            #expect(try await ask(workspace, "2-1", as: "Eve").status == 1)
        }

        @Test func `what is released is printed whole, and nothing happens without a yes`()
            async throws
        {
            let workspace = try await workspace()
            let office = workspace.directory("office")
            for options in [[], ["--json"]] {
                let unasked = try await Program.run(
                    ["ticket", "share", "2-1"] + options, in: office)
                #expect(unasked.status == 2)
                for word in ["Kim", "Roof", "Wet."] {
                    #expect(unasked.complaint.contains(word), "\(word)")
                }
            }
            #expect(try await ask(workspace, "2-1", as: "Kim").status == 1)
            let shared = try await Program.run("ticket", "share", "2-1", "--yes", in: office)
            #expect(shared.status == 0)
            #expect(shared.complaint.contains("Wet."), "what the write covers was printed")
        }

        @Test func `held: listed, hidden, and released by confirming`() async throws {
            let workspace = try await workspace()
            try await workspace.on("office", "ticket", "share", "2-1", "--yes")
            try await workspace.on("van", "ticket", "set", "2-1", "--append", "They never pay.")
            for laptop in ["van", "office"] { try await workspace.on(laptop, "sync") }
            let held = try await workspace.on("office", "ticket", "list", "--held")
            #expect(held.items.compactMap { $0["id"]?.string } == ["2-1"])
            #expect(try await ask(workspace, "2-1", as: "Kim").status == 1)

            let unasked = try await Program.run(
                "ticket", "confirm-release", "2-1", in: workspace.directory("office"))
            #expect(unasked.status == 2)
            #expect(unasked.complaint.contains("They never pay."))
            try await workspace.on("office", "ticket", "confirm-release", "2-1", "--yes")
            #expect(try await workspace.on("office", "ticket", "list", "--held").items.isEmpty)
            let answer = try await ask(workspace, "2-1", as: "Kim").json()
            #expect(answer["description"]?.string == "Wet.\nThey never pay.")
        }

        @Test func `a document is published and withdrawn by its id`() async throws {
            let workspace = try await workspace()
            let file = workspace.path + "/plan.txt"
            try "a plan".write(toFile: file, atomically: true, encoding: .utf8)
            let made = try await workspace.on("office", "ticket", "attach", "2-1", file)
            let id = try #require(made["id"]?.string)
            try await workspace.on("office", "ticket", "share", "2-1", "--yes")
            func names() async throws -> [String?] {
                try await ask(workspace, "2-1", as: "Kim").json()["documents"]?.items
                    .map { $0["name"]?.string } ?? []
            }
            #expect(try await names() == [])
            try await workspace.on("office", "document", "rename", id, "roof.txt")
            try await workspace.on("office", "document", "publish", id, "--yes")
            #expect(try await names() == ["roof.txt"])
            try await workspace.on("office", "document", "withdraw", id)
            #expect(try await names() == [])
            try await workspace.on("office", "document", "publish", id, "--yes")
            try await workspace.on("office", "document", "delete", id)
            #expect(try await names() == [])
        }
    }
}
