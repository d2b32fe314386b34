// What a laptop has not sent when it is locked out reaches the hub whole, in as many pushes as it
// takes, for people to read.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct HandOverTests {
        /// More than a push takes, which is 2 MiB.
        private static let tickets = 14

        /// A laptop with a long queue, made while it does not sync.
        private func queue(_ workspace: TestWorkspace) async throws -> String {
            let van = try await workspace.join("van", as: "Ben")
            let text = String(repeating: "Pump. ", count: 33_000)
            let rows = (1...Self.tickets).map {
                #"{"id":"\#($0)","title":"Pump \#($0)","description":"\#(text)"}"#
            }
            let file = workspace.path + "/queue.json"
            try "[\(rows.joined(separator: ","))]".write(
                toFile: file, atomically: true, encoding: .utf8)
            let report = try await workspace.on("van", "import", file)
            #expect(report["created"]?.integer == Self.tickets)
            return van
        }

        private func expectAllKept(
            _ workspace: TestWorkspace, _ unsent: Int
        ) async throws {
            let kept = try await workspace.on("office", "device", "refused")
            #expect(kept.items.count == unsent)
            #expect(Set(kept.items.map { $0["code"]?.string }) == ["revoked"])
            let titles = kept.items.flatMap { $0["changes"]?.items ?? [] }
                .filter { $0["field"]?.string == "title" }.compactMap { $0["to"]?.string }
            #expect(titles == (1...Self.tickets).map { "Pump \($0)" })
            #expect(try await workspace.on("office", "ticket", "list").items.isEmpty)
        }

        @Test func `a queue of several pushes is kept whole, told to both sides, and sent later`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await queue(workspace)
            let unsent = try await workspace.on("van", "unsent").items.count
            try await workspace.on("office", "device", "revoke", "van")
            #expect(try await Program.run("sync", in: van).status == 3)
            try await expectAllKept(workspace, unsent)

            let locked = try await Program.run("ticket", "list", "--json", in: van)
            let told = try #require(try locked.error()["kept"]?.string)
            #expect(told.contains("\(unsent) changes that were not sent"))
            #expect(told.contains("\(unsent) of them the hub keeps, too"))
            // Nothing is left to hand over.
            #expect(try await Program.run("sync", in: van).status == 3)
            try await expectAllKept(workspace, unsent)

            try await workspace.on("office", "device", "enable", "van")
            #expect(try await workspace.on("van", "sync")["applied"]?.integer == unsent)
            #expect(try await workspace.on("office", "device", "refused").items.isEmpty)
            try await workspace.on("office", "sync")
            #expect(
                try await workspace.on("office", "ticket", "list").items.count == Self.tickets)
        }

        @Test func `a daemon locks first, and then hands its queue over by itself`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await queue(workspace)
            let unsent = try await workspace.on("van", "unsent").items.count
            try await workspace.on("office", "member", "deactivate", "Ben")
            _ = try await workspace.run("van")
            #expect(
                try await workspace.eventually {
                    try await workspace.on("office", "device", "refused").items.count == unsent
                })
            try await expectAllKept(workspace, unsent)
            #expect(try await Program.run("ticket", "list", in: van).status == 3)

            try await workspace.on("office", "member", "add", "Ben")
            #expect(try await Program.run("sync", in: van).status == 0)
            #expect(try await workspace.on("van", "status")["pending"]?.integer == 0)
            await workspace.stop("van")
            #expect(try await workspace.on("office", "device", "refused").items.isEmpty)
        }
    }
}
