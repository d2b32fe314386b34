// Whatever people write is shown as text, on every screen, and nothing of it runs.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct HostileTextTests {
        static let texts = [
            "<script>window.wasRun = 1</script>",
            "<img src=x onerror=\"window.wasRun = 2\">",
            "</textarea><svg onload=window.wasRun=3>",
            "javascript:window.wasRun=4",
            "{{7*7}} ${7*7} &lt;b&gt; &amp;",
            "\u{202E}gnp.exe\u{2066} right to left",
            "שלום עולם مرحبا",
            "🧑🏽‍🔧👩‍👩‍👧‍👦 e\u{301} \u{200B}zero",
            String(repeating: "long text without an end ", count: 160),
        ]

        @Test(arguments: texts.indices)
        func `a text is shown as it was written, everywhere`(index: Int) async throws {
            let text = Self.texts[index]
            let title = String(text.prefix(300))
            let world = try PageTests.world
            let page = world.office
            try await page.go("#/new")
            try await page.paste("Title", title)
            try await page.paste("Description", text)
            try await page.press("Create the ticket")
            let id = try #require(
                try await page.wait("ticket", "return location.hash.split('/')[2]").string)
            try await page.paste("New comment", text)
            try await page.press("Internal note")
            try await Self.stands(title, in: "h1", on: page)
            try await Self.stands(text, in: "[aria-label=Description] .text", on: page)
            try await Self.stands(text, in: ".comment .text", on: page)
            try await page.paste("Length", "5m")
            try await page.paste("Note", title)
            try await page.press("Log time")
            try await Self.stands(title, in: ".entries .text", on: page)
            try await page.press("History")
            try await Self.stands(text, in: ".history .text", on: page)
            try await page.go("#/tickets")
            try await Self.stands(title, in: ".tickets td.title a", on: page)
            try await page.go("#/work")
            try await page.go("#/time")
            try await Self.stands(title, in: "[aria-label=Entries] td", on: page)
            try await page.go("#/ticket/\(id)")
            try await page.press("Edit", in: ".headline")
            try await page.wait(
                "the title in its field",
                "return document.querySelector('[name=title]')?.value === arguments[0]", title)
            try await page.press("Cancel", in: ".headline")
            #expect(try await page.script("return window.wasRun ?? null").isNull)
            #expect(
                try await page.script(
                    "return document.querySelectorAll('main img, main script, main iframe').length"
                ).integer == 0)
        }

        @Test func `names of lists are shown as they were written, too`() async throws {
            let world = try PageTests.world
            let page = world.office
            let name = "<b onmouseover=window.wasRun=5>Bold</b> & Sons 🏗️"
            try await page.go("#/settings")
            try await page.press("Add an organization")
            try await page.paste("Name", name, in: "#organization")
            try await page.press("Add", in: "#organization")
            try await Self.stands(name, in: "#organization bdi", on: page)
            let id = try await world.ticket("Bold client", "--organization", name)
            try await page.go("#/tickets?search=bold")
            try await Self.stands(name, in: ".tickets td.organization", on: page)
            try await page.go("#/ticket/\(id)")
            try await page.wait(
                "the name in the select",
                "return document.querySelector('[name=organization]')?.selectedOptions[0].text"
                    + " === arguments[0].trim()", name)
            #expect(try await page.script("return window.wasRun ?? null").isNull)
        }

        /// The text is a text node's content, letter by letter.
        private static func stands(
            _ text: String, in part: String, on page: Browser,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            try await page.wait(
                "the text in \(part)",
                "return [...document.querySelectorAll(arguments[0])]"
                    + ".some((one) => one.textContent === arguments[1]"
                    + " && [...one.querySelectorAll('*')].every((inner) =>"
                    + " inner.localName === 'bdi'))",
                part, text, sourceLocation: sourceLocation)
        }
    }
}
