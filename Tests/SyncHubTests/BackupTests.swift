// A backup put back: nobody who was shut out gets in again, and no number is given twice.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct BackupTests {
    /// Enrols a laptop without a server.
    private func enrol(
        _ code: String, in directory: String, _ clock: TestClock
    ) throws -> Device {
        let schema = TicketSchema.schema
        let store = try WorkspaceFile.open(
            "desk", in: HubDirectory(path: directory), schema: schema,
            environment: clock.environment)
        defer { try? store.close() }
        return try store.hubTransaction(mayWrite: true) { transaction in
            try Enroller(transaction: transaction, environment: clock.environment, schema: schema)
                .enrol(Enroller.Wish(.sample(code: code), schema: schema), in: "desk")
        }
    }

    @Test
    func `a device that was revoked after the backup stays revoked, and numbers are left out`()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            let code = try hub.initialize(workspace: "desk", owner: "Olga").code
            let device = try enrol(code, in: directory, clock)
            let file = directory + "/saved"
            let saved = try hub.backUp(to: file)
            _ = try hub.addMember("Lost")
            _ = try hub.revokeDevice(device.ordinal)
            clock.advance(milliseconds: 1_000)

            let restored = try hub.restore(from: file)
            #expect(restored.position == saved.position)
            #expect(restored.timeline != saved.timeline)
            #expect(restored.warnings.isEmpty)
            let status = try hub.status()
            #expect(status.members.map(\.name) == ["Olga"])
            #expect(status.devices.map { $0.revokedAt != nil } == [true])
            #expect(status.restoration?.waiting == [])

            let next = try enrol(try hub.invite("Ned").code, in: directory, clock)
            #expect(next.ordinal.rawValue > device.ordinal.rawValue + 999)
            #expect(try hub.status().members.last.map { $0.id.number > 999 } == true)
            // What was there before the restore is kept.
            let kept = try FileManager.default.contentsOfDirectory(
                atPath: directory + "/workspaces/desk")
            #expect(kept.contains { $0.contains(".before-restore-") })
        }
    }

    @Test func `a restore without the key says what that means`() async throws {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            let bare = try hub.restoreInPlace()
            #expect(bare.warnings.count == 1)
            _ = try hub.backUp(to: directory + "/saved")
            #expect(try hub.restoreInPlace().warnings.isEmpty)
        }
    }

    /// A hub with documents of these bytes, and their hashes.
    private func documents(
        _ texts: [String], in directory: String
    ) throws -> [ContentHash] {
        let files = DocumentFiles(
            path: directory + "/workspaces/desk/documents", reservedDiskBytes: 0)
        return try texts.map { text in
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/draft"))
            return try files.takeIn(fileAt: directory + "/draft").hash
        }
    }

    @Test func `a backup adds the documents that its folder has not, and none by half`()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            let hashes = try documents(["first", "second"], in: directory)
            let folder = directory + "/bytes"
            let first = try hub.backUp(to: directory + "/1", documents: folder)
            #expect(first.documents?.copied == 2 && first.documents?.present == 0)
            let saved = DocumentFiles(path: folder)
            #expect(try hashes.allSatisfy { try saved.open($0)?.isIntact() == true })
            _ = try documents(["third"], in: directory)
            let second = try hub.backUp(to: directory + "/2", documents: folder)
            #expect(second.documents?.copied == 1 && second.documents?.present == 2)

            // What the hub's disk has changed is no backup of it.
            let spoiled = try documents(["fourth"], in: directory)[0]
            let shelf = directory + "/workspaces/desk/documents/\(spoiled.description.prefix(2))"
            try Data("fourti".utf8).write(to: URL(fileURLWithPath: shelf + "/\(spoiled)"))
            let third = try hub.backUp(to: directory + "/3", documents: folder)
            #expect(third.documents?.damaged == [spoiled.description])
            #expect(third.warnings.count == 1)
            #expect(try saved.open(spoiled) == nil)
            #expect(saved.all().count == 3)
            #expect(try hub.status().lastBackup?.withDocumentsAt != nil)
        }
    }

    @Test func `a backup whose documents cannot be saved leaves no file behind`() async throws {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            _ = try documents(["first"], in: directory)
            try Data().write(to: URL(fileURLWithPath: directory + "/no-folder"))
            #expect(throws: HubError.self) {
                try hub.backUp(to: directory + "/1", documents: directory + "/no-folder")
            }
            #expect(!FileManager.default.fileExists(atPath: directory + "/1"))
            _ = try hub.backUp(to: directory + "/1", documents: directory + "/bytes")
            #expect(throws: HubError.self) {
                try hub.restore(from: directory + "/1", documents: directory + "/nowhere")
            }
            #expect(try hub.status().restoration == nil)
        }
    }

    @Test func `two restores of one backup give no number twice`() async throws {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            _ = try hub.backUp(to: directory + "/saved")
            var given: Set<ReplicaOrdinal> = []
            for name in ["Ned", "Eva", "Kim"] {
                _ = try hub.restore(from: directory + "/saved")
                let device = try enrol(try hub.invite(name).code, in: directory, clock)
                #expect(given.insert(device.ordinal).inserted)
            }
        }
    }

    @Test func `a damaged backup is refused, and what is there stays`() async throws {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let hub = HubAdministration(directory: directory, environment: clock.environment)
            _ = try hub.initialize(workspace: "desk", owner: "Olga")
            let file = directory + "/saved"
            _ = try hub.backUp(to: file)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            for index in 4_096..<8_192 { bytes[index] = 0xA5 }
            try bytes.write(to: URL(fileURLWithPath: file))
            let before = try hub.status()
            #expect(throws: HubError.self) { try hub.restore(from: file) }
            let after = try hub.status()
            #expect(after.timeline == before.timeline && after.position == before.position)
            #expect(after.members == before.members && after.restoration == nil)
        }
    }
}
