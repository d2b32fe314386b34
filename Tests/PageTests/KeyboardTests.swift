// The page without a mouse: a day's work done by keys alone.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct KeyboardTests {
        private static let enter = "\u{E007}"
        private static let tab = "\u{E004}"
        private static let escape = "\u{E00C}"

        @Test func `a ticket is found, opened, changed and commented by keys alone`() async throws {
            let world = try PageTests.world
            let page = world.office
            for number in 1...3 { _ = try await world.ticket("Keyed \(number)") }
            try await page.go("#/settings")
            try await page.shows("Settings", in: "h1")
            try await page.keys("g", "t")
            try await page.shows("Tickets", in: "h1")
            try await page.keys("/")
            try await page.wait(
                "focus in the search", "return document.activeElement.name === 'search'")
            try await page.keys("k", "e", "y", "e", "d")
            try await page.shows("3 tickets", in: ".head")
            try await page.keys(Self.enter)
            try await page.wait(
                "focus on the first row", "return document.activeElement.innerText === 'Keyed 3'")
            try await page.keys("j", "j", "k")
            try await page.wait(
                "focus on the second row", "return document.activeElement.innerText === 'Keyed 2'")
            try await page.keys("x")
            try await page.shows("1 ticket selected", in: ".bulk")
            try await page.keys("a")
            try await page.shows("is yours", in: ".toasts")
            try await page.keys(Self.enter)
            try await page.shows("Keyed 2", in: "h1")
            try await page.keys("c", "H", "i")
            try await page.keys(Self.tab, Self.enter)
            try await page.shows("Hi", in: ".comment.internal")
            try await page.pressElement("h1")
            try await page.keys("p")
            try await page.wait(
                "focus on the priority", "return document.activeElement.name === 'priority'")
            try await page.keys("h", Self.tab)
            let id = try #require(
                try await page.wait("ticket", "return location.hash.split('/')[2]").string)
            try await world.holds(id, on: "office", "by keys") {
                $0["priority"]?.string == "high" && $0["assignee"]?.string == "Ada"
            }
        }

        @Test func `the help names the keys, and Escape leads back`() async throws {
            let page = try PageTests.world.office
            try await page.go("#/tickets")
            try await page.shows("Tickets", in: "h1")
            try await page.keys("?")
            try await page.shows("Select the ticket", in: "dialog")
            try await page.keys(Self.escape)
            try await page.wait("no dialog", "return document.querySelector('dialog') === null")
        }

        @Test(arguments: NetworkTests.screens)
        func `everything that can be pressed has the focus in turn, and shows it`(
            screen: String
        ) async throws {
            let page = try PageTests.world.office
            try await page.go(screen)
            try await page.wait("screen", "return document.querySelector('main h1') !== null")
            let unreachable = try await page.script(
                """
                const pressable = [...document.querySelectorAll(
                    "a[href], button, input, select, textarea, summary")]
                    .filter((one) => one.checkVisibility() && !one.disabled);
                return pressable.filter((one) => one.tabIndex < 0)
                    .map((one) => one.outerHTML.slice(0, 80));
                """)
            #expect(unreachable.items.map(\.description) == [])
            var seen: Set<String> = []
            for _ in 0..<6 {
                try await page.keys(Self.tab)
                let at = try await page.script(
                    """
                    const at = document.activeElement;
                    const style = getComputedStyle(at);
                    // A new screen has the focus as a whole; nothing can be pressed there.
                    const isShown = at.tabIndex < 0 || style.outlineStyle !== "none";
                    return [at.outerHTML.slice(0, 120), isShown];
                    """)
                seen.insert(try #require(at[0]?.string))
                #expect(at[1]?.boolean == true, "\(at[0]?.string ?? "") shows no focus")
            }
            // A date alone takes three.
            #expect(seen.count > 2)
        }
    }
}
