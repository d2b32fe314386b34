// What is loaded when it is first needed: not before, and again when syncd is back.

import ProcessSupport
import Testing

extension PageTests {
    @Suite struct LateTests {
        @Test func `a screen that syncd is too silent to give says so, and opens when it is back`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await page.go("#/tickets")
            try await page.reload()
            try await page.shows("Tickets", in: "main h1")
            await world.stopDaemon("office")
            try await page.shows("syncd is not running", in: ".chip")
            try await page.script("window.wasNotReloaded = true")
            for screen in ["#/workload", "#/time"] {
                try await page.go(screen)
                try await page.shows("syncd does not answer on this laptop.", in: "main")
                try await page.shows("Try again", in: "main")
            }
            try await world.startDaemon("office")
            try await page.shows("Time", in: "main h1")
            try await page.go("#/workload")
            try await page.shows("Workload", in: "main h1")
            #expect(try await page.script("return window.wasNotReloaded").boolean == true)
        }

        @Test func `the list loads no other screen, and a screen is loaded once`() async throws {
            let page = try PageTests.world.office
            try await page.go("#/tickets")
            try await page.reload()
            try await page.shows("Tickets", in: "main h1")
            #expect(try await Self.screens(page).contains("workload.js") == false)
            for screen in ["#/workload", "#/tickets", "#/workload"] {
                try await page.go(screen)
                try await page.wait(
                    screen,
                    "return document.querySelector('main h1')?.innerText.toLowerCase()"
                        + " === arguments[0].slice(2)", screen)
            }
            #expect(try await Self.screens(page).count { $0 == "workload.js" } == 1)
        }

        /// The files of screens that were loaded, in order.
        private static func screens(_ page: Browser) async throws -> [String] {
            try await page.script(
                """
                return performance.getEntriesByType("resource").map((one) => one.name)
                    .filter((name) => name.includes("/screens/"))
                    .map((name) => name.split("/").at(-1));
                """
            ).items.compactMap(\.string)
        }
    }
}
