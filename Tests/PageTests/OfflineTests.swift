// Without a network work goes on, the chip says so, and what was done apart meets without a reload.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct OfflineTests {
        @Test func `work goes on without the hub, and both pages show the merge when it is back`()
            async throws
        {
            let world = try PageTests.world
            let (office, van) = (world.office, world.van)
            let id = try await world.ticket("Boiler pressure drops")
            try await world.holds(id, on: "van", "there") { _ in true }
            for page in [office, van] {
                try await page.go("#/ticket/\(id)")
                try await page.shows("Boiler pressure drops", in: "h1")
                try await page.script("window.wasNotReloaded = true")
            }
            _ = await world.workspace.stopHub()
            try await office.choose("Category", "Hardware")
            try await van.choose("Status", "In progress")
            try await van.fill("New comment", "Valve is stuck")
            try await van.press("Internal note")
            try await van.shows("Valve is stuck", in: ".comments")
            try await van.shows("Offline since", in: ".chip")
            try await van.shows("2 changes saved here", in: ".chip")
            try await van.press("Try now", in: ".chip")
            try await van.press("Close", in: ".toast.bad")
            try await office.shows("1 change saved here", in: ".chip")
            #expect(
                try await van.script("return document.querySelector('.chip').className")
                    .string?.contains("good") == false)
            try await van.go("#/waiting")
            try await van.shows("2 changes", in: "[aria-label='Changes waiting']")
            try await van.go("#/ticket/\(id)")

            try await world.workspace.startHub()
            for laptop in ["office", "van"] { try await world.workspace.on(laptop, "sync") }
            try await office.shows("Valve is stuck", in: ".comments")
            try await office.wait(
                "the van's status",
                "return document.querySelector('[name=status]').value"
                    + "=== 'in_progress'")
            try await van.wait(
                "the office's category",
                "const chosen = document.querySelector('[name=category]');"
                    + "return chosen.selectedOptions[0].text === 'Hardware'")
            for page in [office, van] {
                #expect(try await page.script("return window.wasNotReloaded").boolean == true)
            }
        }

        @Test func `a conflict appears on both pages, is settled on one and gone from the other`()
            async throws
        {
            let world = try PageTests.world
            let (office, van) = (world.office, world.van)
            let id = try await world.ticket("Crane needs an owner")
            try await world.holds(id, on: "van", "there") { _ in true }
            _ = await world.workspace.stopHub()
            try await world.workspace.on("office", "ticket", "assign", id, "Ben")
            try await world.workspace.on("van", "ticket", "assign", id, "Ada")
            try await office.go("#/conflicts")
            try await van.go("#/ticket/\(id)")
            try await van.shows("Crane needs an owner", in: "h1")
            try await world.workspace.startHub()
            for laptop in ["office", "van"] { try await world.workspace.on(laptop, "sync") }

            let conflict = "[data-conflict='\(id) assignee']"
            for part in ["Used now", "Also written", "Ada on office", "Ben on van"] {
                try await office.shows(part, in: conflict)
            }
            try await office.shows("conflict", in: ".chip")
            try await van.shows("Another value was written apart", in: "[data-field=assignee]")
            try await van.shows("conflict", in: ".chip")
            try await office.press("Use this", in: conflict)
            try await office.hides("Crane needs an owner", in: "main")
            try await van.hides("Another value was written apart", in: "[data-field=assignee]")
            let settled = try await world.show(id, on: "office")["assignee"]?.string
            try await world.holds(id, on: "van", "the decision") {
                $0["assignee"]?.string == settled && $0["conflicts"]?.items.isEmpty == true
            }

            try await office.press("Undo", in: ".toast:last-child")
            try await office.shows("Taken back", in: ".toasts")
            try await world.holds(id, on: "van", "what was shown before") {
                $0["assignee"]?.string != settled
            }
        }

        @Test func `texts that were rewritten apart stand side by side, with a suggested merge`()
            async throws
        {
            let world = try PageTests.world
            let office = world.office
            let id = try await world.ticket("Log book", "--description", "One.\nTwo.\nThree.\n")
            try await world.holds(id, on: "van", "there") { _ in true }
            _ = await world.workspace.stopHub()
            try await world.workspace.on(
                "office", "ticket", "set", id, "--description", "One, checked.\nTwo.\nThree.\n")
            try await world.workspace.on(
                "van", "ticket", "set", id, "--description", "One.\nTwo.\nThree, broken.\n")
            try await world.workspace.startHub()
            for laptop in ["van", "office"] { try await world.workspace.on(laptop, "sync") }
            try await office.go("#/conflicts")
            let conflict = "[data-conflict='\(id) description']"
            try await office.shows("One, checked.", in: conflict)
            try await office.shows("Three, broken.", in: conflict)
            try await office.press("Compare and edit", in: conflict)
            try await office.wait(
                "the suggested merge",
                "return document.querySelector('dialog textarea')?.value"
                    + " === 'One, checked.\\nTwo.\\nThree, broken.\\n'")
            try await office.press("Save this", in: "dialog")
            try await world.holds(id, on: "office", "merged") {
                $0["description"]?.string == "One, checked.\nTwo.\nThree, broken.\n"
            }
        }

        @Test func `a change that is not accepted is kept, explained, and given up only by choice`()
            async throws
        {
            let world = try PageTests.world
            let page = world.van
            try await world.workspace.join("shed", as: "Cleo", role: "admin")
            try await world.workspace.on("shed", "sync")
            _ = await world.workspace.stopHub()
            try await world.workspace.on("shed", "category", "add", "Fax")
            try await world.workspace.startHub()
            let demoted = try await Program.run(
                "hub", "member", "role", "Cleo", "member", in: world.workspace.hubDirectory)
            #expect(demoted.status == 0, "\(demoted.complaint)")
            _ = try await Program.run("sync", in: world.workspace.directory("shed"))
            try await world.startDaemon("shed")
            try await world.enter("shed", page)
            try await page.shows("not accepted", in: ".chip")
            try await page.press("Show them", in: ".chip")
            try await page.shows("Your role does not allow it.", in: "[aria-label='Not accepted']")
            try await page.shows("Fax", in: "[aria-label='Not accepted']")
            try await page.press("Give it up")
            try await page.press("Give it up", in: "dialog")
            try await page.hides("Your role does not allow it.")
            try await page.press("Tried again or given up")
            try await page.shows("Fax", in: "details.panel")
            await world.stopDaemon("shed")
            try await world.enter("van", page)
        }
    }
}
