// The hub's disk is full: what was acknowledged is there, reading goes on, and it mends itself.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct DiskFullTests {
        @Test(.enabled(if: SmallDisk.canMount, "this user may not mount a small disk"))
        func `a hub whose disk is full loses nothing, goes on reading, and mends itself`()
            async throws
        {
            let disk = try #require(SmallDisk(megabytes: 16))
            defer { disk.unmount() }
            let workspace = try await TestWorkspace(hubDirectory: disk.path + "/hub")
            let office = try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try disk.fill(leavingBytes: 1_500_000)

            let text = String(repeating: "The pump is wet. ", count: 6_000)
            var written = 0
            var refused: Program.Result?
            while refused == nil {
                written += 1
                try #require(written < 40, "the disk does not fill")
                try await workspace.on(
                    "office", "ticket", "new", "--title", "Pump \(written)", "--description", text)
                let result = try await Program.run("sync", "--json", in: office)
                if result.status != 0 { refused = result }
            }
            #expect(refused?.status == 4)
            #expect(try refused?.error()["code"]?.string == "busy")
            #expect(written > 1)
            let pending = try await workspace.on("office", "status")["pending"]?.integer
            #expect(pending == 1)

            // Whoever reads is served, and has all that was acknowledged.
            try await workspace.on("van", "sync")
            let seen = try await workspace.on("van", "ticket", "list").items.count
            #expect(seen == written - 1)
            #expect(try await Program.run("sync", in: office).status == 4)

            try disk.empty()
            #expect(try await workspace.on("office", "sync")["applied"]?.integer == 1)
            try await workspace.on("van", "sync")
            let all = try await workspace.on("van", "ticket", "list").items.count
            #expect(all == written)
            let digests = [
                try await workspace.on("office", "digest")["digest"]?.string,
                try await workspace.on("van", "digest")["digest"]?.string,
            ]
            #expect(digests[0] == digests[1])
            let verified = try await Program.run(
                "hub", "verify", "--json", in: workspace.hubDirectory)
            #expect(verified.status == 0, "\(verified.output)")
            _ = await workspace.stopHub()
        }
    }
}
