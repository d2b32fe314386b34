// Images on a client's page: shown where their bytes were checked to be one, and nothing more than
// the document that they are.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Images in the portal` {
    private static let png = TestImage.png(saying: "a pump")

    private static func images(_ page: BrowserAnswer) -> [String] {
        page.body.matches(of: /<img src="(\/portal\/tickets\/[0-9-]+\/[0-9a-f]{32}\/image)"/).map {
            String($0.1)
        }
    }

    @Test func `an image is shown on its ticket, and is the bytes of the document`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.attach(Self.png, "pump \"<x>.png", to: ticket)
            let browser = try await world.browser()
            let page = try await browser.ticket(ticket)
            let address = try #require(Self.images(page).first)
            #expect(page.body.contains("alt=\"Show pump &quot;&lt;x&gt;.png\""))
            #expect(page["Content-Security-Policy"]?.contains("; img-src 'self'; ") == true)
            let image = try await browser.ask(address)
            #expect(image.status == 200)
            #expect(image["Content-Type"] == "image/png")
            #expect(image["Content-Length"] == "\(Self.png.count)")
            #expect(image["Content-Disposition"]?.hasPrefix("inline; filename=\"pump") == true)
            #expect(image["Content-Security-Policy"] == "default-src 'none'; sandbox")
            #expect(image["X-Content-Type-Options"] == "nosniff")
            #expect(image["Cache-Control"] == "private, no-store")
            #expect(image["Cross-Origin-Resource-Policy"] == "same-origin")
            let file = try await browser.ask(String(address.dropLast("/image".count)))
            #expect(file.body == image.body)
            #expect(file["Content-Type"] == "application/octet-stream")
            let head = try await browser.ask(address, "HEAD")
            #expect(head.head == image.head && head.body == "")
            #expect(try await browser.ask(address, "POST").status == 405)
        }
    }

    /// What a name says counts for nothing.
    @Test(arguments: [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<html><script>alert(1)</script></html>", "GIF89a/*", "%PDF-1.7", "",
    ])
    func `what is no image is a file to save, whatever it is called`(text: String) async throws {
        try await Self.expectFile(Array(text.utf8))
    }

    @Test func `an image that is more than one, cut or too large is a file to save`() async throws {
        try await Self.expectFile(Self.png + Array("<script>alert(1)</script>".utf8))
        try await Self.expectFile(Self.png.dropLast())
        var huge = Self.png
        huge.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
        try await Self.expectFile(huge)
        let words = String(repeating: "x", count: Int(HubLimits.portalImageBytes))
        try await Self.expectFile(TestImage.png(saying: words))
    }

    private static func expectFile(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        let bytes = Array(bytes)
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.attach(bytes, "pump.png", to: ticket)
            let browser = try await world.browser()
            let page = try await browser.ticket(ticket)
            #expect(!page.body.contains("<img"))
            #expect(page["Content-Security-Policy"]?.contains("img-src") == false)
            let link = try #require(
                page.body.firstMatch(of: /href="(\/portal\/tickets\/[0-9-]+\/[0-9a-f]{32})"/))
            let file = try await browser.ask(String(link.1))
            #expect(file.status == 200)
            #expect(file["Content-Type"] == "application/octet-stream")
            #expect(try await browser.ask("\(link.1)/image") == browser.nothing())
        }
    }

    @Test func `what a page shows has a bound, and the rest is there to save`() async throws {
        try await withTemporaryDirectory { directory in
            let files = DocumentFiles(path: directory + "/documents", reservedDiskBytes: 0)
            func row(_ number: UInt64, _ bytes: [UInt8]) throws -> DocumentRow {
                let intake = try files.beginIntake()
                try bytes.withUnsafeBytes { try intake.append($0) }
                let stored = try intake.finish()
                return DocumentRow(
                    id: RowID(.hub, number), name: "\(number).png", hash: stored.hash,
                    size: stored.size)
            }
            let images = (0...9).map { TestImage.png(saying: "pump \($0)") }
            let size = Int64(images[0].count)
            // What turns out to be none was read, too; what is too large was not.
            let other = try row(1, [UInt8](repeating: 1, count: Int(size)))
            let large = try row(2, TestImage.png(saying: "pump 10"))
            var rows = [other, large]
            for (index, image) in images.enumerated() {
                rows.append(try row(UInt64(index) + 3, image))
            }
            let book = ImageBook(imageBytes: size, pageBytes: size * 4)
            let shown = try book.images(among: rows, in: files)
            #expect(shown == Set(rows[2..<5].map(\.id)))
            #expect(try book.images(among: rows.reversed(), in: files).count == 4)
        }
    }

    @Test func `an internal image with the same bytes is on no page, and changes none`()
        async throws
    {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let document = try await world.attach(Self.png, "pump.png", to: ticket)
            let browser = try await world.browser()
            let before = try await browser.ticket(ticket)
            let address = try #require(Self.images(before).first)
            try await world.attach(Self.png, "MARK.png", .internal, to: ticket)
            #expect(try await browser.ticket(ticket) == before)
            try world.office.desk.withdrawDocument(document)
            try await world.office.sync()
            #expect(try await browser.ask(address) == browser.nothing())
            #expect(try await !browser.ticket(ticket).body.contains("<img"))
        }
    }
}

extension PortalWorld {
    /// The office attaches a file, and its bytes are at the hub.
    @discardableResult
    fileprivate func attach(
        _ bytes: [UInt8], _ name: String, _ audience: Audience = .toClient, to ticket: RowID
    ) async throws -> RowID {
        let draft = DocumentDraft(
            name: name, content: TestBytes(bytes).hash, size: Int64(bytes.count),
            audience: audience)
        let document = try office.desk.attach(draft, to: ticket)
        try await office.sync()
        for start in stride(from: 0, to: max(bytes.count, 1), by: 4_000_000) {
            let chunk = bytes[start..<min(start + 4_000_000, bytes.count)]
            let answer = try await office.client.send(
                HubRequest(
                    .put, "/v1/documents/\(document)/upload/\(start)", body: Array(chunk),
                    contentType: "application/octet-stream", accept: "application/json"))
            try #require(answer.status == 200)
        }
        return document
    }
}
