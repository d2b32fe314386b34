// People and laptops on the page: done by who may, refused to who may not, and seen on the laptops
// that it is about.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct PeopleTests {
        private static let panel = "[data-panel='People and laptops']"

        static func openPanel(_ name: String, _ page: Browser) async throws {
            // From elsewhere, so that nothing is open yet.
            try await page.script("location.hash = '#/workload'")
            try await page.shows("Workload", in: "h1")
            try await page.script("location.hash = '#/settings'")
            try await page.shows("Settings", in: "h1")
            try await page.pressElement("[data-panel='\(name)'] > summary")
        }

        private func tablet(
            _ world: PageWorld, _ arguments: String...
        ) async throws -> Program.Result {
            try await Program.run(arguments + ["--json"], in: world.workspace.directory("tablet"))
        }

        @Test func `an owner invites, and changes what the laptop that joined may do`() async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await Self.openPanel("People and laptops", page)
            try await page.shows("Ben", in: Self.panel)
            try await page.press("Invite somebody…", in: Self.panel)
            try await page.fill("Name", "Dana", in: "dialog")
            try await page.choose("Role", "Admin", in: "dialog")
            try await page.press("Make a code", in: "dialog")
            try await page.shows("A code for Dana", in: "dialog h2")
            let code = try #require(
                try await page.wait(
                    "code", "return document.querySelector(\"[aria-label='The code']\").value"
                ).string)
            try await page.shows(
                "syncd join \(world.workspace.url) \(code)", in: "dialog")
            try await page.press("Done", in: "dialog")
            try await page.shows("Dana, admin", in: "[aria-label='Open invitations']")
            try await page.hides(code)

            let joined = try await tablet(
                world, "join", world.workspace.url, code, "--name", "tablet")
            try #require(joined.status == 0, "\(joined.complaint)")
            // The laptop is a row that everybody gets: the panel looks again by itself.
            try await page.shows("tablet", in: Self.panel)
            try await page.shows("No code is open.", in: Self.panel)
            let mayList = try await tablet(world, "device", "list")
            #expect(mayList.status == 0)
            let number = try #require(
                try mayList.json()["devices"]?.items
                    .first { $0["name"]?.string == "tablet" }?["ordinal"]?.integer)

            try await page.press("Role: Dana")
            try await page.choose("Role", "Member", in: "dialog")
            try await page.press("Change", in: "dialog")
            try await page.shows("Dana: member.", in: ".toasts")
            #expect(try await tablet(world, "device", "list").status == 3)
            try await page.press("Capacity: Dana")
            try await page.fill("A week has room for", "much", in: "dialog")
            try await page.press("Set", in: "dialog")
            try await page.shows("Write it as 30h", in: "dialog")
            try await page.fill("A week has room for", "37h30", in: "dialog")
            try await page.press("Set", in: "dialog")
            try await page.shows("37h30 a week", in: Self.panel)

            try await page.press("Revoke: tablet (laptop \(number))")
            try await page.shows("locks when it next reaches the hub", in: "dialog")
            try await page.shows("are kept below to read", in: "dialog")
            try await page.press("Revoke", in: "dialog")
            try await page.shows("tablet may no longer sync.", in: ".toasts")
            try await page.shows("revoked", in: Self.panel)
            #expect(try await tablet(world, "sync").status == 3)
            #expect(try await tablet(world, "ticket", "list").status == 3)
            try await page.press("Let in again: tablet (laptop \(number))")
            try await page.press("Let in", in: "dialog")
            try await page.shows("tablet may sync again.", in: ".toasts")
            #expect(try await tablet(world, "sync").status == 0)

            try await deactivate(world, page)
        }

        /// A person's access ends and begins with all of their laptops.
        private func deactivate(_ world: PageWorld, _ page: Browser) async throws {
            try await page.press("Deactivate: Dana")
            try await page.press("Deactivate", in: "dialog")
            try await page.shows("Dana has no access any more.", in: ".toasts")
            #expect(try await tablet(world, "sync").status == 3)
            try await page.press("Let in again: Dana")
            try await page.press("Let in", in: "dialog")
            try await page.shows("Dana is in again.", in: ".toasts")
            #expect(try await tablet(world, "sync").status == 0)
            try await page.press("Deactivate: Dana")
            try await page.press("Deactivate", in: "dialog")
            try await page.shows("deactivated", in: Self.panel)
        }

        @Test
        func `a laptop that is revoked here locks there, and what it had not sent is read here`()
            async throws
        {
            let world = try PageTests.world
            let (office, van) = (world.office, world.van)
            await world.stopDaemon("van")
            let id = try await world.ticket("Pump house floods", on: "van")
            try await Self.openPanel("People and laptops", office)
            let ordinal = try #require(try await world.workspace.on("van", "status")["ordinal"])
            let name = "van (laptop \(ordinal))"
            try await office.press("Revoke: \(name)")
            try await office.press("Revoke", in: "dialog")
            try await office.shows("van may no longer sync.", in: ".toasts")
            try await world.startDaemon("van")
            try await world.workspace.eventually {
                try await world.workspace.on("van", "status")["locked"]?.string == "revoked"
            }.expect("van is locked")
            try await van.reload()
            try await van.shows("This laptop is locked", in: "main h1")
            try await van.hides("Pump house floods")
            #expect(
                try await Program.run(
                    "ticket", "show", id, in: world.workspace.directory("office")
                ).status == 1)

            try await office.press("Changes that were not taken", in: Self.panel)
            try await office.shows("Pump house floods", in: Self.panel)
            try await office.shows("Its device may no longer sync", in: Self.panel)
            try await office.press("Let in again: \(name)")
            try await office.press("Let in", in: "dialog")
            try await office.shows("van may sync again.", in: ".toasts")
            // By itself, or since somebody asks: whoever is first.
            try await world.workspace.on("van", "sync")
            try await van.shows("Pump house floods", in: ".tickets")
            try await world.holds(id, on: "office", "what was kept and sent again") {
                $0["title"]?.string == "Pump house floods"
            }
        }

        @Test func `a member reads who is in, with a word why, and the hub refuses the rest`()
            async throws
        {
            let world = try PageTests.world
            let page = world.van
            try await page.go("#/settings")
            try await page.shows(
                "Owners and admins change members and laptops", in: "[aria-label=Members]")
            #expect(
                try await page.script("return document.querySelector(arguments[0])", Self.panel)
                    .isNull)
            let refused = try await page.asyncScript(
                """
                const done = arguments[0];
                fetch("/api/session").then((answer) => answer.json()).then(({ csrf }) =>
                    fetch("/api/hub/members/invite", { method: "POST", body: '{"member":"Eve"}',
                        headers: { "Content-Type": "application/json", "X-Syncd-CSRF": csrf } }))
                    .then(async (answer) => done(
                        [answer.status, (await answer.json()).error.code]));
                """)
            #expect(refused[0]?.integer == 403)
            #expect(refused[1]?.string == "role_required")
        }

        @Test func `an admin is offered nothing above themselves, and the last owner stays`()
            async throws
        {
            let world = try PageTests.world
            let (office, van) = (world.office, world.van)
            let hub = world.workspace.hubDirectory
            _ = try await Program.run("hub", "member", "role", "Ben", "admin", in: hub)
            try await van.go("#/tickets")
            let isAdmin = try await world.workspace.eventually {
                try await world.workspace.on("van", "members").items.contains {
                    $0["name"]?.string == "Ben" && $0["role"]?.string == "admin"
                }
            }
            #expect(isAdmin)
            try await van.reload()
            try await Self.openPanel("People and laptops", van)
            try await van.shows("Owners are changed by owners.", in: Self.panel)
            try await van.shows("Role", in: "[aria-label='Role: Ben']")
            try await van.hides("Role: Ada", in: Self.panel)
            try await van.press("Invite somebody…", in: Self.panel)
            let roles = try await van.wait(
                "roles",
                "return [...document.querySelector('dialog select').options]"
                    + ".map((one) => one.text).join()")
            #expect(roles.string == "Member,Admin")
            try await van.press("Cancel", in: "dialog")

            try await Self.openPanel("People and laptops", office)
            try await office.press("Deactivate: Ada")
            try await office.shows("This is you", in: "dialog")
            try await office.press("Deactivate", in: "dialog")
            try await office.shows("is the only owner", in: "dialog")
            try await office.press("Cancel", in: "dialog")
            _ = try await Program.run("hub", "member", "role", "Ben", "member", in: hub)
        }

        @Test func `without the hub it says so and offers nothing; a hub that is silent is left`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            try await Self.openPanel("People and laptops", page)
            try await page.shows("Ben", in: Self.panel)
            // It is there, and does not answer.
            world.workspace.signalHub(SIGSTOP)
            try await page.press("Capacity: Ben")
            try await page.press("Set", in: "dialog")
            try await page.shows("Asking the hub.", in: "dialog")
            try await page.press("Cancel", in: "dialog")
            try await page.shows("Not waited for any longer.", in: ".toasts")
            try await page.press("Close", in: ".toasts")
            world.workspace.signalHub(SIGCONT)

            try await page.press("Capacity: Ben")
            _ = await world.workspace.stopHub()
            try await page.shows("cannot be asked now", in: "dialog")
            try await page.wait(
                "buttons that are off",
                "return document.querySelector('dialog [type=submit]').disabled")
            try await page.press("Cancel", in: "dialog")
            try await page.shows("Nothing is kept to be done later", in: Self.panel)
            try await page.wait(
                "a panel that is off",
                "return [...document.querySelectorAll(arguments[0]"
                    + " + ' fieldset button')].every((one) => one.matches(':disabled'))",
                Self.panel)
            try await page.reload()
            try await Self.openPanel("People and laptops", page)
            try await page.shows("cannot be asked now", in: Self.panel)
            try await page.hides("Asking the hub.", in: Self.panel)

            try await world.workspace.startHub()
            for laptop in ["office", "van"] { try await world.workspace.on(laptop, "sync") }
            try await page.shows("Ben", in: Self.panel)
            try await page.hides("cannot be asked now", in: Self.panel)
        }
    }
}

extension Bool {
    fileprivate func expect(
        _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self, what, sourceLocation: sourceLocation)
    }
}
