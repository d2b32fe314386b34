// What whoever runs a hub is told of its documents: how many are there, and which are spoiled.

import Foundation
import HubClient
import LocalStore
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Looking after documents` {
    private let first = TestBytes("the plan")
    private let second = TestBytes("the photograph")

    private func check(_ hub: TestHub) throws -> HubAdministration.Check {
        try #require(try hub.administration.verify().first { $0.name == "documents" })
    }

    /// Where the bytes lie.
    private func path(_ bytes: TestBytes, in hub: TestHub) -> String {
        "\(hub.directory)/workspaces/desk/documents/\(bytes.hash.prefix(2))/\(bytes.hash)"
    }

    @Test func `the status counts what is here and what has not come`() async throws {
        let (first, second) = (first, second)
        try await TestHub.serving { hub in
            #expect(
                try hub.administration.status().documents == .init(here: 0, bytes: 0, missing: 0))
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.attach(first, n: 2)
            _ = try await van.attach(second, n: 3)
            #expect(
                try hub.administration.status().documents == .init(here: 0, bytes: 0, missing: 3))
            _ = try await van.put(first.bytes, of: row, at: 0)
            #expect(
                try hub.administration.status().documents
                    == .init(here: 2, bytes: Int64(first.bytes.count), missing: 1))
        }
    }

    @Test func `bytes that have not come, or that no row names, are no damage`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.attach(second, n: 2)
            _ = try await van.put(first.bytes, of: row, at: 0)
            let stray = hub.directory + "/stray"
            try Data("nobody's".utf8).write(to: URL(fileURLWithPath: stray))
            let content = try hub.documentFiles.takeIn(fileAt: stray)
            let found = try check(hub)
            #expect(found.isSound)
            #expect(
                found.detail == "1 have the bytes of their rows; 0 damaged, 1 not here, "
                    + "1 without a row")
            #expect(found.findings == ["No row names the 8 bytes of \(content.hash)."])
        }
    }

    @Test func `documents come back from their backup, and verify is clean`() async throws {
        let (first, second) = (first, second)
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.attach(second, n: 2)
            _ = try await van.put(first.bytes, of: row, at: 0)
            let (file, folder) = (hub.directory + "/saved", hub.directory + "/bytes")
            _ = try hub.administration.backUp(to: file, documents: folder)
            // On another machine, with nothing but the backup.
            let other = HubAdministration(
                directory: hub.directory + "-other", environment: hub.clock.environment)
            defer { try? FileManager.default.removeItem(atPath: hub.directory + "-other") }
            let restored = try other.restore(from: file, documents: folder)
            #expect(restored.documents?.copied == 1)
            #expect(restored.documents?.missing == 1)
            #expect(restored.warnings.isEmpty)
            #expect(try other.verify().allSatisfy(\.isSound))
            let found = try other.status().documents
            #expect(found == .init(here: 1, bytes: Int64(first.bytes.count), missing: 1))
            // What the backup's disk has changed is not put in place.
            let path = "\(folder)/\(first.hash.prefix(2))/\(first.hash)"
            var spoiled = first.bytes
            spoiled[0] ^= 1
            try Data(spoiled).write(to: URL(fileURLWithPath: path))
            try FileManager.default.removeItem(
                atPath: hub.directory + "-other/workspaces/desk/documents")
            let second = try other.restoreInPlace(documents: folder)
            #expect(second.documents?.damaged == [first.hash])
            #expect(second.warnings.count == 1)
            #expect(try other.status().documents.here == 0)
        }
    }

    @Test func `damaged bytes are named, and come again once they are removed`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.put(first.bytes, of: row, at: 0)
            #expect(try check(hub).isSound)
            var spoiled = first.bytes
            spoiled[3] ^= 1
            try Data(spoiled).write(to: URL(fileURLWithPath: path(first, in: hub)))
            let found = try check(hub)
            #expect(!found.isSound)
            #expect(found.findings.count == 1)
            #expect(found.findings.first?.contains("document \(row) ") == true)
            #expect(found.findings.first?.contains(first.hash) == true)
            try FileManager.default.removeItem(atPath: path(first, in: hub))
            #expect(try await van.arrived(["\(row)"]).arrivedDocuments == [])
            #expect(try check(hub).isSound)
            _ = try await van.put(first.bytes, of: row, at: 0)
            #expect(try await van.get("\(row)").body == first.bytes)
            #expect(try check(hub).isSound)
        }
    }

    @Test func `bytes that were cut are damaged, too, and can be sent again over them`()
        async throws
    {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.put(first.bytes, of: row, at: 0)
            #expect(truncate(path(first, in: hub), 3) == 0)
            #expect(try !check(hub).isSound)
            #expect(errorCode(try await van.get("\(row)")) == "bytes_not_here")
            _ = try await van.put(first.bytes, of: row, at: 0)
            #expect(try await van.get("\(row)").body == first.bytes)
            #expect(try check(hub).isSound)
        }
    }

    @Test func `a row that says another size is told, and is the row's own doing`() async throws {
        try await TestHub.serving { hub in
            var van = try await TestLaptop(hub, code: hub.ownerCode)
            let row = try await van.attach(first)
            _ = try await van.put(first.bytes, of: row, at: 0)
            let lie = try await van.attach(first, n: 2, size: 3)
            let found = try check(hub)
            #expect(found.isSound)
            #expect(found.findings.count == 1)
            #expect(found.findings.first?.hasPrefix("Document \(lie) says") == true)
        }
    }
}
