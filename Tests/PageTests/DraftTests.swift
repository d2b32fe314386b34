// What somebody is writing is theirs: no change from elsewhere and no crash takes it away.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct DraftTests {
        @Test func `a draft survives a change from elsewhere, a killed daemon and a new page`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Generator", "--description", "Starts badly")
            try await page.go("#/ticket/\(id)")
            try await page.press("Edit", in: "[aria-label=Description]")
            try await page.fill("Description", "Starts badly when it is cold")
            try await page.fill("New comment", "Half a comm")
            try await Self.waitForDrafts(page, ["Half a comm", "Starts badly when it is cold"])
            try await world.workspace.on(
                "office", "ticket", "set", id, "--description", "Starts well again")
            try await page.shows("It has changed since you began", in: "form.editor")
            try await page.shows("Starts well again", in: "form.editor")

            await world.stopDaemon("office", SIGKILL)
            try await page.shows("syncd is not running", in: ".chip")
            try await world.startDaemon("office")
            try await page.hides("syncd is not running", in: ".chip")
            try await page.reload()
            try await page.shows("Your draft of", in: "form.editor")
            let kept = """
                return document.querySelector("[name=description]")?.value + "|"
                    + document.querySelector("[name=comment]")?.value === arguments[0]
                """
            try await page.wait(
                "both drafts", kept, "Starts badly when it is cold|Half a comm")

            // Saving covers what its writer had seen, so the other text stands beside it.
            try await page.press("Save", in: "form.editor")
            try await page.shows("Another value was written apart", in: "[aria-label=Description]")
            let shown = try await world.show(id)
            #expect(shown["conflicts"]?.items.map { $0["field"]?.string } == ["description"])
            let left = try await page.asyncScript(
                "fetch('/api/drafts').then((answer) => answer.json()).then(arguments[0])")
            #expect(left["drafts"]?.items.compactMap { $0["text"]?.string } == ["Half a comm"])
        }

        @Test func `what is written while syncd is silent is kept, and saved when it is back`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Silence")
            try await page.go("#/ticket/\(id)")
            try await page.shows("Silence", in: "h1")
            try await page.shows("Start the timer", in: ".timer")
            await world.stopDaemon("office")
            try await page.shows("syncd is not running", in: ".chip")
            try await page.fill("New comment", "Written into the silence")
            try await page.wait(
                "page that asks before it is closed",
                "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))")
            try await page.go("#/work")
            try await page.shows("syncd does not answer", in: "main")
            try await world.startDaemon("office")
            try await page.shows("My work", in: "h1")
            try await Self.waitForDrafts(page, ["Written into the silence"])
            try await page.wait(
                "page that can be closed",
                "return dispatchEvent(new Event('beforeunload', { cancelable: true }))")
            try await page.go("#/ticket/\(id)")
            try await page.wait(
                "the text",
                "return document.querySelector('[name=comment]')?.value === arguments[0]",
                "Written into the silence")
        }

        /// A draft is saved a moment after the last letter.
        private static func waitForDrafts(_ page: Browser, _ texts: [String]) async throws {
            _ = try await page.eventually("saved drafts") { () -> Bool? in
                let kept = try await page.asyncScript(
                    "fetch('/api/drafts').then((answer) => answer.json()).then(arguments[0])")
                let saved = kept["drafts"]?.items.compactMap { $0["text"]?.string } ?? []
                return Set(texts).isSubset(of: saved) ? true : nil
            }
        }
    }
}
