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
            for button in [
                "Share it", "Correct 20m of Ada", "Show to client", "Replace: plan.txt",
                "Rename: plan.txt", "Delete: plan.txt",
            ] {
                try await page.press(button, in: "main")
                try await page.wait("dialog", "return document.querySelector('dialog') !== null")
                #expect(try await Self.findings(page, axe) == [], "\(button)")
                try await page.press("Cancel", in: "dialog")
            }
            // The menu stands over what was scrolled under it.
            try await page.script("scrollTo(0, 0)")
            try await page.pressElement("[data-focus='why/status']")
            try await page.shows("Why status shows this", in: "dialog")
            #expect(try await Self.findings(page, axe) == [], "why")
            try await page.press("Close", in: "dialog")
            try await page.pressElement(".chip .words")
            try await page.shows("Last contact", in: "dialog")
            #expect(try await Self.findings(page, axe) == [], "chip")
            try await page.press("Close", in: "dialog")
        }

        @Test(arguments: Look.allCases)
        func `what opens over the list has no serious finding`(look: Look) async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await Self.busyTicket(world)
            let axe = try String(contentsOf: try Self.axe(), encoding: .utf8)
            try await Self.show(look, page)
            try await page.go("#/tickets?search=noisy")
            try await page.press("Select \(id)")
            try await page.pressElement("[data-box=Status] > summary")
            #expect(try await Self.findings(page, axe) == [], "a filter, and the selection")
            try await page.press("Save this filter")
            #expect(try await Self.findings(page, axe) == [], "saving a filter")
            try await page.press("Cancel", in: "dialog")
            for (button, words) in [
                ("Edit together e", "Which they are"), ("Share", "This will be read by"),
            ] {
                try await page.press(button, in: ".bulk")
                try await page.shows(words, in: "dialog")
                #expect(try await Self.findings(page, axe) == [], "\(button) \(look.rawValue)")
                let over = try await page.script(
                    "const box = document.querySelector('dialog');"
                        + "return box.scrollWidth - box.clientWidth")
                #expect(over.integer == 0, "\(button) \(look.rawValue)")
                try await page.press("Cancel", in: "dialog")
            }
            try await page.press("Clear selection")
            try await page.pressElement("h1")
            try await page.keys("?")
            try await page.shows("Everywhere", in: "dialog")
            #expect(try await Self.findings(page, axe) == [], "help \(look.rawValue)")
            try await page.press("Close", in: "dialog")
            try await Self.show(.light, page)
        }

        @Test func `a ticket with everything on it fits into 320 pixels`() async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await Self.busyTicket(world)
            try await Self.show(.narrow, page)
            try await page.go("#/ticket/\(id)")
            try await page.press("Edit", in: ".headline")
            try await page.press("Edit", in: "[aria-label=Description]")
            try await page.press("History")
            try await page.press("What the client sees")
            try await page.shows("On our way", in: ".history")
            let width = try await page.script("return document.documentElement.scrollWidth")
            #expect(try #require(width.integer) <= 320)
            try await Self.show(.light, page)
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

        @Test func `titles have room in a window of any width`() async throws {
            let world = try PageTests.world
            let page = world.office
            for number in 1...16 { _ = try await world.ticket("Wide enough \(number)") }
            for width in [320, 500, 768, 1_000, 2_560] {
                try await page.devTools(
                    "Emulation.setDeviceMetricsOverride",
                    ["width": width, "height": 320, "deviceScaleFactor": 1, "mobile": false])
                try await page.go("#/tickets?search=wide+enough")
                try await page.shows("16 tickets", in: ".head")
                // Rows out of view leave room, which must not take any from the columns.
                try await page.wait(
                    "room", "return document.querySelector('.tickets .room') !== null")
                let title = try await page.script(
                    "return Math.round(document.querySelector('.tickets td.title')"
                        + ".getBoundingClientRect().width)")
                #expect(try #require(title.integer) > 180, "\(width)")
            }
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
        static func busyTicket(_ world: PageWorld) async throws -> String {
            let id = try await world.ticket(
                "Noisy", "--contact", "Plant manager", "--estimate", "10m", "--priority", "urgent")
            let laptop = world.workspace
            try await laptop.on(
                "office", "ticket", "comment", id, "--internal", "Checked the bearings")
            try await laptop.on("office", "ticket", "comment", id, "--to-client", "On our way")
            try await laptop.on("office", "ticket", "time", id, "20m")
            let file = laptop.path + "/plan.txt"
            try "The plan".write(toFile: file, atomically: true, encoding: .utf8)
            try await laptop.on("office", "ticket", "attach", id, file)
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
