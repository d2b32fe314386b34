// Large documents over links that are cut, and over processes that are killed: they arrive whole.

import Foundation
import LocalStore
import Testing

extension ProcessTests {
    @Suite struct BadLinkTests {
        @Test func `two hundred megabytes arrive over a link that is cut again and again`()
            async throws
        {
            let size = 200_000_000
            let workspace = try await TestWorkspace()
            let up = try CuttingProxy(to: workspace.port, cuttingEvery: 9_000_000)
            let down = try CuttingProxy(to: workspace.port, cuttingEvery: 9_000_000)
            defer {
                up.stop()
                down.stop()
            }
            try await workspace.join("office", through: up.url)
            try await workspace.join("van", as: "Ben", through: down.url)
            let watch = WholenessWatch(
                [workspace.hubDocuments, workspace.documents(of: "van")], size: Int64(size))
            try await workspace.on("office", "sync")
            let document = try await workspace.attach(
                workspace.file("video.mov", bytes: size, seed: 1), assignedTo: "Ben")
            for (laptop, store) in [
                ("office", workspace.hubDocuments), ("van", workspace.documents(of: "van")),
            ] {
                _ = try await workspace.run(laptop)
                if laptop == "office" { try await rowsPass(document, on: up, in: workspace) }
                let hasArrived = try await workspace.eventually(within: .seconds(90)) {
                    store.size(of: document.hash) == Int64(size)
                }
                #expect(hasArrived, "\(laptop)")
                await workspace.stop(laptop)
            }
            for (name, proxy) in [("up", up), ("down", down)] {
                #expect(proxy.cuts >= 20, "\(name)")
                #expect(proxy.transferred < size * 12 / 10, "\(name): \(proxy.transferred)")
            }
            #expect(await watch.findings() == [])
            for store in [workspace.hubDocuments, workspace.documents(of: "van")] {
                let stored = try #require(try store.open(document.hash))
                #expect(try stored.isIntact())
            }
            let saved = workspace.path + "/saved.mov"
            let got = try await workspace.on(
                "van", "document", "get", document.id, "--output", saved)
            #expect(got["sha256"]?.string == document.hash.description)
            #expect(
                FileManager.default.contentsEqual(
                    atPath: saved, andPath: workspace.path + "/video.mov"))
        }

        /// While the document is on its way, a ticket is written and sent.
        private func rowsPass(
            _ document: AttachedDocument, on link: CuttingProxy, in workspace: TestWorkspace
        ) async throws {
            let isMoving = try await workspace.eventually {
                let status = try await workspace.on("office", "status")
                return status["documents"]?["transfer"]?["direction"]?.string == "up"
            }
            #expect(isMoving)
            try await workspace.on("office", "ticket", "new", "--title", "Urgent")
            let isSent = try await workspace.eventually {
                try await workspace.on("office", "status")["pending"]?.integer == 0
            }
            #expect(isSent)
            #expect(workspace.hubDocuments.size(of: document.hash) == nil, "rows have waited")
        }

        /// Bytes, not moments: a kill comes when a seed's number of bytes has passed.
        @Test(arguments: [1 as UInt64, 2])
        func `killing either side leaves no broken document, and it arrives`(seed: UInt64)
            async throws
        {
            let size = 30_000_000
            let workspace = try await TestWorkspace()
            let link = try CuttingProxy(to: workspace.port)
            defer { link.stop() }
            try await workspace.join("office", through: link.url)
            try await workspace.join("van", as: "Ben", through: link.url)
            let watch = WholenessWatch(
                [workspace.hubDocuments, workspace.documents(of: "van")], size: Int64(size))
            try await workspace.on("office", "sync")
            let document = try await workspace.attach(
                workspace.file("video.mov", bytes: size, seed: seed), assignedTo: "Ben")
            var generator = SeededKills(seed: seed)
            for (laptop, store) in [
                ("office", workspace.hubDocuments), ("van", workspace.documents(of: "van")),
            ] {
                try await killing(laptop, on: link, in: workspace, &generator)
                let hasArrived = try await workspace.eventually(within: .seconds(60)) {
                    store.size(of: document.hash) != nil
                }
                #expect(hasArrived, "seed \(seed), \(laptop)")
                let stored = try #require(try store.open(document.hash))
                #expect(try stored.isIntact(), "seed \(seed), \(laptop)")
                await workspace.stop(laptop)
            }
            #expect(await watch.findings() == [], "seed \(seed)")
        }

        /// Runs a laptop's daemon, and kills it and the hub in turns while bytes move. Between a
        /// kill and the next one's place nothing passes: else all could have come before it.
        private func killing(
            _ laptop: String, on link: CuttingProxy, in workspace: TestWorkspace,
            _ generator: inout SeededKills
        ) async throws {
            var daemon = try await workspace.run(laptop)
            for _ in 0..<6 {
                let bytes = generator.next(1_000_000...3_500_000)
                if generator.next(0...1) == 0 {
                    let victim = daemon
                    link.after(bytes) {
                        link.hold()
                        victim.signal(SIGKILL)
                    }
                    link.release()
                    _ = await victim.result()
                    daemon = try await workspace.run(laptop)
                } else {
                    try await workspace.killHub { kill in
                        link.after(bytes) {
                            link.hold()
                            kill()
                        }
                        link.release()
                    }
                    try await workspace.startHub()
                }
            }
            link.release()
        }
    }
}

/// Numbers that a seed gives.
private struct SeededKills {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int(state >> 33) % range.count
    }
}
