// The guide to one's own work, done in the browser: what is mine, who is full, what is held back.

import ProcessSupport
import Testing

extension PageTests {
    @Suite struct WorkGuideTests {
        @Test func `my work has what is mine, what nobody has, and what came while I was away`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let mine = try await world.ticket(
                "Awning is torn", "--assignee", "me", "--priority", "urgent", "--estimate", "1h")
            try await world.workspace.on("office", "ticket", "time", mine, "1h30")
            let free = try await world.ticket("Bollard is bent", "--status", "in_progress")
            let done = try await world.ticket(
                "Curtain hangs", "--assignee", "me", "--status", "resolved")
            try await world.holds(free, on: "van", "there") { _ in true }
            try await page.go("#/work")
            try await page.shows("Awning is torn", in: "[aria-label='Mine, by priority']")
            try await page.shows("Bollard is bent", in: "[aria-label='Needs an owner']")
            try await page.shows("Curtain hangs", in: "[aria-label='Waiting for confirmation']")
            try await page.shows("1h30 logged, 1h estimated", in: "[aria-label=Attention]")
            try await world.workspace.on(
                "van", "ticket", "comment", done, "--internal", "Looks straight to me")
            try await page.shows("Curtain hangs", in: "[aria-label='While you were away']")
            try await page.shows("by Ben", in: "[aria-label='While you were away']")
            try await page.press("I have seen all this")
            try await page.hides("Curtain hangs", in: "[aria-label='While you were away']")
        }

        @Test func `workload counts what is left against what a week has room for`() async throws {
            let world = try PageTests.world
            let page = world.office
            let capacity = try await Program.run(
                "hub", "member", "capacity", "Ben", "2h", in: world.workspace.hubDirectory)
            #expect(capacity.status == 0, "\(capacity.complaint)")
            let id = try await world.ticket("Drain", "--assignee", "Ben", "--estimate", "40h")
            try await world.workspace.on("office", "ticket", "time", id, "1h")
            try await world.workspace.on("office", "sync")
            try await page.go("#/workload")
            try await page.shows("over", in: ".workload")
            let row = try await page.wait(
                "Ben's row",
                """
                const row = [...document.querySelectorAll(".workload tbody tr")]
                    .find((one) => one.querySelector("th").innerText.trim() === "Ben");
                return row?.innerText.replace(/\\s+/g, " ");
                """)
            #expect(row.string?.contains("2h") == true)
            #expect(row.string?.contains("over") == true)
            for heading in ["Unassigned", "Without an estimate", "With deactivated members"] {
                try await page.shows(heading, in: ".three")
            }
        }

        @Test func `what a merge held back from a client comes first, and is looked at to release`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Elevator", "--contact", "Plant manager")
            try await world.holds(id, on: "van", "there") { _ in true }
            _ = await world.workspace.stopHub()
            try await world.workspace.on("office", "ticket", "share", id, "--yes")
            try await world.workspace.on("van", "ticket", "set", id, "--title", "Elevator, again")
            try await world.workspace.startHub()
            for laptop in ["van", "office", "van"] {
                try await world.workspace.on(laptop, "sync")
            }
            try await page.go("#/conflicts")
            try await page.shows("held back from a client", in: ".chip")
            let item = "[data-conflict='\(id) shared']"
            try await page.shows("held back from the client", in: item)
            try await page.wait(
                "held items first",
                """
                const all = [...document.querySelectorAll(".conflict")];
                const before = all.findIndex((one) => one.matches(arguments[0]));
                return before >= 0 && all.slice(0, before)
                    .every((one) => one.innerText.includes("held back from the client"));
                """, item)
            try await page.hides("Use this", in: item)
            try await page.press("Look and release", in: item)
            try await page.shows("held", in: ".state")
            try await page.press("Look and confirm")
            try await page.shows("Elevator, again", in: "dialog")
            try await page.press("Release it", in: "dialog")
            try await page.shows("The client can see this ticket", in: ".fields")
            try await page.go("#/conflicts")
            try await page.shows("Conflicts", in: "h1")
            try await page.wait(
                "nothing held of it", "return document.querySelector(arguments[0]) === null", item)
        }
    }
}
