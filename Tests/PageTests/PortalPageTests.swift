// The portal in a real browser: what a client sees of it, against axe-core's rules, on every width,
// and what the pages' own policy lets happen.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct PortalPageTests {
        /// A client's browser, behind a link, with a ticket that shows all that a ticket can show.
        private static func enter(_ world: PageWorld) async throws -> (Browser, address: String) {
            let workspace = world.workspace
            let id = try await world.ticket(
                "Pump \(UUID().uuidString)", "--contact", "Plant manager", "--description",
                "Water under the pump.\nSince Monday.", "--status", "in_progress")
            try await workspace.on("office", "ticket", "share", id, "--yes")
            try await workspace.on("office", "ticket", "comment", id, "--to-client", "On our way")
            try await workspace.on("office", "ticket", "comment", id, "--internal", "They pay late")
            let files = [
                ("pump.png", try #require(image)), ("page.html", Data("<script>x()</script>".utf8)),
            ]
            for (name, bytes) in files {
                let file = workspace.path + "/" + name
                try bytes.write(to: URL(fileURLWithPath: file))
                try await workspace.on("office", "ticket", "attach", id, file, "--client-visible")
            }
            try await workspace.on("office", "sync")
            let arrived = try await workspace.eventually {
                let shown = try await workspace.on("office", "ticket", "show", id)
                return shown["documents"]?.items.allSatisfy { $0["bytes"]?.string == "here" }
                    == true
            }
            try #require(arrived)
            let link = try await Program.run(
                "hub", "portal", "link", "Plant manager", "--json", in: workspace.hubDirectory)
            let url = try #require(try link.json()["url"]?.string)
            let path = try #require(URL(string: url)?.path)
            let hub = "http://127.0.0.1:\(workspace.port)"
            let browser = try await world.driver.open()
            try await browser.open(hub + path)
            return (browser, "\(hub)/portal/tickets/\(id)")
        }

        private static let image = Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAA"
                + "AAYAAjCB0C8AAAAASUVORK5CYII=")

        @Test(arguments: AccessTests.Look.allCases)
        func `no page of the portal has a serious finding, or runs over the edge`(
            look: AccessTests.Look
        ) async throws {
            let (page, address) = try await Self.enter(try PageTests.world)
            let axe = try String(contentsOf: try AccessTests.axe(), encoding: .utf8)
            let hub = try #require(address.firstRange(of: "/portal/"))
            let list = String(address[..<hub.lowerBound]) + "/portal"
            try await AccessTests.show(look, page)
            for (place, heading) in [
                (list, "Your tickets"), (address, "Pump"),
                (list + "/tickets/9-999", "There is nothing here"),
            ] {
                try await page.open(place)
                try await page.shows(heading, in: "h1")
                #expect(
                    try await AccessTests.findings(page, axe) == [], "\(place) \(look.rawValue)")
                let width = try await page.script("return document.documentElement.scrollWidth")
                let limit = look == .narrow ? 320 : 1_280
                #expect(try #require(width.integer) <= limit, "\(place)")
            }
        }

        @Test func `a link leaves the address, images are seen, and the page runs nothing`()
            async throws
        {
            let (page, address) = try await Self.enter(try PageTests.world)
            let here = try await page.script("return location.pathname")
            #expect(here.string == "/portal")
            try await page.open(address)
            try await page.shows("On our way", in: "main")
            let text = try await page.script("return document.body.innerText")
            #expect(try !#require(text.string).contains("They pay late"))
            _ = try await page.eventually("image") {
                let width = try await page.script(
                    "return document.querySelector('img.preview')?.naturalWidth ?? null")
                return width.integer == 1 ? true : nil
            }
            let step = try await page.script(
                "return document.querySelector('[aria-current=step]').innerText")
            #expect(step.string == "In work")
            // What would be a hole if the policy had one: a script, an image and a style of others.
            let reached = try await page.asyncScript(
                """
                const done = arguments[arguments.length - 1];
                const script = document.createElement("script");
                script.textContent = "window.ran = true";
                document.head.append(script);
                const frame = document.createElement("img");
                frame.onload = () => done("an image of another place");
                frame.onerror = () => done(window.ran ? "a script" : "nothing");
                frame.src = "data:image/gif;base64,"
                    + "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
                document.body.append(frame);
                """)
            #expect(reached.string == "nothing")
        }
    }
}
