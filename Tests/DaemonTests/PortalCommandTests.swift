// Links for clients by command, at the hub and from a laptop, and what the history says of what
// they could read.

import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension ProcessTests {
    @Suite struct PortalCommandTests {
        /// Whether a link sends a browser on to the tickets.
        private static func isOpen(_ link: String) async throws -> Bool {
            let session = URLSession(
                configuration: .ephemeral, delegate: StandingStill(), delegateQueue: nil)
            defer { session.invalidateAndCancel() }
            let (_, response) = try await session.data(from: try #require(URL(string: link)))
            return try #require(response as? HTTPURLResponse).statusCode == 303
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

        @Test func `a link is made at the hub and on a laptop, listed, and revoked`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "contact", "add", "Cleo")
            try await workspace.on("office", "sync")

            let hub = workspace.hubDirectory
            let first = try await Program.run(
                "hub", "portal", "link", "Cleo", "--url", workspace.url + "/", "--json", in: hub
            ).json()
            #expect(first.keys == ["url", "number", "contact", "expires_at"])
            let second = try await workspace.on("office", "portal", "link", "Cleo", "--days", "3")
            #expect(second.keys == ["url", "number", "contact", "expires_at"])
            for link in [first, second] {
                let address = try #require(link["url"]?.string)
                #expect(address.hasPrefix(workspace.url + "/portal/"))
                #expect(try await Self.isOpen(address))
            }

            let list = try await Program.run("hub", "portal", "list", "--json", in: hub).json()
            #expect(list.items.map { $0["made_by"]?.string } == [nil, "Ada"])
            #expect(list.items.map { $0["state"]?.string } == ["open", "open"])
            #expect(list.items.map { $0["contact_name"]?.string } == ["Cleo", "Cleo"])
            let revoked = try await Program.run(
                "hub", "portal", "revoke", "2", "--json", in: hub
            ).json()
            #expect(revoked["state"]?.string == "revoked")
            #expect(try await !Self.isOpen(try #require(second["url"]?.string)))
            #expect(try await Self.isOpen(try #require(first["url"]?.string)))
        }

        @Test func `any laptop lists the links and ends one, once and for all`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let van = try await workspace.join("van", as: "Ben")
            for name in ["Cleo", "Dora"] {
                try await workspace.on("office", "contact", "add", name)
            }
            try await workspace.on("office", "sync")
            try await workspace.on("van", "sync")
            #expect(try await workspace.on("van", "portal", "list").items.isEmpty)
            let link = try await workspace.on("office", "portal", "link", "Cleo")
            try await workspace.on("van", "portal", "link", "Dora")
            let address = try #require(link["url"]?.string)

            let list = try await workspace.on("van", "portal", "list")
            #expect(list.items.map { $0["contact_name"]?.string } == ["Cleo", "Dora"])
            #expect(list.items.map { $0["made_by"]?.string } == ["Ada", "Ben"])
            #expect(
                list[0]?.keys == [
                    "number", "contact", "contact_name", "made_by", "made_at", "expires_at",
                    "revoked_at", "revoked_by", "state",
                ])
            let secret = try #require(address.split(separator: "/").last)
            #expect(!"\(list)".contains(secret))
            let hers = try await workspace.on("van", "portal", "list", "--contact", "Dora")
            #expect(hers.items.map { $0["number"]?.integer } == [2])
            let text = try await Program.run("portal", "list", in: van).output
            #expect(text.contains("Cleo") && text.contains("by Ada") && text.contains("open"))

            #expect(try await Self.isOpen(address))
            let revoked = try await workspace.on("van", "portal", "revoke", "1")
            #expect(revoked["state"]?.string == "revoked")
            #expect(revoked["revoked_by"]?.string == "Ben")
            #expect(try await !Self.isOpen(address))
            let again = try await workspace.on("office", "portal", "revoke", "1")
            #expect(again["revoked_at"]?.string == revoked["revoked_at"]?.string)
            #expect(again["revoked_by"]?.string == "Ben")
            let none = try await Program.run("portal", "revoke", "9", "--json", in: van)
            #expect(none.status == 3)
            #expect(try none.error()["code"]?.string == "not_found")
            let known = try await Program.run(
                "hub", "portal", "list", "--json", in: workspace.hubDirectory
            ).json()
            #expect(known[0]?["revoked_by"]?.string == "Ben")
        }

        @Test func `without the hub nothing is done, and it says so`() async throws {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            try await workspace.on("office", "contact", "add", "Cleo")
            try await workspace.on("office", "sync")
            try await workspace.on("office", "portal", "link", "Cleo")
            _ = await workspace.stopHub()
            for words in [
                ["portal", "link", "Cleo"], ["portal", "list"], ["portal", "revoke", "1"],
                ["member", "invite", "Ben"], ["member", "capacity", "Ada", "30h"],
                ["device", "list"], ["device", "revoke", "2"], ["device", "refused"],
            ] {
                let result = try await Program.run(words + ["--json"], in: office)
                #expect(result.status == 4, "\(words)")
                #expect(result.output.isEmpty)
                let error = try result.error()
                #expect(
                    error["kept"]?.string
                        == "This needs the hub; nothing was changed on this laptop.", "\(words)")
                #expect(error["hint"]?.string?.contains("asking again does no harm") == true)
            }
            try await workspace.startHub()
            let list = try await workspace.on("office", "portal", "list")
            #expect(list.items.map { $0["state"]?.string } == ["open"])
        }

        @Test func `a link for nobody, for too long, or without a hub is refused`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "contact", "add", "Cleo")
            let office = workspace.directory("office")
            let unsent = try await Program.run("portal", "link", "Cleo", in: office)
            #expect(unsent.status == 3)
            #expect(unsent.complaint.contains("let this laptop sync first"))
            try await workspace.on("office", "sync")
            #expect(try await Program.run("portal", "link", "Nobody", in: office).status == 1)
            let long = try await Program.run("portal", "link", "Cleo", "--days", "999", in: office)
            #expect(long.status == 3)
            let hub = workspace.hubDirectory
            #expect(try await Program.run("hub", "portal", "link", "Nobody", in: hub).status == 1)
            #expect(try await Program.run("hub", "portal", "revoke", "7", in: hub).status == 1)
            _ = await workspace.stopHub()
            #expect(try await Program.run("portal", "link", "Cleo", in: office).status == 4)
        }

        @Test func `visibility tells from when to when the client could read what`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.on("office", "contact", "add", "Cleo")
            try await workspace.on(
                "office", "ticket", "new", "--title", "Roof", "--contact", "Cleo")
            try await workspace.on("office", "ticket", "share", "2-1", "--yes")
            #expect(try await workspace.on("office", "ticket", "visibility", "2-1").items.isEmpty)
            try await workspace.on("office", "sync")
            try await workspace.on("office", "ticket", "unshare", "2-1")
            try await workspace.on("office", "sync")
            let told = try await workspace.on("office", "ticket", "visibility", "2-1")
            #expect(told.items.count == 1)
            let period = try #require(told[0])
            #expect(
                period.keys == ["item", "contact", "organization", "shown", "from", "until"])
            #expect(period["item"]?.string == "ticket")
            #expect(period["contact"]?.string == "Cleo")
            #expect(period["shown"]?["title"]?.string == "Roof")
            #expect(period["from"]?.keys == ["at", "position", "dot", "who"])
            #expect(period["until"]?["who"]?.string == "Ada")
            let day = try #require(period["from"]?["at"]?.string).prefix(10)
            for (on, count) in [(String(day), 1), ("2001-01-01", 0)] {
                let filtered = try await workspace.on(
                    "office", "ticket", "visibility", "2-1", "--on", on, "--as-client", "Cleo")
                #expect(filtered.items.count == count)
            }
            let page = try await Program.run(
                "ticket", "visibility", "2-1", in: workspace.directory("office"))
            #expect(page.output.contains("ticket to Cleo"))
            #expect(page.output.contains("title: Roof"))
        }
    }
}
