// The guide to several tickets at once, done in the browser: edited, taken back, shared, hidden.

import ProcessSupport
import Testing

extension PageTests {
    @Suite struct SeveralGuideTests {
        private static func tickets(
            _ title: String, _ world: PageWorld, _ options: String...
        ) async throws -> [String] {
            var ids: [String] = []
            for number in 1...3 {
                let made = try await world.workspace.on(
                    "office", ["ticket", "new", "--title", "\(title) \(number)"] + options)
                ids.append(try #require(made["id"]?.string))
            }
            let page = world.office
            try await page.go("#/tickets?search=\(title.lowercased())")
            try await page.shows("3 tickets", in: ".head")
            for id in ids { try await page.press("Select \(id)") }
            try await page.shows("3 tickets selected", in: ".bulk")
            return ids
        }

        @Test func `an edit of several is taken back as one change, but for what came in between`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let ids = try await Self.tickets("Crate", world, "--priority", "low")
            try await page.keys("e")
            try await page.choose("Priority", "Urgent", in: "dialog")
            try await page.choose("Contact", "Plant manager", in: "dialog")
            try await page.press("Change 3 tickets", in: "dialog")
            try await page.shows("Changed 3 tickets as one change.", in: ".toasts")
            #expect(try await world.show(ids[0])["organization"]?.string == "Quarry works")
            try await world.workspace.on("office", "ticket", "set", ids[1], "--priority", "high")
            try await page.shows("High", in: ".tickets")
            try await page.press("Undo", in: ".toast:last-child")
            try await page.shows("Taken back on 3 tickets.", in: ".toast.bad")
            try await page.shows("Priority of \(ids[1]), by Ada.", in: ".toast.bad")
            try await page.press("Close", in: ".toast.bad")
            var units: Set<String> = []
            for (id, priority) in zip(ids, ["low", "high", "low"]) {
                let shown = try await world.show(id)
                #expect(shown["priority"]?.string == priority)
                #expect(shown["contact"]?.isNull == true)
                let history = try await world.workspace.on("office", "ticket", "history", id)
                let last = history.items.last { $0["field"]?.string == "client" }
                units.insert(try #require(last?["dot"]?.string))
            }
            #expect(units.count == 1)
        }

        @Test func `several are shared after a look at every word, and hidden again`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let ids = try await Self.tickets("Barrel", world, "--contact", "Plant manager")
            try await page.press("Share", in: ".bulk")
            for number in 1...3 { try await page.shows("Barrel \(number)", in: "dialog") }
            try await page.shows("Plant manager (Quarry works)", in: "dialog")
            // A key that slips shares nothing.
            try await page.keys("\u{E007}")
            try await page.wait("no dialog", "return document.querySelector('dialog') === null")
            #expect(try await world.show(ids[0])["shared"]?.boolean == false)
            try await page.press("Share", in: ".bulk")
            try await page.press("Share 3 tickets", in: "dialog")
            try await page.shows("Shared 3 tickets as one change.", in: ".toasts")
            try await page.shows("client sees", in: ".tickets")
            try await page.press("Hide from clients", in: ".bulk")
            try await page.shows("Hidden: no client can see them.", in: ".toasts")
            try await page.hides("client sees", in: ".tickets")
            for id in ids { #expect(try await world.show(id)["shared"]?.boolean == false) }
        }
    }
}
