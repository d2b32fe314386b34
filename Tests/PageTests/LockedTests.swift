// The page of a laptop that was revoked: it says why, shows nothing of the tickets, and comes back.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct LockedTests {
        @Test
        func `a revoked laptop shows why on every screen, and its tickets when it is enabled`()
            async throws
        {
            let world = try PageTests.world
            let page = world.van
            let axe = try String(contentsOf: try AccessTests.axe(), encoding: .utf8)
            let id = try await world.ticket("Gate stays open", on: "van")
            try await page.go("#/ticket/\(id)")
            try await page.shows("Gate stays open", in: "h1")
            try await world.holds(id, on: "office", "the ticket") {
                $0["title"]?.string == "Gate stays open"
            }
            let hub = world.workspace.hubDirectory
            let revoked = try await Program.run("hub", "device", "revoke", "van", "--json", in: hub)
            #expect(revoked.status == 0)
            // What the daemon sends next is refused.
            _ = try await world.ticket("Written before the lock", on: "van")
            try await page.shows("This laptop is locked", in: "main h1")
            try await page.shows("The hub revoked this laptop", in: "main")
            try await page.shows("this laptop is locked", in: ".chip-place")
            try await page.hides("Gate stays open")
            for look in AccessTests.Look.allCases {
                try await AccessTests.show(look, page)
                #expect(try await AccessTests.findings(page, axe) == [], "\(look.rawValue)")
            }
            try await AccessTests.show(.light, page)
            try await page.go("#/tickets")
            try await page.reload()
            try await page.shows("This laptop is locked", in: "main h1")
            try await page.hides("Gate stays open")

            let enabled = try await Program.run("hub", "device", "enable", "van", "--json", in: hub)
            #expect(enabled.status == 0)
            try await page.press("Sync now")
            try await page.shows("Gate stays open", in: ".tickets")
            try await page.shows("Written before the lock", in: ".tickets")
        }
    }
}
