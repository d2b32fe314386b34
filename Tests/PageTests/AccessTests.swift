// Every screen, light, dark and narrow, against axe-core's rules, and against some of our own.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct AccessTests {
        enum Look: String, CaseIterable {
            case light, dark, narrow
        }

        @Test(arguments: Look.allCases)
        func `no screen has a serious finding of axe-core`(look: Look) async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await Self.busyTicket(world)
            let axe = try String(contentsOf: try Self.axe(), encoding: .utf8)
            try await Self.show(look, page)
            for screen in NetworkTests.screens + ["#/ticket/\(id)"] {
                try await page.go(screen)
                try await page.wait("screen", "return document.querySelector('main h1') !== null")
                try await page.script(
                    "for (const panel of document.querySelectorAll('details.panel, .add'))"
                        + "{ panel.open = true; }")
                let findings = try await Self.findings(page, axe)
                #expect(findings == [], "\(screen) \(look.rawValue)")
            }
            try await Self.show(.light, page)
        }

        @Test func `the dialogs have no serious finding either`() async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await Self.busyTicket(world)
            let axe = try String(contentsOf: try Self.axe(), encoding: .utf8)
            try await page.go("#/ticket/\(id)")
            for button in ["Share it", "Correct 20m of Ada"] {
                try await page.press(button, in: "main")
                try await page.wait("dialog", "return document.querySelector('dialog') !== null")
                #expect(try await Self.findings(page, axe) == [], "\(button)")
                try await page.press("Cancel", in: "dialog")
            }
            try await page.pressElement(".chip .words")
            try await page.shows("Last contact", in: "dialog")
            #expect(try await Self.findings(page, axe) == [], "chip")
            try await page.press("Close", in: "dialog")
        }

        @Test(arguments: NetworkTests.screens)
        func `nothing runs over the edge at 320 pixels`(screen: String) async throws {
            let page = try PageTests.world.office
            try await Self.show(.narrow, page)
            try await page.go(screen)
            try await page.wait("screen", "return document.querySelector('main h1') !== null")
            let width = try await page.script("return document.documentElement.scrollWidth")
            #expect(try #require(width.integer) <= 320)
            try await Self.show(.light, page)
        }

        @Test func `times tell the exact moment and zone on hover`() async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Clockwork")
            try await page.go("#/ticket/\(id)")
            try await page.shows("Clockwork", in: "h1")
            let times = try await page.script(
                "return [...document.querySelectorAll('time')]"
                    + ".map((one) => [one.dateTime, one.title])")
            #expect(times.items.count > 2)
            for time in times.items {
                #expect(time[0]?.string?.hasSuffix("Z") == true)
                #expect(time[1]?.string?.contains("2") == true)
            }
        }

        @Test func `a printed ticket shows its words and nothing to press`() async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await Self.busyTicket(world)
            try await page.go("#/ticket/\(id)")
            try await page.shows("Noisy", in: "h1")
            try await page.devTools("Emulation.setEmulatedMedia", ["media": "print"])
            let visible = try await page.script(
                """
                return [...document.querySelectorAll("button, .top, .composer")]
                    .filter((one) => one.checkVisibility() && !one.matches(".who-button")).length;
                """)
            #expect(visible.integer == 0)
            try await page.shows("Checked the bearings", in: ".comments")
            try await page.devTools("Emulation.setEmulatedMedia", ["media": ""])
        }

        /// A ticket that shows all that a ticket can show.
        private static func busyTicket(_ world: PageWorld) async throws -> String {
            let id = try await world.ticket(
                "Noisy", "--contact", "Plant manager", "--estimate", "10m", "--priority", "urgent")
            let laptop = world.workspace
            try await laptop.on(
                "office", "ticket", "comment", id, "--internal", "Checked the bearings")
            try await laptop.on("office", "ticket", "comment", id, "--to-client", "On our way")
            try await laptop.on("office", "ticket", "time", id, "20m")
            return id
        }

        static func show(_ look: Look, _ page: Browser) async throws {
            try await page.devTools(
                "Emulation.setDeviceMetricsOverride",
                [
                    "width": look == .narrow ? 320 : 1_280, "height": 900,
                    "deviceScaleFactor": 1, "mobile": false,
                ])
            let scheme: [String: any Sendable] = [
                "name": "prefers-color-scheme", "value": look == .dark ? "dark" : "light",
            ]
            try await page.devTools("Emulation.setEmulatedMedia", ["features": [scheme]])
        }

        /// The findings that axe-core calls serious or critical, each with what it found.
        static func findings(_ page: Browser, _ axe: String) async throws -> [String] {
            try await page.script(axe + "; window.axe = axe;")
            let found = try await page.asyncScript(
                """
                const done = arguments[0];
                axe.run(document, { resultTypes: ["violations"] }).then((result) => done(
                    result.violations.filter((one) => ["serious", "critical"].includes(one.impact))
                        .flatMap((one) => one.nodes.map((node) =>
                            `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))));
                """)
            return found.items.compactMap(\.string)
        }

        /// Where `scripts/test` puts it; it is no part of this project.
        static func axe() throws -> URL {
            let path = try #require(
                ProcessInfo.processInfo.environment["SYNCD_AXE"],
                "SYNCD_AXE names no axe.min.js: run scripts/test, which fetches it")
            return URL(fileURLWithPath: path)
        }
    }
}
