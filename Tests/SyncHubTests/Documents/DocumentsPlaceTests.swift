// Documents on another disk: moved whole, found by everything, and never written beside a disk that
// is not there.

import Foundation
import HubClient
import LocalStore
import Testing

@testable import SyncHub

@Suite struct `Documents in a folder of their own` {
    private static let bytes = TestBytes("what is in the document")

    /// A hub with two workspaces, one of which has a document beside its database.
    private static func withHub(
        _ body: @escaping (HubDirectory, _ elsewhere: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { path in
            let administration = HubAdministration(directory: path + "/hub")
            _ = try administration.initialize(workspace: "one", owner: "Olga")
            _ = try administration.initialize(workspace: "two", owner: "Olga")
            let directory = HubDirectory(path: path + "/hub")
            try Self.store(Self.bytes, in: directory.folder(of: "one") + "/documents")
            try await body(directory, path + "/elsewhere")
        }
    }

    private static func store(_ bytes: TestBytes, in folder: String) throws {
        let intake = try DocumentFiles(path: folder, reservedDiskBytes: 0).beginIntake()
        try bytes.bytes.withUnsafeBytes { try intake.append($0) }
        #expect(try intake.finish().hash.description == bytes.hash)
    }

    private static func hashes(_ folder: String) -> [String] {
        DocumentFiles(path: folder).all().map(\.hash.description)
    }

    private static func place(_ directory: HubDirectory, _ folder: String) throws {
        try DocumentsPlace(directory: directory).choose(folder, random: { 7 })
    }

    @Test func `what is beside the database is moved, and found by the same name`() async throws {
        try await Self.withHub { directory, elsewhere in
            try Self.place(directory, elsewhere)
            let place = DocumentsPlace(directory: directory)
            #expect(try place.settle("one") == 1)
            #expect(try place.settle("two") == 0)
            #expect(try place.settle("one") == 0, "a second time nothing is to be done")
            let beside = directory.folder(of: "one") + "/documents"
            #expect(Self.hashes(beside) == [Self.bytes.hash])
            #expect(Self.hashes(elsewhere + "/one") == [Self.bytes.hash])
            #expect(Self.hashes(elsewhere + "/two") == [], "workspaces do not mix")
            #expect(!FileManager.default.fileExists(atPath: beside + ".moved"))
            for folder in [elsewhere, elsewhere + "/one", elsewhere + "/two"] {
                let mode = try FileManager.default.attributesOfItem(atPath: folder)
                #expect(mode[.posixPermissions] as? Int == 0o700)
            }
        }
    }

    @Test func `a move that is cut anywhere is finished at the next start`() async throws {
        try await Self.withHub { directory, elsewhere in
            try Self.place(directory, elsewhere)
            let beside = directory.folder(of: "one") + "/documents"
            // Cut after the copy and the first of two renames.
            try FileManager.default.createDirectory(
                atPath: elsewhere + "/one", withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            try Self.store(Self.bytes, in: elsewhere + "/one")
            try FileManager.default.moveItem(atPath: beside, toPath: beside + ".moved")
            try DocumentsPlace(directory: directory).settle("one")
            #expect(Self.hashes(beside) == [Self.bytes.hash])
            #expect(!FileManager.default.fileExists(atPath: beside + ".moved"))
        }
    }

    @Test func `another folder takes over what the first one has`() async throws {
        try await Self.withHub { directory, elsewhere in
            let place = DocumentsPlace(directory: directory)
            try Self.place(directory, elsewhere)
            try place.settle("one")
            try Self.place(directory, elsewhere + "2")
            #expect(try place.settle("one") == 1)
            #expect(Self.hashes(directory.folder(of: "one") + "/documents") == [Self.bytes.hash])
            #expect(Self.hashes(elsewhere + "2/one") == [Self.bytes.hash])
            #expect(Self.hashes(elsewhere + "/one") == [])
        }
    }

    @Test func `bytes that a disk has spoiled are not moved as if they were whole`() async throws {
        try await Self.withHub { directory, elsewhere in
            let hash = Self.bytes.hash
            let file = directory.folder(of: "one") + "/documents/\(hash.prefix(2))/\(hash)"
            try Data("what is not in the doc.".utf8).write(to: URL(fileURLWithPath: file))
            try Self.place(directory, elsewhere)
            #expect(try DocumentsPlace(directory: directory).settle("one") == 0)
            #expect(Self.hashes(elsewhere + "/one") == [])
            let kept = directory.folder(of: "one") + "/documents.spoiled"
            #expect(Self.hashes(kept) == [hash], "for whoever wants to look")
        }
    }

    @Test func `a folder that is not this hub's alone is refused, and nothing is moved`()
        async throws
    {
        try await Self.withHub { directory, elsewhere in
            let files = FileManager.default
            let (foreign, open, full) = (elsewhere + "F", elsewhere + "O", elsewhere + "X")
            for folder in [foreign, open, full] {
                try files.createDirectory(
                    atPath: folder, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: folder == open ? 0o755 : 0o700])
            }
            try Data("another hub".utf8).write(
                to: URL(fileURLWithPath: foreign + "/syncd-documents"))
            try Data().write(to: URL(fileURLWithPath: full + "/holiday.jpg"))
            let inside = directory.folder(of: "two") + "/documents2"
            for folder in [foreign, open, full, inside, directory.path, "/nowhere/at/all"] {
                #expect(throws: HubError.self, "\(folder)") {
                    try Self.place(directory, folder)
                }
            }
            #expect(try DocumentsPlace(directory: directory).settle("one") == 0)
            #expect(Self.hashes(directory.folder(of: "one") + "/documents") == [Self.bytes.hash])
        }
    }

    @Test func `a disk that is not there stops the hub before it serves, and is said`()
        async throws
    {
        try await Self.withHub { directory, elsewhere in
            try Self.place(directory, elsewhere)
            try DocumentsPlace(directory: directory).settle("one")
            // An unmounted disk leaves its empty mount point.
            try FileManager.default.moveItem(atPath: elsewhere, toPath: elsewhere + ".away")
            try FileManager.default.createDirectory(
                atPath: elsewhere, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            #expect(throws: HubError.self) {
                try DocumentsPlace(directory: directory).settle("one")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere) == [])
            let checks = try HubAdministration(directory: directory.path).verify(workspace: "one")
            let check = try #require(checks.first { $0.name == "documents" })
            #expect(!check.isSound && check.detail.contains("mounted"))
        }
    }

    @Test func `a hub that serves keeps what comes there, and gives it from there`() async throws {
        try await withTemporaryDirectory { elsewhere in
            let folder = elsewhere + "/documents"
            try await TestHub.serving(configure: { $0.documents = folder }) { hub in
                var laptop = try await TestLaptop(hub, of: "Ben")
                let document = try await laptop.attach(Self.bytes)
                let stored = try await laptop.put(Self.bytes.bytes, of: document, at: 0)
                #expect(stored.status == 200)
                #expect(Self.hashes(folder + "/desk") == [Self.bytes.hash])
                let got = try await laptop.get("\(document)")
                #expect(got.body == Self.bytes.bytes)
                #expect(try hub.administration.verify().allSatisfy(\.isSound))
            }
        }
    }
}
