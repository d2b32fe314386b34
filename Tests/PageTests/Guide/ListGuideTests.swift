// The guide to lists, done in the browser: filters, search, order, several at once, categories.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct ListGuideTests {
        /// A filter as a person sets it: the button, and what is ticked under it.
        static let filters: [(button: String, choice: String)] = [
            ("Status", "In progress"), ("Priority", "Urgent"), ("Assignee", "Me"),
            ("Type", "Incident"), ("Category", "Network"), ("Contact", "Plant manager"),
            ("Organization", "Quarry works"), ("Project", "Rollout"),
            ("Attention", "Over the estimate"),
        ]

        @Test func `each filter leaves the tickets that pass, alone and with all others`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let mark = "filterable"
            let full = try await world.ticket(
                "\(mark) one", "--status", "in_progress", "--priority", "urgent", "--type",
                "Incident", "--category", "Network", "--assignee", "me", "--contact",
                "Plant manager", "--project", "Rollout", "--estimate", "10m")
            try await world.workspace.on("office", "ticket", "time", full, "20m")
            _ = try await world.ticket("\(mark) two", "--priority", "low")
            for (button, choice) in Self.filters {
                try await page.go("#/tickets?search=\(mark)")
                try await page.shows("2 tickets", in: ".head")
                try await page.pressElement("[data-box='\(button)'] > summary")
                try await page.press(choice, in: "[data-box='\(button)']")
                try await page.shows("1 ticket", in: ".head")
                try await page.shows("\(mark) one", in: ".tickets")
                try await page.hides("\(mark) two", in: ".tickets")
            }
            try await page.go("#/tickets?search=\(mark)")
            for (button, choice) in Self.filters {
                try await page.pressElement("[data-box='\(button)'] > summary")
                try await page.press(choice, in: "[data-box='\(button)']")
            }
            try await page.shows("1 ticket", in: ".head")
            try await page.pressElement("[data-box='Status'] > summary")
            try await page.press("In progress", in: "[data-box='Status']")
            try await page.press("Resolved", in: "[data-box='Status']")
            try await page.shows("No ticket passes these filters.")
            try await page.press("Clear the filters")
            try await page.shows("\(mark) two", in: ".tickets")
        }

        @Test func `search finds the beginnings of words while one types, and any column sorts`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            for title in ["Quokka crossing", "Quoits hangar", "Quokka stable"] {
                _ = try await world.ticket(title)
            }
            try await page.go("#/tickets")
            try await page.fill("Search the tickets", "quok")
            try await page.shows("2 tickets", in: ".head")
            try await page.fill("Search the tickets", "quo")
            try await page.shows("3 tickets", in: ".head")
            try await page.wait(
                "the search in the address", "return location.hash.includes('search=quo')")
            try await page.press("Title")
            let order = """
                return [...document.querySelectorAll(".tickets td.title a")]
                    .map((link) => link.innerText).join(", ") === arguments[0]
                """
            try await page.wait(
                "order by title", order, "Quoits hangar, Quokka crossing, Quokka stable")
            try await page.press("Title ↑")
            try await page.wait(
                "order by title, backwards", order,
                "Quokka stable, Quokka crossing, Quoits hangar")
        }

        @Test func `what is not sent and what is in conflict can be filtered, and bears a mark`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Marked crane")
            _ = try await world.ticket("Marked truck")
            try await world.holds(id, on: "van", "there") { _ in true }
            for laptop in ["office", "van"] { try await world.workspace.on(laptop, "sync") }
            _ = await world.workspace.stopHub()
            try await world.workspace.on("office", "ticket", "assign", id, "Ben")
            try await world.workspace.on("van", "ticket", "assign", id, "Ada")
            try await page.go("#/tickets?search=marked")
            try await page.shows("not sent", in: ".tickets")
            try await page.shows("2 tickets", in: ".head")
            try await page.press("Not sent", in: ".filters")
            try await page.shows("1 ticket", in: ".head")
            try await world.workspace.startHub()
            for laptop in ["office", "van", "office"] {
                try await world.workspace.on(laptop, "sync")
            }
            try await page.shows("No ticket passes these filters.")
            try await page.press("Not sent", in: ".filters")
            try await page.press("In conflict", in: ".filters")
            try await page.shows("1 conflict", in: ".tickets")
            try await page.shows("1 ticket", in: ".head")
            try await world.workspace.on("office", "conflict", "keep", id, "assignee")
            try await page.shows("No ticket passes these filters.")
            try await page.press("In conflict", in: ".filters")
            try await page.press("Held back", in: ".filters")
            try await page.shows("No ticket passes these filters.")
        }

        @Test func `a contact's organization and address are changed in the settings`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await world.workspace.on("office", "contact", "add", "Harbour master")
            try await page.go("#/settings")
            try await page.press("Edit: Harbour master")
            try await page.choose("Organization", "Quarry works", in: "dialog")
            try await page.fill("Email", "harbour@example.org", in: "dialog")
            try await page.press("Save", in: "dialog")
            try await page.shows("harbour@example.org", in: "#contact")
            let list = try await world.workspace.on("office", "contact", "list")
            let row = list.items.first { $0["name"]?.string == "Harbour master" }
            #expect(row?["organization"]?.string == "Quarry works")
            try await page.press("Edit: Harbour master")
            try await page.choose("Organization", "None", in: "dialog")
            try await page.press("Save", in: "dialog")
            try await page.wait(
                "no organization",
                "return ![...document.querySelectorAll('#contact li')].some((one) =>"
                    + " one.innerText.includes('Harbour') && one.innerText.includes('Quarry'))")
            let after = try await world.workspace.on("office", "contact", "list")
            let kept = after.items.first { $0["name"]?.string == "Harbour master" }
            #expect(kept?["email"]?.string == "harbour@example.org")
        }

        @Test func `a filter is kept under a name with its count`() async throws {
            let world = try PageTests.world
            let page = world.office
            try await page.go("#/tickets?search=countable")
            try await page.shows("No ticket passes")
            try await page.press("Save this filter")
            try await page.fill("Name", "To be counted", in: "dialog")
            try await page.press("Save", in: "dialog")
            try await page.shows("To be counted 0", in: ".saved")
            _ = try await world.ticket("countable")
            try await page.shows("To be counted 1", in: ".saved")
            try await page.press("Forget To be counted")
            try await page.hides("To be counted", in: ".saved")
        }

        @Test func `several tickets are changed together, as one change`() async throws {
            let world = try PageTests.world
            let page = world.office
            var ids: [String] = []
            for number in 1...3 { ids.append(try await world.ticket("Bundle \(number)")) }
            try await page.go("#/tickets?search=bundle")
            try await page.shows("3 tickets", in: ".head")
            for id in ids { try await page.press("Select \(id)") }
            try await page.press("Edit together e")
            try await page.choose("Priority", "High", in: "dialog")
            try await page.choose("Assignee", "Ben", in: "dialog")
            try await page.press("Change 3 tickets", in: "dialog")
            try await page.shows("Changed 3 tickets as one change.", in: ".toasts")
            var dots: Set<String> = []
            for id in ids {
                #expect(try await world.show(id)["priority"]?.string == "high")
                let history = try await world.workspace.on("office", "ticket", "history", id)
                let change = history.items.first {
                    $0["field"]?.string == "priority"
                        && $0["created"]?.boolean == false
                }
                dots.insert(try #require(change?["dot"]?.string))
            }
            #expect(dots.count == 1)
        }

        @Test func `an admin keeps the categories, and a member is told why they do not`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await page.go("#/settings")
            try await page.press("Add a category")
            try await page.fill("Name", "Vehicles", in: "#category")
            try await page.press("Add", in: "#category")
            try await page.shows("Vehicles", in: "#category")
            try await page.press("Rename: Vehicles")
            try await page.fill("Name", "Cars", in: "dialog")
            try await page.press("Rename", in: "dialog")
            try await page.shows("Cars", in: "#category")
            try await page.press("Archive: Cars")
            try await page.shows("1 archived one", in: "#category")

            let other = world.van
            try await other.go("#/settings")
            try await other.shows("Only admins and owners change categories", in: "#category")
            try await other.hides("Add a category")
            // The buttons are not all that stands in the way.
            let refused = try await other.asyncScript(
                """
                const done = arguments[0];
                fetch("/api/session").then((answer) => answer.json()).then(({ csrf }) =>
                    fetch("/api/lists/category", { method: "POST", body: '{"name":"Mine"}',
                        headers: { "Content-Type": "application/json", "X-Syncd-CSRF": csrf } }))
                    .then(async (answer) => done(
                        [answer.status, (await answer.json()).error.code]));
                """)
            #expect(refused[0]?.integer == 403)
            #expect(refused[1]?.string == "not_allowed")
        }

        @Test func `a new ticket shows those that may be the same`() async throws {
            let world = try PageTests.world
            let page = world.office
            _ = try await world.ticket("Turnstile jams in the rain")
            try await page.go("#/new")
            try await page.fill("Title", "Turnstile jams again")
            try await page.shows("Turnstile jams in the rain", in: ".similar")
            try await page.press("Cancel")
        }
    }
}
