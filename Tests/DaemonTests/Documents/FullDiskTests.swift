// A disk that is full, for real: a small file system in memory. Documents are refused, rows go on.

import Foundation
import LocalStore
import Testing

extension ProcessTests {
    @Suite struct FullDiskTests {
        @Test(.enabled(if: SmallDisk.canMount, "this user may not mount a small disk"))
        func `a full laptop refuses the file, and keeps and takes everything else`()
            async throws
        {
            let disk = try #require(SmallDisk(megabytes: 100))
            defer { disk.unmount() }
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office", in: disk.path + "/office")
            let small = try workspace.file("small", bytes: 1_000_000, seed: 1)
            let large = try workspace.file("large", bytes: 60_000_000, seed: 2)
            let ticket = try await Program.run(
                "ticket", "new", "--title", "Pump", "--json", in: office)
            let id = try #require(try ticket.json()["id"]?.string)
            let kept = try await Program.run("ticket", "attach", id, small, "--json", in: office)
            #expect(kept.status == 0)
            let refused = try await Program.run(
                "ticket", "attach", id, large, "--json", in: office)
            #expect(refused.status == 1)
            #expect(try refused.error()["code"]?.string == "disk_full")
            let named = try await Program.run(
                "ticket", "set", id, "--title", "Pump 2", "--json", in: office)
            #expect(named.status == 0)
            let shown = try await Program.run("ticket", "show", id, "--json", in: office).json()
            #expect(shown["title"]?.string == "Pump 2")
            #expect(shown["documents"]?.items.count == 1)
            let partials = try FileManager.default.contentsOfDirectory(
                atPath: office + "/documents/partial")
            #expect(partials.isEmpty)
        }

        @Test(.enabled(if: SmallDisk.canMount, "this user may not mount a small disk"))
        func `a full hub refuses the document, says so, and goes on with rows`() async throws {
            let disk = try #require(SmallDisk(megabytes: 100))
            defer { disk.unmount() }
            let workspace = try await TestWorkspace(hubDirectory: disk.path + "/hub")
            try await workspace.join("office")
            let document = try await workspace.attach(
                workspace.file("large", bytes: 60_000_000, seed: 2))
            let small = try await workspace.attach(
                workspace.file("small", bytes: 1_000_000, seed: 3))
            let sync = try await workspace.on("office", "sync")
            #expect(sync["documents"]?["up"]?.integer == 1)
            #expect(sync["documents"]?["failed"]?[0]?["code"]?.string == "disk_full")
            #expect(try await workspace.place(document, on: "office") == "here_only")
            #expect(try await workspace.place(small, on: "office") == "here")
            try await workspace.on("office", "ticket", "new", "--title", "Still works")
            #expect(try await workspace.on("office", "sync")["applied"]?.integer == 1)
            #expect(
                try await workspace.on("office", "status")["documents"]?["up"]?.integer == 1)
        }
    }
}
