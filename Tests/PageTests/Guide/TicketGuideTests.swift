// The guide to tickets, done in the browser: make one, change every field, comment, log time.

import ProcessSupport
import Testing

extension PageTests {
    @Suite struct TicketGuideTests {
        @Test
        func `every field of a new ticket is filled in on the page and reaches the other laptop`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await page.go("#/new")
            try await page.fill("Title", "Conveyor stops every hour")
            try await page.fill("Description", "Belt two.\nSince Monday.")
            for (label, option) in [
                ("Status", "In progress"), ("Priority", "Urgent"), ("Assignee", "Ben"),
                ("Category", "Hardware"), ("Type", "Incident"), ("Project", "Rollout"),
                ("Contact", "Plant manager"),
            ] { try await page.choose(label, option) }
            try await page.fill("Estimate", "2h30")
            try await page.press("Create the ticket")
            try await page.shows("Conveyor stops every hour", in: "h1")
            let id = try await page.wait("address", "return location.hash.split('/')[2]").string
            let made = try await world.show(try #require(id))
            let expected = [
                "title": "Conveyor stops every hour", "description": "Belt two.\nSince Monday.",
                "status": "in_progress", "priority": "urgent", "assignee": "Ben",
                "category": "Hardware", "type": "Incident", "project": "Rollout",
                "contact": "Plant manager", "organization": "Quarry works",
            ]
            for (key, value) in expected { #expect(made[key]?.string == value, "\(key)") }
            #expect(made["estimate"]?.integer == 150)
            try await world.van.go("#/tickets?search=conveyor")
            try await world.van.shows("Conveyor stops every hour", in: ".tickets")
        }

        @Test func `each status and each priority is set where it stands, and can be taken back`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Door does not lock")
            try await page.go("#/ticket/\(id)")
            for (option, value) in [
                ("In progress", "in_progress"), ("Resolved", "resolved"), ("Closed", "closed"),
                ("Open", "open"),
            ] {
                try await page.choose("Status", option)
                try await world.holds(id, on: "office", "status \(value)") {
                    $0["status"]?.string == value
                }
            }
            for priority in ["Urgent", "High", "Low", "Normal"] {
                try await page.choose("Priority", priority)
                try await world.holds(id, on: "office", "priority \(priority)") {
                    $0["priority"]?.string == priority.lowercased()
                }
            }
            try await page.press("Undo", in: ".toast:last-child")
            try await world.holds(id, on: "office", "taken back") {
                $0["priority"]?.string == "low"
            }
        }

        @Test
        func `title, description and estimate are edited in place, and only they are written`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Lamp", "--description", "In the hall")
            try await page.go("#/ticket/\(id)")
            try await page.press("Edit", in: ".headline")
            try await page.fill("Title", "Lamp in the hall flickers")
            try await page.press("Save", in: ".headline")
            try await page.shows("Lamp in the hall flickers", in: "h1")
            try await page.press("Edit", in: "[aria-label=Description]")
            try await page.fill("Description", "In the hall, second from the left")
            try await page.press("Save", in: "[aria-label=Description]")
            try await page.shows("second from the left", in: "[aria-label=Description] .text")
            try await page.fill("Estimate", "45m")
            try await page.keys("\u{E004}")
            try await world.holds(id, on: "office", "estimate") {
                $0["estimate"]?.integer == 45
            }
            let history = try await world.workspace.on("office", "ticket", "history", id)
            let written = history.items.filter { $0["created"]?.boolean == false }
            #expect(
                written.compactMap { $0["field"]?.string }.sorted()
                    == ["description", "estimate", "title"])
        }

        @Test
        func `a comment is internal or for the client, as its writer says, and looks like it`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Gate B", "--contact", "Plant manager")
            try await page.go("#/ticket/\(id)")
            try await page.shows("the client will not see a comment until it is", in: ".composer")
            try await page.fill("New comment", "They are difficult on the phone")
            try await page.press("Internal note")
            try await page.shows("They are difficult", in: ".comment.internal")
            try await page.shows("Internal note", in: ".comment.internal")
            try await page.fill("New comment", "We come on Friday")
            try await page.press("To client")
            try await page.shows("We come on Friday", in: ".comment.client")
            try await page.shows("The client cannot see it yet", in: ".toasts")
            try await page.shows("To client, who cannot see this ticket", in: ".comment.client")
            let comments = try await world.show(id)["comments"]?.items ?? []
            #expect(comments.compactMap { $0["audience"]?.string } == ["internal", "client"])

            try await page.press("Share it")
            try await page.shows("Plant manager", in: "dialog")
            try await page.press("Share it", in: "dialog")
            try await page.shows("The client can see this ticket", in: ".fields")
            try await page.press("What the client sees")
            try await page.shows("We come on Friday", in: ".as-client")
            try await page.hides("difficult", in: ".as-client")
        }

        @Test func `time is logged by hand and by timer, and stands beside the estimate`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Pump 7", "--estimate", "1h")
            try await page.go("#/ticket/\(id)")
            try await page.fill("Length", "45m")
            try await page.fill("Note", "Cleaned the filter")
            try await page.press("Log time")
            try await page.shows("45m of 1h logged, 15m left", in: "[aria-label=Time]")
            try await page.press("Start the timer")
            try await page.shows("Running", in: ".timer")
            try await page.press("Stop and log")
            try await page.shows("46m of 1h logged, 14m left", in: "[aria-label=Time]")
            try await page.fill("Length", "soon")
            try await page.press("Log time")
            try await page.shows("\"soon\" is no length of time", in: "[role=alert]")
            #expect(try await world.show(id)["logged"]?.integer == 46)
            try await page.go("#/time")
            try await page.shows("Cleaned the filter", in: "[aria-label=Entries]")
            try await page.choose("Sum by", "Ticket")
            try await page.shows("Pump 7", in: "[aria-label='By ticket']")
            let file = try await page.asyncScript(
                "fetch(document.querySelector('a[download]').href)"
                    + ".then((answer) => answer.text()).then(arguments[0])")
            #expect(file.string?.contains("Cleaned the filter") == true)
        }

        @Test func `a ticket is taken, given to somebody else, and the history tells it`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Fan is loud")
            try await page.go("#/ticket/\(id)")
            try await page.press("Take it")
            try await world.holds(id, on: "office", "taken") { $0["assignee"]?.string == "Ada" }
            try await page.choose("Assignee", "Ben")
            try await world.holds(id, on: "van", "given") { $0["assignee"]?.string == "Ben" }
            try await page.press("History")
            try await page.shows("Ada on office", in: ".history")
            try await page.shows("Ada → Ben", in: ".history")
            try await world.van.go("#/work")
            try await world.van.shows("Fan is loud", in: "[aria-label='Mine, by priority']")
        }
    }
}
