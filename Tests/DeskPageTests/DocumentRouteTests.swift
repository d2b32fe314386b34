// The bytes of documents through the page: in and out again, byte by byte, and never as anything
// that could act.

import Foundation
import HTTPTypes
import LocalStore
import SupportDesk
import Synchronization
import SyncEngine
import Testing

@testable import DeskPage

/// A page whose replica lies in a folder that goes with the object.
final class PageFolder {
    let path: String
    let page: TestPage

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID())")
        path = folder.path
        page = try TestPage(in: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What waits in the store without a name.
    var unfinished: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path + "/documents/partial")) ?? []
    }
}

extension TestPage {
    /// Sends bytes as a browser does with a file.
    @discardableResult
    func upload(
        _ target: String, _ bytes: [UInt8], length: Int? = nil, status: Int = 201
    ) async throws -> JSONValue {
        let answer = await uploading(target, TestBody(bytes), length: length ?? bytes.count)
        try #require(answer.status == status, "\(target): \(answer.text)")
        return try answer.document()
    }

    func uploading(_ target: String, _ body: TestBody, length: Int?) async -> PageAnswer {
        let head = head(.post, target, kind: .document)
        var fields = head.fields
        fields[.contentLength] = length.map { "\($0)" }
        return await responder.answer(
            RequestJudge.Head(
                method: head.method, target: head.target, host: head.host, fields: fields),
            body: body)
    }

    func content(_ id: String, _ query: String = "", range: String? = nil) async -> PageAnswer {
        let head = head(.get, "/api/documents/\(id)/content\(query)")
        var fields = head.fields
        fields[.range] = range
        return await answer(
            RequestJudge.Head(
                method: head.method, target: head.target, host: head.host, fields: fields))
    }
}

extension PageAnswer {
    /// The stretch of a document that would be sent.
    func sent() throws -> [UInt8] {
        guard case .document(let document, let range) = content else { return [] }
        return try document.read(at: range.lowerBound, count: range.count)
    }
}

@Suite struct DocumentRouteTests {
    private let folder: PageFolder
    private var page: TestPage { folder.page }

    init() throws { folder = try PageFolder() }

    /// One pixel of PNG.
    private static let pixel = [UInt8](
        Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAA"
                + "AAYAAjCB0C8AAAAASUVORK5CYII=")!)

    @Test func `what is attached comes back byte by byte, whole and in part, under a safe name`()
        async throws
    {
        _ = try await page.ticket()
        let bytes = (0..<800_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let made = try await page.upload(
            "/api/tickets/2-1/documents?name=..%2F..%2Fetc%2Fpump%22.mov&audience=internal", bytes)
        #expect(
            made == ["id": "2-1", "ticket": "2-1", "size": 800_000, "client_sees": false])
        let shown = try await page.get("/api/tickets/2-1")["documents"]?[0]
        #expect(shown?["name"] == "../../etc/pump\".mov" && shown?["audience"] == "internal")
        #expect(shown?["bytes"] == "here_only" && shown?["size"] == 800_000)

        let whole = await page.content("2-1")
        #expect(try whole.status == 200 && whole.sent() == bytes)
        #expect(whole.fields[.contentType] == "application/octet-stream")
        let disposition = try #require(whole.fields[.contentDisposition])
        #expect(disposition.hasPrefix("attachment; filename=\""))
        #expect(!disposition.contains("/") && !disposition.contains("\"."))
        #expect(whole.fields[.contentSecurityPolicy] == "default-src 'none'; sandbox")
        #expect(whole.fields[.xContentTypeOptions] == "nosniff")
        let part = await page.content("2-1", range: "bytes=300000-300009")
        #expect(try part.status == 206 && part.sent() == Array(bytes[300_000...300_009]))
        #expect(await page.content("2-1", range: "bytes=900000-").status == 416)
        #expect(folder.unfinished == [])
    }

    @Test func `a document is for the client only where somebody says so`() async throws {
        _ = try await page.ticket()
        let path = "/api/tickets/2-1/documents"
        for query in [
            "", "?name=a.txt", "?name=a.txt&audience=all", "?audience=internal",
            "?name=%20&audience=internal", "?name=a.txt&audience=internal&size=1",
        ] {
            let body = TestBody([1, 2, 3])
            let answer = await page.uploading(path + query, body, length: 3)
            #expect(answer.status == 400 && !body.isRead, "\(query)")
        }
        try await page.upload(
            "/api/tickets/2-9/documents?name=a&audience=internal", [1], status: 404)
        let release = try await page.get("/api/tickets/2-1/release")
        try await page.send(.post, "/api/tickets/2-1/share", ["seen": release["seen"] ?? .null])
        let made = try await page.upload(path + "?name=a.txt&audience=client", [1, 2, 3])
        #expect(made["client_sees"] == true)
        let shown = try await page.get("/api/tickets/2-1")["documents"]
        #expect(shown?.array?.map { $0["audience"] } == ["client"])
    }

    @Test func `a document that is too large, cut or without a length leaves nothing`()
        async throws
    {
        _ = try await page.ticket()
        let path = "/api/tickets/2-1/documents?name=a&audience=internal"
        let body = TestBody([1, 2, 3])
        let tooLarge = await page.uploading(path, body, length: 2_147_483_649)
        #expect(tooLarge.status == 413 && !body.isRead)
        #expect(await page.uploading(path, TestBody([1]), length: nil).status == 411)
        try await page.upload(path, [1, 2, 3], length: 4, status: 400)
        try await page.upload(path, [1, 2, 3], length: 2, status: 400)
        #expect(try await page.get("/api/tickets/2-1")["documents"] == [])
        #expect(folder.unfinished == [])
        try await page.upload(path, [])
        #expect(try await page.content("2-1").sent() == [])
    }

    @Test func `a replacement stands in the place of another, and is judged like it`()
        async throws
    {
        _ = try await page.ticket()
        try await page.upload("/api/tickets/2-1/documents?name=a&audience=internal", [1])
        let path = "/api/documents/2-1/replacement"
        try await page.upload(path + "?name=b", [2], status: 400)
        let made = try await page.upload(path + "?name=b&audience=internal", [2])
        #expect(made == ["id": "2-2", "replaces": "2-1", "size": 1])
        #expect(try await page.content("2-2").sent() == [2])
        #expect(try await page.content("2-1").sent() == [1])
        try await page.upload(
            "/api/documents/2-9/replacement?name=b&audience=internal", [2], status: 404)
    }

    @Test func `only bytes that were checked to be an image are ever shown`() async throws {
        _ = try await page.ticket()
        let script = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".utf8)
        let contents: [(name: String, bytes: [UInt8])] = [
            ("pixel.html", Self.pixel), ("page.html", Array("<html><script>".utf8)),
            ("drawing.svg", script), ("drawing.png", script),
            ("pixel.png", Self.pixel + script),
        ]
        for content in contents {
            try await page.upload(
                "/api/tickets/2-1/documents?name=\(content.name)&audience=internal",
                content.bytes)
        }
        let image = await page.content("2-1", "?preview=1")
        #expect(try image.status == 200 && image.sent() == Self.pixel)
        #expect(image.fields[.contentType] == "image/png")
        #expect(image.fields[.contentDisposition]?.hasPrefix("inline") == true)
        for id in ["2-2", "2-3", "2-4", "2-5"] {
            let refused = await page.content(id, "?preview=1")
            #expect(refused.status == 409)
            #expect(try refused.document()["error"]?["code"] == "no_preview")
            let saved = await page.content(id)
            #expect(saved.fields[.contentType] == "application/octet-stream")
            #expect(saved.fields[.contentDisposition]?.hasPrefix("attachment") == true)
        }
        #expect(await page.content("2-1").fields[.contentType] == "application/octet-stream")
        _ = try await page.get("/api/documents/2-1/content?preview=yes", status: 400)
    }

    @Test func `bytes that are not here are fetched, or it is said where they are`() async throws {
        _ = try await page.ticket()
        try await page.upload("/api/tickets/2-1/documents?name=a&audience=internal", [1, 2, 3])
        let id = try page.desk.documentID("2-1")
        let transfer = try page.desk.documentTransfer(id)
        let documents = try page.desk.documentFiles()
        documents.remove(transfer.hash)
        let away = await page.content("2-1")
        let error = try away.document()["error"]
        #expect(away.status == 409 && error?["code"] == "bytes_not_here")
        #expect(error?["message"] == "The document is still on the laptop of Ada, 3 bytes.")

        try page.desk.store.noteAtHub([transfer.hash])
        let offline = await page.content("2-1")
        #expect(offline.status == 502)
        let words = try offline.document()["error"]?["message"]?.string
        #expect(words?.contains("at the hub, 3 bytes") == true)
        page.hub.arrivals.withLock {
            $0[id] = {
                let intake = try documents.beginIntake()
                try [UInt8]([1, 2, 3]).withUnsafeBytes { try intake.append($0) }
                _ = try intake.finish()
            }
        }
        #expect(try await page.content("2-1").sent() == [1, 2, 3])
    }
}

@Suite struct LockTests {
    @Test func `a locked laptop answers only what says so, and lets it be unlocked`()
        async throws
    {
        let page = try TestPage()
        _ = try await page.ticket()
        let mark = try page.desk.mark()
        page.hub.lock.withLock {
            $0 = PageError("locked", "Revoked.", kept: "All is kept.", hint: "Ask.", status: 423)
        }
        var open: Set<String> = []
        for route in page.responder.table.routes where route.access == .cookie {
            let body = TestBody(Array("{}".utf8))
            let answer = await page.responder.answer(
                page.head(route.method, route.example, kind: route.bodyKind), body: body)
            if answer.status == 423 {
                let error = try answer.document()["error"]
                #expect(error?["message"] == "Revoked." && error?["kept"] == "All is kept.")
                #expect(!body.isRead)
            } else {
                open.insert(route.path.text)
            }
        }
        #expect(
            open == [
                "/api/session", "/api/status", "/api/sync", "/api/events", "/", "/parts/main.js",
            ])
        #expect(try page.desk.mark() == mark)
        var head = page.head(.get, "/api/tickets")
        head = RequestJudge.Head(
            method: head.method, target: head.target, host: head.host, fields: [:])
        #expect(await page.answer(head).status == 401)
        page.hub.lock.withLock { $0 = nil }
        #expect(try await page.get("/api/tickets")["total"] == 1)
    }
}
