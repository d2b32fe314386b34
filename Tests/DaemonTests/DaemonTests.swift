// The daemon beside commands of other processes: pushes at once, shares the file, stops cleanly.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct DaemonTests {
        @Test func `what a command saves is sent at once and fetched by a waiting laptop`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let daemons = [try await workspace.run("office"), try await workspace.run("van")]
            try await workspace.on("office", "ticket", "new", "--title", "Quick")
            let arrived = try await workspace.eventually(within: .seconds(5)) {
                try await workspace.on("van", "ticket", "list").items.count == 1
            }
            #expect(arrived)
            let status = try await workspace.on("van", "status")
            #expect(status["daemon"]?.boolean == true)
            #expect(try await workspace.on("van", "sync")["pulled"]?.integer == 0)
            #expect(try await workspace.on("van", "doctor")["verdict"]?.string == "IN SYNC")
            for daemon in daemons {
                daemon.signal(SIGTERM)
                #expect(await daemon.result().status == 0)
            }
        }

        @Test func `the time from an edit to the other laptop is measured by real processes`()
            async throws
        {
            let result = try await Program.run("demo", "--latency", "5", "--json")
            #expect(result.status == 0, "\(result.complaint)")
            #expect(try result.json()["edits"]?.integer == 5)
            // No wait of the protocol's own is in it: the next look would be seconds later.
            #expect(try result.json()["median_us"]?.integer ?? .max < 2_000_000)
        }

        @Test func `a second daemon is refused by the number of the first`() async throws {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            let first = try await workspace.run("office")
            let second = try await Program.run("run", "--json", in: directory)
            #expect(second.status == 1)
            #expect(try second.error()["code"]?.string == "daemon_running")
            #expect(try second.error()["message"]?.string?.contains("\(first.identifier)") == true)
            first.signal(SIGKILL)
            _ = await first.result()
            // What a killed daemon leaves behind stands in nobody's way.
            let third = try await workspace.run("office")
            #expect(try await workspace.on("office", "sync")["pushed"]?.integer == 0)
            third.signal(SIGINT)
            #expect(await third.result().status == 0)
        }

        @Test func `commands and the daemon write one file, and nothing is missed`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            _ = try await workspace.run("office")
            _ = try await workspace.run("van")
            let saved = try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 0..<4 {
                    let laptop = writer < 2 ? "office" : "van"
                    let directory = workspace.directory(laptop)
                    group.addTask {
                        var titles: [String] = []
                        for number in 0..<5 {
                            let title = "by \(writer), number \(number)"
                            let result = try await Program.run(
                                "ticket", "new", "--title", title, "--json", in: directory)
                            if result.status == 0 { titles.append(title) }
                        }
                        return titles
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(saved.count == 20)
            for laptop in ["office", "van"] {
                let arrived = try await workspace.eventually {
                    let titles = try await workspace.on(laptop, "ticket", "list").items
                        .compactMap { $0["title"]?.string }
                    return titles.sorted() == saved.sorted()
                }
                #expect(arrived, "\(laptop)")
            }
        }

        @Test func `a daemon that started offline goes on by itself when a person asks`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            _ = await workspace.stopHub()
            _ = try await workspace.run("office")
            try await workspace.on("office", "ticket", "new", "--title", "Later")
            let offline = try await Program.run(
                "sync", "--json", in: workspace.directory("office"))
            #expect(offline.status == 4)
            try await workspace.startHub()
            let report = try await workspace.on("office", "sync")
            #expect(try await workspace.on("office", "status")["state"]?.string == "in_sync")
            #expect(report["position"]?.integer ?? 0 > 0)
        }
    }
}
