// Links for clients on the page: made on a ticket, listed, ended; and what the new panels are to
// keyboards, narrow windows and axe-core.

import Foundation
import ProcessSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension PageTests {
    @Suite struct PortalLinksTests {
        private static let panel = "[data-panel='Portal links']"

        /// What a browser without a cookie gets that follows the link: 303 goes on to the tickets.
        private func status(of link: String) async throws -> Int {
            let session = URLSession(
                configuration: .ephemeral, delegate: StandingStill(), delegateQueue: nil)
            defer { session.invalidateAndCancel() }
            let (_, response) = try await session.data(from: try #require(URL(string: link)))
            return try #require(response as? HTTPURLResponse).statusCode
        }

        /// Follows no redirect.
        private final class StandingStill: NSObject, URLSessionTaskDelegate {
            func urlSession(
                _ session: URLSession, task: URLSessionTask,
                willPerformHTTPRedirection response: HTTPURLResponse,
                newRequest request: URLRequest,
                completionHandler: @escaping @Sendable (URLRequest?) -> Void
            ) {
                completionHandler(nil)
            }
        }

        @Test func `a link is made on a ticket, opens the portal, and ends where it is revoked`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Conveyor stops", "--contact", "Plant manager")
            try await page.go("#/ticket/\(id)")
            try await page.shows("Conveyor stops", in: "h1")
            try await page.press("What the client sees")
            try await page.press("Portal link for this contact…")
            try await page.fill("Days until it ends", "366", in: "dialog")
            try await page.press("Make the link", in: "dialog")
            try await page.shows("A link lives 1 to 365 days", in: "dialog")
            try await page.fill("Days until it ends", "30", in: "dialog")
            try await page.press("Make the link", in: "dialog")
            try await page.shows("It is shown only now.", in: "dialog")
            let link = try #require(
                try await page.wait(
                    "link", "return document.querySelector(\"[aria-label='The link']\").value"
                ).string)
            #expect(link.hasPrefix(world.workspace.url + "/portal/"))
            try await page.press("Copy", in: "dialog")
            try await page.wait(
                "that it was copied",
                "return /Copied|Ctrl/.test("
                    + "document.querySelector('dialog').innerText)")
            try await page.press("Done", in: "dialog")
            #expect(try await status(of: link) == 303)
            let secret = try #require(link.split(separator: "/").last)
            try expectNowhere(String(secret), in: world.workspace.directory("office"))

            try await PeopleTests.openPanel("Portal links", page)
            try await page.shows("Plant manager", in: Self.panel)
            try await page.shows("by Ada", in: Self.panel)
            let list = try await world.workspace.on("van", "portal", "list")
            let number = try #require(list.items.last?["number"]?.integer)
            try await page.press("Revoke link \(number) for Plant manager")
            try await page.shows("From the next request on", in: "dialog")
            try await page.press("Revoke it", in: "dialog")
            try await page.shows("Link \(number) is revoked.", in: ".toasts")
            #expect(try await status(of: link) == 404)
            try await page.press("1 link that ended", in: Self.panel)
            try await page.shows("by Ada", in: Self.panel)
        }

        /// What is shown once stands in no file of the laptop.
        private func expectNowhere(_ secret: String, in directory: String) throws {
            let files = FileManager.default.enumerator(atPath: directory)
            for case let file as String in try #require(files) {
                let bytes = FileManager.default.contents(atPath: directory + "/" + file)
                #expect(bytes?.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }

        @Test func `a member makes and ends links, too; without the hub it says so`() async throws {
            let world = try PageTests.world
            let page = world.van
            let id = try await world.ticket(
                "Belt is worn", "--contact", "Plant manager", on: "van")
            try await PeopleTests.openPanel("Portal links", page)
            try await page.choose("New link for", "Plant manager", in: Self.panel)
            try await page.press("Make a link…", in: Self.panel)
            try await page.press("Make the link", in: "dialog")
            try await page.shows("It is shown only now.", in: "dialog")
            try await page.press("Done", in: "dialog")
            try await page.shows("by Ben", in: Self.panel)

            _ = await world.workspace.stopHub()
            try await page.shows("cannot be asked now", in: Self.panel)
            try await page.go("#/ticket/\(id)")
            try await page.shows("Belt is worn", in: "h1")
            try await page.press("What the client sees")
            try await page.shows("cannot be asked now", in: "details.panel")
            try await page.wait(
                "a button that is off",
                "return document.querySelector('[data-focus=portal-link]').disabled")
            try await world.workspace.startHub()
            for laptop in ["office", "van"] { try await world.workspace.on(laptop, "sync") }
            try await page.wait(
                "a button that is on",
                "return !document.querySelector('[data-focus=portal-link]').disabled")
        }

        @Test(arguments: AccessTests.Look.allCases)
        func `the panels that ask the hub have no serious finding, and fit`(
            look: AccessTests.Look
        ) async throws {
            let page = try PageTests.world.office
            let axe = try String(contentsOf: try AccessTests.axe(), encoding: .utf8)
            try await AccessTests.show(look, page)
            try await PeopleTests.openPanel("People and laptops", page)
            try await page.press("Changes that were not taken", in: "main")
            try await page.shows("Open invitations", in: "main")
            try await page.pressElement("[data-panel='Portal links'] > summary")
            try await page.shows("New link for", in: "main")
            #expect(try await AccessTests.findings(page, axe) == [], "\(look.rawValue)")
            let width = try await page.script("return document.documentElement.scrollWidth")
            #expect(try #require(width.integer) <= (look == .narrow ? 320 : 1_280))
            for button in ["Invite somebody…", "Deactivate: Ben"] {
                // The driver presses what is in view, also where the frame lies over it.
                try await page.script("scrollTo(0, 0)")
                try await page.press(button, in: "main")
                try await page.wait("dialog", "return document.querySelector('dialog') !== null")
                #expect(try await AccessTests.findings(page, axe) == [], "\(button)")
                try await page.press("Cancel", in: "dialog")
            }
            try await AccessTests.show(.light, page)
        }

        @Test func `people are invited and links revoked by keys alone`() async throws {
            let page = try PageTests.world.office
            let (enter, tab) = ("\u{E007}", "\u{E004}")
            try await page.go("#/tickets")
            try await page.keys("g", "s")
            try await page.shows("Settings", in: "h1")
            try await page.script(
                "document.querySelector(\"[data-panel='People and laptops'] > summary\").focus()")
            try await page.keys(enter)
            try await page.shows("Invite somebody…", in: "main")
            try await page.keys(tab, enter)
            try await page.wait(
                "focus on the name", "return document.activeElement.name === 'new-member'")
            try await page.keys("G", "i", "l", enter)
            try await page.shows("A code for Gil", in: "dialog")
            try await page.wait(
                "focus on Copy", "return document.activeElement.innerText === 'Copy'")
            try await page.keys("\u{E00C}")
            try await page.shows("Gil, member", in: "[aria-label='Open invitations']")
            let hub = try PageTests.world.workspace.hubDirectory
            _ = try await Program.run("hub", "member", "deactivate", "Gil", in: hub)
        }
    }
}
