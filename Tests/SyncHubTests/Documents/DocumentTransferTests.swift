// Bytes of documents over the hub's socket: up in chunks, down in parts, and nothing by half.

import Foundation
import HubClient
import LocalStore
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Documents at the hub` {
    private let bytes = TestBytes((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })

    @Test func `bytes go up in chunks, and another laptop gets them whole and in part`()
        async throws
    {
        let bytes = bytes
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let office = try await TestLaptop(hub, of: "Ben")
            let row = try await van.attach(bytes, named: "ä\"b.html")
            #expect(try await van.state(row).transfer == "0 of 200000")
            #expect(errorCode(try await office.get("\(row)")) == "bytes_not_here")
            let first = try await van.put(Array(bytes.bytes[..<150_000]), of: row, at: 0)
            #expect(first.transfer == "150000 of 200000")
            #expect(errorCode(try await office.get("\(row)")) == "bytes_not_here")
            let last = try await van.put(Array(bytes.bytes[150_000...]), of: row, at: 150_000)
            #expect(last.transfer == "200000 of 200000, complete")

            let whole = try await office.get("\(row)")
            #expect(whole.status == 200)
            #expect(whole.body == bytes.bytes)
            #expect(whole.headers["content-type"] == "application/octet-stream")
            #expect(whole.headers["x-content-type-options"] == "nosniff")
            #expect(whole.headers["content-security-policy"]?.contains("sandbox") == true)
            #expect(whole.headers["cache-control"] == "no-store")
            #expect(
                whole.headers["content-disposition"]
                    == "attachment; filename=\"__b.html\"; filename*=UTF-8''%C3%A4_b.html")
            let tag = try #require(whole.headers["etag"])
            let part = try await office.get(
                "\(row)", headers: ["Range": "bytes=199990-", "If-Range": tag])
            #expect(part.status == 206)
            #expect(part.headers["content-range"] == "bytes 199990-199999/200000")
            #expect(part.body == Array(bytes.bytes[199_990...]))
        }
    }

    @Test func `identical bytes are sent once, whoever attaches them`() async throws {
        let bytes = bytes
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            var office = try await TestLaptop(hub, of: "Ben")
            let first = try await van.attach(bytes)
            _ = try await van.put(bytes.bytes, of: first, at: 0)
            let second = try await office.attach(bytes, named: "copy")
            #expect(try await office.state(second).transfer == "200000 of 200000, complete")
            #expect(try await office.get("\(second)").body == bytes.bytes)
            let stored = hub.documentFiles.all()
            #expect(stored.map(\.hash.description) == [bytes.hash])
        }
    }

    @Test func `bytes that are not the row's are forgotten, and the right ones taken`()
        async throws
    {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(TestBytes("right"))
            let wrong = try await van.put(Array("wrong".utf8), of: row, at: 0)
            #expect(wrong.status == 422)
            #expect(wrong.transfer == "wrong_content")
            #expect(try await van.state(row).transfer == "0 of 5")
            #expect(hub.documentFiles.all().isEmpty)
            let right = try await van.put(Array("right".utf8), of: row, at: 0)
            #expect(right.transfer == "5 of 5, complete")
        }
    }

    @Test func `what came of a cut chunk is kept`() async throws {
        let bytes = bytes
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(bytes)
            var request = HubRequest(
                .put, "/v1/documents/\(row)/upload/0", contentType: "application/octet-stream",
                accept: "application/json")
            request.source = BodySource(count: bytes.bytes.count) { buffer, offset in
                guard offset < 100_000 else { return nil }
                buffer.copyBytes(from: bytes.bytes[offset..<offset + 1_000])
                return 1_000
            }
            let error = await Result { try await van.client.send(request) }
            #expect(throws: HubClientError.self) { try error.get() }
            // The hub reads on what is on its way after the laptop has gone.
            var (kept, state) = (0, "")
            repeat {
                repeat { kept = try await van.received(row) } while kept == 0
                state = try await van.put(Array(bytes.bytes[kept...]), of: row, at: kept).transfer
            } while state == "other_offset"
            #expect((1...100_000).contains(kept))
            #expect(state == "200000 of 200000, complete")
        }
    }

    @Test func `a document without bytes is one, too`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(TestBytes(""))
            #expect(try await van.state(row).transfer == "0 of 0")
            #expect(try await van.put([], of: row, at: 0).transfer == "0 of 0, complete")
            #expect(try await van.get("\(row)").body == [])
        }
    }

    @Test func `a chunk that does not fit is refused, and nothing is lost by it`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(TestBytes("right"))
            _ = try await van.put(Array("ri".utf8), of: row, at: 0)
            #expect(try await van.put(Array("ht".utf8), of: row, at: 3).transfer == "other_offset")
            #expect(try await van.put(Array("ri".utf8), of: row, at: 0).transfer == "other_offset")
            #expect(try await van.put(Array("ghts".utf8), of: row, at: 2).transfer == "malformed")
            for offset in ["-1", "+2", "x", "99999999999999999999", "9"] {
                let response = try await van.put(Array("g".utf8), of: row, at: offset)
                #expect(response.transfer == "malformed", "\(offset)")
            }
            let typed = try await van.put(
                Array("ght".utf8), of: row, at: 2, type: "text/html")
            #expect(typed.transfer == "unsupported_media_type")
            let flood = [UInt8](repeating: 1, count: Int(Limits.maximumChunkBytes) + 1)
            #expect(try await van.put(flood, of: row, at: 2).transfer == "body_too_large")
            #expect(try await van.put(Array("ght".utf8), of: row, at: 2).status == 200)
            #expect(try await van.get("\(row)").body == Array("right".utf8))
        }
    }

    @Test func `a document beyond the limit is refused before its bytes`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let size = Int(Limits.maximumDocumentBytes) + 1
            let row = try await van.attach(TestBytes("x"), size: size)
            #expect(try await van.put(Array("x".utf8), of: row, at: 0).transfer == "body_too_large")
        }
    }

    @Test func `one laptop's transfer cannot spoil another's`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let other = try await TestLaptop(hub, of: "Ben")
            let row = try await van.attach(TestBytes("right"))
            #expect(try await other.put(Array("xx".utf8), of: row, at: 0).transfer == "2 of 5")
            #expect(try await van.state(row).transfer == "0 of 5")
            #expect(
                try await van.put(Array("right".utf8), of: row, at: 0).transfer
                    == "5 of 5, complete")
            #expect(try await other.state(row).transfer == "5 of 5, complete")
        }
    }
}

extension TestHub {
    /// The bytes beside the workspace's store.
    var documentFiles: DocumentFiles {
        DocumentFiles(path: directory + "/workspaces/desk/documents")
    }
}
