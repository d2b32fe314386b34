// A laptop that joined after the backup that a hub was restored from: it keeps everything, is told
// what to do, and comes back with all it has.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct ForgottenLaptopTests {
        /// A hub that was restored from a backup of before `van` joined, which has sent a ticket
        /// and written another one since.
        private func restored() async throws -> TestWorkspace {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Before the backup")
            try await workspace.on("office", "sync")
            let saved = try await Program.run(
                "hub", "backup", workspace.path + "/backup", in: workspace.hubDirectory)
            try #require(saved.status == 0, "\(saved.complaint)")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("van", "ticket", "new", "--title", "Sent by the van")
            try await workspace.on("van", "ticket", "time", "3-1", "20m", "--day", "2026-11-20")
            try await workspace.on("van", "sync")
            try await workspace.on("van", "ticket", "new", "--title", "Waits in the van")
            try await workspace.on("van", "ticket", "set", "3-1", "--priority", "urgent")
            _ = await workspace.stopHub()
            let restored = try await Program.run(
                "hub", "restore", workspace.path + "/backup", in: workspace.hubDirectory)
            try #require(restored.status == 0, "\(restored.complaint)")
            try await workspace.startHub()
            return workspace
        }

        private func expectEverything(_ workspace: TestWorkspace) async throws {
            for laptop in ["office", "van", "office"] { try await workspace.on(laptop, "sync") }
            var digests: Set<String> = []
            for laptop in ["office", "van"] {
                digests.insert(
                    try #require(try await workspace.on(laptop, "digest")["digest"]?.string))
                let status = try await workspace.on(laptop, "status")
                #expect(status["state"]?.string == "in_sync", "\(status)")
                #expect(status["pending"]?.integer == 0)
                let titles = try await workspace.on(laptop, "ticket", "list").items
                    .compactMap { $0["title"]?.string }.sorted()
                #expect(titles == ["Before the backup", "Sent by the van", "Waits in the van"])
                let shown = try await workspace.on(laptop, "ticket", "show", "3-1")
                #expect(shown["logged"]?.integer == 20)
                #expect(shown["priority"]?.string == "urgent")
            }
            #expect(digests.count == 1)
            let verified = try await Program.run("hub", "verify", in: workspace.hubDirectory)
            #expect(verified.status == 0, "\(verified.output)")
        }

        @Test
        func `a laptop that a restored hub does not know is told so, and comes back with all`()
            async throws
        {
            let workspace = try await restored()
            let van = workspace.directory("van")
            let refused = try await Program.run("sync", "--json", in: van)
            #expect(refused.status == 3)
            let error = try refused.error()
            #expect(error["code"]?.string == "unauthorized")
            #expect(error["message"]?.string?.contains("2 changes that were not sent") == true)
            #expect(error["message"]?.string?.contains("restored from a backup") == true)
            #expect(error["hint"]?.string?.contains("syncd join") == true)
            let status = try await workspace.on("van", "status")
            #expect(status["state"]?.string == "attention")
            #expect(status["failure"]?.string?.contains("syncd join") == true)
            #expect(status["pending"]?.integer == 2)

            let joined = try await Program.run(
                "join", workspace.url, try await workspace.invite("Ben"), "--json", in: van)
            try #require(joined.status == 0, "\(joined.complaint)")
            #expect(try joined.json()["ordinal"]?.integer ?? 0 > 1_000)
            #expect(try joined.json()["replica"]?.string == "van")
            try await expectEverything(workspace)
            let after = try await workspace.on("van", "status")
            let former = try #require(after["former_ordinals"]?.items.first)
            #expect(former["ordinal"]?.integer == 3)
            #expect(former["cause"]?.string == "joined_again")
            // What is written from now on has the new number.
            let made = try await workspace.on("van", "ticket", "new", "--title", "Later")
            #expect(made["id"]?.string?.hasPrefix("\(after["ordinal"]?.integer ?? 0)-") == true)
            try await workspace.on("van", "sync")
        }

        @Test func `another laptop that has some of it may come first`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Before the backup")
            try await workspace.on("office", "sync")
            let saved = try await Program.run(
                "hub", "backup", workspace.path + "/backup", in: workspace.hubDirectory)
            try #require(saved.status == 0)
            try await workspace.join("van", as: "Ben")
            try await workspace.on("van", "ticket", "new", "--title", "Sent by the van")
            try await workspace.on("van", "ticket", "time", "3-1", "20m", "--day", "2026-11-20")
            for laptop in ["van", "office"] { try await workspace.on(laptop, "sync") }
            try await workspace.on("van", "ticket", "new", "--title", "Waits in the van")
            try await workspace.on("van", "ticket", "set", "3-1", "--priority", "urgent")
            _ = await workspace.stopHub()
            let restored = try await Program.run(
                "hub", "restore", workspace.path + "/backup", in: workspace.hubDirectory)
            try #require(restored.status == 0)
            try await workspace.startHub()
            try await workspace.on("office", "sync")
            // The lost member is back with it, and is who is invited.
            let code = try await workspace.invite("Ben")
            let joined = try await Program.run(
                "join", workspace.url, code, "--json", in: workspace.directory("van"))
            try #require(joined.status == 0, "\(joined.complaint)")
            let hub = try await Program.run(
                "hub", "status", "--json", in: workspace.hubDirectory
            ).json()
            #expect(hub["members"]?.items.compactMap { $0["name"]?.string } == ["Ada", "Ben"])
            try await expectEverything(workspace)
        }

        @Test func `a wrong code, workspace or hub changes nothing`() async throws {
            let workspace = try await restored()
            let van = workspace.directory("van")
            let before = try await workspace.on("van", "digest")
            let wrong = try await Program.run(
                "join", workspace.url, "AAAA-AAAA-AAAA", "--json", in: van)
            #expect(try wrong.error()["code"]?.string == "unknown_code")
            // Another workspace of the same hub, and another hub with a workspace of the same name.
            let made = try await Program.run(
                "hub", "init", "--workspace", "other", "--owner", "Eva", "--json",
                in: workspace.hubDirectory)
            let code = try #require(try made.json()["code"]?.string)
            let other = try await Program.run("join", workspace.url, code, "--json", in: van)
            #expect(other.status == 3)
            #expect(try other.error()["code"]?.string == "other_workspace")
            let stranger = try await TestWorkspace()
            let elsewhere = try await Program.run(
                "join", stranger.url, stranger.ownerCode, "--json", in: van)
            #expect(try elsewhere.error()["code"]?.string == "other_workspace")
            // The codes are still good for whom they are, and the laptop still comes back.
            try await stranger.join("desk")
            let status = try await workspace.on("van", "status")
            #expect(status["pending"]?.integer == 2)
            #expect(status["ordinal"]?.integer == 3)
            #expect(
                try await workspace.on("van", "digest")["digest"]?.string
                    == before["digest"]?.string)
            let joined = try await Program.run(
                "join", workspace.url, try await workspace.invite("Ben", in: "acme"), "--json",
                in: van)
            try #require(joined.status == 0, "\(joined.complaint)")
        }

        @Test func `killed at any step, it goes on`() async throws {
            let workspace = try await restored()
            let van = workspace.directory("van")
            let code = try await workspace.invite("Ben")
            let proxy = try CuttingProxy(to: workspace.port)
            defer { proxy.stop() }
            // By bytes, and not by time: each time a little further on its way.
            var kills = 0
            for bytes in stride(from: 200, through: 6_000, by: 400) {
                let running = try Running(["join", proxy.url, code, "--json", "--data", van])
                proxy.after(bytes) { running.signal(SIGKILL) }
                if await running.result().status != 0 { kills += 1 }
            }
            #expect(kills > 5)
            let joined = try await Program.run("join", proxy.url, code, "--json", in: van)
            if joined.status != 0 {
                // It had come through before: then the hub knows it, and a sync is all it takes.
                #expect(try joined.error()["code"]?.string == "already_exists")
            }
            try await expectEverything(workspace)
            let ordinals = try await Program.run(
                "hub", "status", "--json", in: workspace.hubDirectory
            ).json()["devices"]?.items.compactMap { $0["ordinal"]?.integer }
            #expect(ordinals?.count == 2)
        }
    }
}
