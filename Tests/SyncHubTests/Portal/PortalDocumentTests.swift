// Documents' bytes through the portal: those that the client may have, whole, as files to save; and
// no way to any other.

import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Documents in the portal` {
    private static let bytes = "%PDF <script>alert(1)</script> \u{0} 12345"

    /// The addresses of documents on a page.
    private static func addresses(_ page: BrowserAnswer) -> [String] {
        page.body.matches(of: /href="(\/portal\/tickets\/[0-9-]+\/[0-9a-f]{32})"/).map {
            String($0.1)
        }
    }

    @Test func `what is visible is given whole, in parts, and as a file to save`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            _ = try await world.attach(Self.bytes, "plan\r\n\"x\".pdf", .toClient, to: ticket)
            let browser = try await world.browser()
            let page = try await browser.ticket(ticket)
            let address = try #require(Self.addresses(page).first)
            let whole = try await browser.ask(address)
            #expect(whole.status == 200)
            #expect(whole.body == Self.bytes)
            #expect(whole["Content-Type"] == "application/octet-stream")
            #expect(whole["Content-Disposition"]?.hasPrefix("attachment; filename=\"plan") == true)
            #expect(whole["Content-Security-Policy"] == "default-src 'none'; sandbox")
            #expect(whole["X-Content-Type-Options"] == "nosniff")
            #expect(whole["Cache-Control"] == "private, no-store")
            #expect(whole["Referrer-Policy"] == "no-referrer")
            #expect(whole["X-Robots-Tag"] != nil)
            let head = try await browser.ask(address, "HEAD")
            #expect(head.head == whole.head)
            #expect(head.body == "")
            let part = try await browser.ask(address, headers: ["Range: bytes=1-3"])
            #expect(part.status == 206)
            #expect(part.body == "PDF")
            #expect(try await browser.ask(address, "POST").status == 405)
        }
    }

    @Test func `internal bytes are nowhere, also where a visible document has the same`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let other = try world.ticket("Other", isShared: false)
            _ = try await world.attach(Self.bytes, "visible.pdf", .toClient, to: ticket)
            let hidden = try await world.attach(Self.bytes, "MARK.pdf", .internal, to: ticket)
            _ = try await world.attach("MARK", "MARK.pdf", .toClient, to: other)
            let browser = try await world.browser()
            let page = try await browser.ticket(ticket)
            let addresses = Self.addresses(page)
            #expect(addresses.count == 1)
            #expect(!page.text.contains("MARK"))
            let nothing = try await browser.nothing()
            let hash = SecretHash.of(Array(Self.bytes.utf8))
            let name = try #require(addresses.first?.split(separator: "/").last)
            let almost = name.dropLast() + (name.last == "0" ? "1" : "0")
            for path in [
                "/portal/tickets/\(ticket)/\(hash)", "/portal/tickets/\(ticket)/\(hidden)",
                "/portal/tickets/\(other)/\(name)", "/portal/tickets/9-9/\(name)",
                "/portal/tickets/\(ticket)/\(almost)", "/portal/tickets/\(ticket)/x",
            ] {
                for headers in [[], ["Range: bytes=0-1"], ["If-None-Match: *"]] {
                    #expect(try await browser.ask(path, headers: headers) == nothing)
                }
            }
            let strange = try await browser.ask("/v1/documents/\(hidden)")
            #expect(strange.status == 401)
            #expect(!strange.text.contains("MARK"))
        }
    }

    @Test func `withdrawing, deleting, unsharing and revoking end an address at once`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let document = try await world.attach(Self.bytes, "a.pdf", .toClient, to: ticket)
            let desk = world.office.desk
            let made = try world.hub.administration.makePortalLink(for: "Ada")
            var browser = Browser(world.hub)
            try await browser.open(made.link)
            let address = try #require(Self.addresses(try await browser.ticket(ticket)).first)
            let nothing = try await browser.nothing()
            for (act, isThere) in [
                ({ try desk.withdrawDocument(document) }, false),
                ({ try desk.publishDocument(document) }, true),
                ({ try desk.unshare(ticket) }, false), ({ try desk.share(ticket) }, true),
                ({ try desk.deleteDocument(document) }, false),
            ] as [(() throws -> Dot?, Bool)] {
                _ = try act()
                try await world.office.sync()
                let answer = try await browser.ask(address)
                #expect(answer.status == (isThere ? 200 : 404))
                #expect(isThere || answer == nothing)
            }
            _ = try world.hub.administration.revokePortalLink(made.record.number)
            #expect(try await browser.ask(address) == nothing)
        }
    }

    @Test func `an address belongs to its link, and to nobody else's`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket(contact: nil, organization: "Pumps")
            _ = try await world.attach(Self.bytes, "a.pdf", .toClient, to: ticket)
            let (ada, bo) = (try await world.browser(), try await world.browser(of: "Bo"))
            let own = try #require(Self.addresses(try await ada.ticket(ticket)).first)
            let other = try #require(Self.addresses(try await bo.ticket(ticket)).first)
            #expect(own != other)
            #expect(try await ada.ask(own).status == 200)
            #expect(try await bo.ask(own) == bo.nothing())
            var stranger = ada
            stranger.cookie = nil
            #expect(try await stranger.ask(own) == stranger.tickets())
        }
    }

    @Test func `bytes that have not come are listed without an address`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let hash = SecretHash.of(Array(Self.bytes.utf8))
            let document = try world.office.desk.attach(
                DocumentDraft(
                    name: "a.pdf", content: hash, size: Int64(Self.bytes.utf8.count),
                    audience: .toClient), to: ticket)
            try await world.office.sync()
            let browser = try await world.browser()
            let page = try await browser.ticket(ticket)
            #expect(page.body.contains("a.pdf") && page.body.contains("not here yet"))
            #expect(Self.addresses(page) == [])
            try await world.upload(Self.bytes, of: document)
            #expect(Self.addresses(try await browser.ticket(ticket)).count == 1)
        }
    }
}

extension PortalWorld {
    /// The office attaches a file, and its bytes are at the hub.
    fileprivate func attach(
        _ bytes: String, _ name: String, _ audience: Audience, to ticket: RowID
    ) async throws -> RowID {
        let document = try office.desk.attach(
            DocumentDraft(
                name: name, content: SecretHash.of(Array(bytes.utf8)),
                size: Int64(bytes.utf8.count), audience: audience), to: ticket)
        try await office.sync()
        try await upload(bytes, of: document)
        return document
    }

    fileprivate func upload(_ bytes: String, of document: RowID) async throws {
        let answer = try await office.client.send(
            HubRequest(
                .put, "/v1/documents/\(document)/upload/0", body: Array(bytes.utf8),
                contentType: "application/octet-stream", accept: "application/json"))
        try #require(answer.status == 200)
    }
}
