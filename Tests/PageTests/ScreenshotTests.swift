// Pictures of every screen, light, dark and narrow, for people to look at: they go into the
// directory that SYNCD_SCREENSHOTS names, and are not taken without it.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite(.enabled(if: ProcessInfo.processInfo.environment["SYNCD_SCREENSHOTS"] != nil))
    struct ScreenshotTests {
        @Test(arguments: AccessTests.Look.allCases)
        func `every screen is pictured`(look: AccessTests.Look) async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await AccessTests.busyTicket(world)
            let apart = try await Self.disputedTicket(world)
            try await AccessTests.show(look, page)
            let tickets = [("ticket", "#/ticket/\(id)"), ("disputed", "#/ticket/\(apart)")]
            let screens = NetworkTests.screens.map {
                ($0.dropFirst(2).prefix { $0.isLetter }.description, $0)
            }
            for (name, address) in screens + tickets {
                try await page.go(address)
                try await page.wait("screen", "return document.querySelector('main h1') !== null")
                try await page.script(
                    "for (const panel of document.querySelectorAll('details.panel, .add'))"
                        + "{ panel.open = true; }")
                try await Self.picture(page, "\(name)-\(look.rawValue)")
            }
            try await page.go("#/tickets?search=noisy")
            try await page.press("Select \(id)")
            for (button, name) in [("Edit together e", "together"), ("Share", "share")] {
                try await page.press(button, in: ".bulk")
                try await page.wait("dialog", "return document.querySelector('dialog') !== null")
                try await Self.picture(page, "\(name)-\(look.rawValue)", isWhole: false)
                try await page.press("Cancel", in: "dialog")
            }
            try await AccessTests.show(.light, page)
        }

        /// A ticket with values beside each other, and one text held back.
        private static func disputedTicket(_ world: PageWorld) async throws -> String {
            let id = try await world.ticket("Noisy", "--description", "One.\nTwo.\n")
            try await world.holds(id, on: "van", "there") { _ in true }
            _ = await world.workspace.stopHub()
            for (laptop, text) in [("office", "One.\nTwo, done.\n"), ("van", "One.\n2.\n")] {
                try await world.workspace.on(
                    laptop, "ticket", "set", id, "--description", text)
            }
            try await world.workspace.on("office", "ticket", "share", id, "--yes")
            try await world.workspace.startHub()
            for laptop in ["van", "office"] { try await world.workspace.on(laptop, "sync") }
            return id
        }

        private static func picture(
            _ page: Browser, _ name: String, isWhole: Bool = true
        ) async throws {
            let folder = try #require(ProcessInfo.processInfo.environment["SYNCD_SCREENSHOTS"])
            let taken = try await page.devTools(
                "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": isWhole])
            let picture = try #require(
                taken["data"]?.string.flatMap { Data(base64Encoded: $0) })
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try picture.write(to: URL(fileURLWithPath: folder).appending(path: name + ".png"))
        }
    }
}
