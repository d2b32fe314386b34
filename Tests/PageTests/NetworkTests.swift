// The page talks to this laptop and to nobody else, and weighs little.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct NetworkTests {
        /// Every screen of the page, by its address.
        static let screens = [
            "#/tickets", "#/new", "#/work", "#/conflicts?all=1", "#/waiting", "#/workload",
            "#/time", "#/settings",
        ]

        @Test func `no screen asks another host for anything, or breaks the policy of the page`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            _ = try await page.send("/se/log", ["type": "browser"])
            _ = try await page.send("/se/log", ["type": "performance"])
            let id = try await world.ticket("Traffic", "--contact", "Plant manager")
            try await page.reload()
            for screen in Self.screens + ["#/ticket/\(id)"] {
                try await page.go(screen)
                try await page.wait("screen", "return document.querySelector('main h1') !== null")
            }
            let own = try #require(world.addressByLaptop["office"])
            let log = try await page.send("/se/log", ["type": "performance"])
            let asked = try log.items.compactMap { entry -> String? in
                let message = try Document(entry["message"]?.string ?? "{}")["message"]
                guard message?["method"]?.string == "Network.requestWillBeSent" else { return nil }
                return message?["params"]?["request"]?["url"]?.string
            }
            #expect(asked.count > 40)
            // The browser draws its own icons from data that it has.
            #expect(asked.filter { !$0.hasPrefix(own) && !$0.hasPrefix("data:") } == [])
            let complaints = try await page.send("/se/log", ["type": "browser"])
            let words = complaints.items.compactMap { $0["message"]?.string }
            #expect(words.filter { $0.contains("Content Security Policy") } == [])
            #expect(words.filter { $0.contains("Error") } == [])
        }

        @Test func `opening the page loads less than 150 kilobytes without its data`()
            async throws
        {
            let page = try PageTests.world.office
            try await page.devTools("Network.setCacheDisabled", ["cacheDisabled": true])
            try await page.go("#/tickets")
            try await page.reload()
            try await page.shows("Tickets", in: "main h1")
            let bytes = try await page.wait(
                "what was loaded",
                """
                const parts = [...performance.getEntriesByType("navigation"),
                    ...performance.getEntriesByType("resource")]
                    .filter((part) => !part.name.includes("/api/"));
                const names = parts.map((part) => part.name);
                return names.some((name) => name.includes("tickets.js"))
                    ? parts.reduce((sum, part) => sum + part.decodedBodySize, 0) : null;
                """)
            try await page.devTools("Network.setCacheDisabled", ["cacheDisabled": false])
            #expect(try #require(bytes.integer) < 150_000)
        }
    }
}
