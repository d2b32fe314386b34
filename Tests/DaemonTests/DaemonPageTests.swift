// The page of a real daemon, beside a hub and another laptop: what one does there, commands and the
// other page say in the same words.

import Foundation
import SupportDesk
import Testing

extension ProcessTests {
    @Suite struct DaemonPageTests {
        @Test
        func `page and commands print the same documents, and the file of the secret is private`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            _ = try await workspace.run("office")
            let page = try await PageClient("office", in: workspace)
            let made = try await page.send("POST", "/api/tickets", ["title": "Roof"])
            #expect(made.status == 201)
            #expect(
                try await workspace.eventually {
                    try await page.get("/api/status")["chip"]?["words"]?.string == "Up to date"
                })
            let shown = try await workspace.on("office", "ticket", "show", "2-1")
            #expect(try await page.get("/api/tickets/2-1").description == shown.description)
            let workload = try await workspace.on("office", "workload")
            #expect(try await page.get("/api/workload").description == workload.description)
            let members = try await workspace.on("office", "members")
            #expect(try await page.get("/api/members").description == members.description)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: directory + "/page.secret")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }

        @Test func `a conflict appears on both pages, and is gone from both when one settles it`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("field", as: "Ben")
            let daemons = [try await workspace.run("office"), try await workspace.run("field")]
            let office = try await PageClient("office", in: workspace)
            let field = try await PageClient("field", in: workspace)
            // From here on the person at the office has been away.
            #expect(try await office.get("/api/away")["changes"]?.integer == 0)
            let made = try await office.send("POST", "/api/tickets", ["title": "Roof"])
            let seen = try #require(made.document["seen"]?.string)
            let path = "/api/tickets/2-1"
            #expect(try await workspace.eventually { try await field.get(path)["id"] != nil })

            _ = await workspace.stopHub()
            #expect(
                try await workspace.eventually {
                    let chip = try await office.get("/api/status")["chip"]
                    return chip?["tone"]?.string == "offline"
                })
            let shown = try #require(try await field.get(path)["seen"]?.string)
            try await office.send(
                "PATCH", path, ["seen": .string(seen), "edit": ["assignee": "Ada"]])
            try await field.send(
                "PATCH", path, ["seen": .string(shown), "edit": ["assignee": "Ben"]])
            #expect(
                try await field.get("/api/status")["chip"]?["words"]?.string?
                    .hasSuffix(", 1 change saved here") == true)
            try await workspace.startHub()
            for page in [office, field] { try await page.send("POST", "/api/sync") }
            for page in [office, field] {
                #expect(
                    try await workspace.eventually {
                        try await page.get("/api/status")["chip"]?["words"]?.string == "1 conflict"
                    })
            }
            let conflict = try await field.get("/api/conflicts?review=1")["conflicts"]?[0]
            try await field.send(
                "POST", "/api/conflicts/decide",
                [
                    "ticket": "2-1", "field": "assignee", "decision": "keep",
                    "seen": .string(try #require(conflict?["seen"]?.string)),
                ])
            for page in [office, field] {
                #expect(
                    try await workspace.eventually {
                        let total = try await page.get("/api/conflicts")["total"]?.integer
                        let chip = try await page.get("/api/status")["chip"]
                        return total == 0 && chip?["words"]?.string == "Up to date"
                    })
            }
            let away = try await office.get("/api/away")
            #expect(away["tickets"]?[0]?["id"]?.string == "2-1")
            for daemon in daemons {
                daemon.signal(SIGTERM)
                #expect(await daemon.result().status == 0)
            }
        }

        @Test
        func `a member who changes categories is refused with the reason, and capacity is set`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("field", as: "Ben")
            let set = try await Program.run(
                "hub", "member", "capacity", "Ben", "30h", "--json", in: workspace.hubDirectory)
            #expect(try set.json()["capacity"]?.integer == 1_800)
            let tooMuch = try await Program.run(
                "hub", "member", "capacity", "Ben", "169h", "--json", in: workspace.hubDirectory)
            #expect(tooMuch.status == 2)
            try await workspace.on("field", "sync")
            _ = try await workspace.run("field")
            let page = try await PageClient("field", in: workspace)
            let refused = try await page.send(
                "POST", "/api/lists/category", ["name": "Hardware"])
            #expect(refused.status == 403)
            #expect(refused.document["error"]?["code"]?.string == "not_allowed")
            let contact = try await page.send("POST", "/api/lists/contact", ["name": "Kim"])
            #expect(contact.status == 201)
            try await page.send(
                "POST", "/api/tickets", ["title": "Roof", "estimate": 90, "assignee": "me"])
            let share = try await page.get("/api/workload?member=me")["members"]?[0]
            #expect(share?["load"]?.integer == 90 && share?["capacity"]?.integer == 1_800)
            #expect(share?["under"]?.integer == 1_710)
        }

        @Test func `a document that is attached on one page is saved from another`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("field", as: "Ben")
            _ = try await workspace.run("office")
            _ = try await workspace.run("field")
            let office = try await PageClient("office", in: workspace)
            let field = try await PageClient("field", in: workspace)
            try await office.send("POST", "/api/tickets", ["title": "Roof"])
            let bytes = Data((0..<700_000).map { UInt8(truncatingIfNeeded: $0 >> 3) })
            let made = try await office.upload(
                "/api/tickets/2-1/documents?name=pump.mov&audience=internal", bytes)
            #expect(made.status == 201 && made.document["size"]?.integer == 700_000)
            #expect(
                try await workspace.eventually {
                    let ticket = try await field.get("/api/tickets/2-1")
                    return ticket["documents"]?[0]?["bytes"]?.string == "hub"
                })
            let content = "/api/documents/2-1/content"
            #expect(try await field.download(content) == bytes)
            #expect(
                try await field.get("/api/tickets/2-1")["documents"]?[0]?["bytes"]?.string == "here"
            )
            #expect(try await office.download(content) == bytes)
        }

        @Test func `the page of a revoked laptop says so, and comes back with the laptop`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await workspace.join("van", as: "Ben")
            _ = try await workspace.run("van")
            let page = try await PageClient("van", in: workspace)
            try await page.send("POST", "/api/tickets", ["title": "Roof"])
            try await workspace.on("office", "device", "revoke", "van")
            try await page.send("POST", "/api/sync")
            let error = try await page.get("/api/tickets")["error"]
            #expect(error?["code"]?.string == "locked")
            let command = try await Program.run("ticket", "list", "--json", in: van).error()
            for key in ["message", "kept", "hint"] {
                #expect(error?[key]?.string == command[key]?.string)
            }
            let made = try await page.send("POST", "/api/tickets", ["title": "More"])
            #expect(made.status == 423)
            let status = try await page.get("/api/status")
            #expect(status["locked"]?.string == "revoked")
            #expect(
                status["chip"]?["words"]?.string == "Needs attention: this laptop is locked")
            try await workspace.on("office", "device", "enable", "van")
            try await page.send("POST", "/api/sync")
            #expect(try await page.get("/api/tickets")["total"]?.integer == 1)
        }

        @Test func `the first line of a daemon says that it is ready, whatever came before`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            _ = await workspace.stopHub()
            // Without a hub the first talk fails at once, while the page still opens its port.
            for _ in 0..<5 {
                let daemon = try Running(["run", "--port", "0", "--json", "--data", directory])
                let first = try Document(try #require(await daemon.firstLine()))
                #expect(first["event"]?.string == "ready")
                daemon.signal(SIGTERM)
                #expect(await daemon.result().status == 0)
            }
        }

        @Test func `a second daemon finds another port, and one without a page says so`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            try await workspace.join("field", as: "Ben")
            let none = try await Program.run("open", "--print", "--json", in: directory)
            #expect(try none.error()["code"]?.string == "no_daemon")
            let silent = try Running(["run", "--no-page", "--json", "--data", directory])
            let ready = try Document(try #require(await silent.firstLine()))
            #expect(ready["page"]?.isNull == true)
            let closed = try await Program.run("open", "--print", "--json", in: directory)
            #expect(try closed.error()["code"]?.string == "no_page")
            silent.signal(SIGTERM)
            _ = await silent.result()

            let first = try Running(["run", "--port", "0", "--json", "--data", directory])
            let address = try Document(try #require(await first.firstLine()))["page"]?.string
            let port = try #require(address.flatMap { URL(string: $0)?.port })
            let second = try await Program.run(
                "run", "--port", "\(port)", "--json", in: workspace.directory("field"))
            #expect(second.status == 1)
            #expect(try second.error()["code"]?.string == "cannot_listen")
            first.signal(SIGTERM)
            #expect(await first.result().status == 0)
        }
    }
}
