// Who gets and brings the bytes of a document: whoever may have its row, and nobody by its hash.

import Foundation
import HubClient
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Rights to documents` {
    private let secret = TestBytes("a marker that nobody else may read")

    @Test func `without a token of a device that may sync there is nothing`() async throws {
        let secret = secret
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let gone = try await TestLaptop(hub, of: "Ben")
            let row = try await van.attach(secret)
            _ = try await van.put(secret.bytes, of: row, at: 0)
            _ = try hub.administration.revokeDevice(gone.position.ordinal)
            for path in ["\(row)", "\(row)/upload"] {
                let request = HubRequest(.get, "/v1/documents/" + path)
                let nobody = try await hub.send(request)
                let strange = try await hub.send(request, token: DeviceToken(random: { 7 }))
                #expect(nobody.status == 401 && strange.status == 401)
                #expect(nobody.everything == strange.everything)
                let revoked = try await gone.get(path)
                #expect(revoked.status == 403)
                #expect(errorCode(revoked) == "revoked")
            }
            #expect(try await gone.put([], of: row, at: 0).transfer == "revoked")
            #expect(errorCode(try await gone.arrived(["\(row)"])) == "revoked")
        }
    }

    @Test func `a row of another workspace is as one that does not exist`() async throws {
        let secret = secret
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(secret)
            _ = try await van.put(secret.bytes, of: row, at: 0)
            let code = try hub.administration.initialize(workspace: "other", owner: "Eve").code
            var eve = try await TestLaptop(hub, code: code, name: "eve")
            let strange = ["\(row)", "99-99", "2-99", "0-0", "x", "2-1%20", secret.hash]
            for path in strange {
                for response in [
                    try await eve.get(path), try await eve.state(path),
                    try await eve.put(secret.bytes, of: path, at: 0),
                ] {
                    #expect(response.status == 404, "\(path)")
                    #expect(errorCode(response) == "unknown_document", "\(path)")
                }
            }
            #expect(try await eve.arrived(strange).arrivedDocuments == [])
            // Knowing the hash, she makes a row of it in her own workspace: nothing comes of it.
            let own = try await eve.attach(secret)
            #expect(own == row)
            #expect(errorCode(try await eve.get("\(own)")) == "bytes_not_here")
            #expect(try await eve.state(own).transfer == "0 of \(secret.bytes.count)")
            #expect(try await eve.arrived(["\(own)"]).arrivedDocuments == [])
        }
    }

    @Test func `a row that names known bytes with another size gets none of them`() async throws {
        let secret = secret
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(secret)
            _ = try await van.put(secret.bytes, of: row, at: 0)
            let lie = try await van.attach(secret, n: 2, size: 3)
            #expect(errorCode(try await van.get("\(lie)")) == "bytes_not_here")
            #expect(try await van.arrived(["\(row)", "\(lie)"]).arrivedDocuments == ["\(row)"])
            #expect(
                try await van.put(Array("abc".utf8), of: lie, at: 0).transfer == "wrong_content")
            #expect(try await van.get("\(row)").body == secret.bytes)
        }
    }

    @Test func `of many documents those are told whose bytes have come`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            var rows: [RowID] = []
            for n in 1...4 as ClosedRange<UInt64> {
                rows.append(try await van.attach(TestBytes("document \(n)"), n: n))
            }
            _ = try await van.put(Array("document 2".utf8), of: rows[1], at: 0)
            _ = try await van.put(Array("doc".utf8), of: rows[2], at: 0)
            let asked = rows.map(\.description) + ["77-1"]
            #expect(try await van.arrived(asked).arrivedDocuments == ["\(rows[1])"])
            let many = Array(repeating: "2-1", count: Limits.maximumDocumentsAsked + 1)
            #expect(errorCode(try await van.arrived(many)) == "malformed")
        }
    }

    @Test(arguments: [
        "/v1/documents/2-1/", "//v1/documents/2-1", "/v1/documents//2-1",
        "/v1/documents/2-1//upload",
        "/v1/documents", "/v1/documents/", "/v1/documents/2-1/upload/", "/v1/documents/2-1/x",
        "/v1/documents/2-1/upload/0/0",
    ])
    func `no other spelling of a path is one`(path: String) async throws {
        let secret = secret
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(secret)
            _ = try await van.put(secret.bytes, of: row, at: 0)
            let response = try await van.client.send(HubRequest(.get, path))
            #expect(response.status == 404)
            #expect(errorCode(response) == "not_found")
        }
    }
}
