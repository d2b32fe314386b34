// What somebody who runs a hub looks at: its numbers, its health, its file, and a newer version of
// the program over an older file.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Running a hub` {
    private func numbers(_ hub: TestHub, token: String?) async throws -> HubResponse {
        var request = HubRequest(.get, "/metrics", accept: "text/plain")
        if let token { request.headers["Authorization"] = "Bearer " + token }
        return try await hub.send(request)
    }

    private func token(_ hub: TestHub) throws -> String {
        let path = MetricsToken.path(in: hub.directory)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        return try String(contentsOfFile: path, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `its numbers are Prometheus' text, and name nobody`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: TicketSchema.contact, "Confidential")])
            await hub.workspaces.saveContacts(TestHub.quiet)
            _ = try await hub.send(HubRequest(.get, "/secret/\(laptop.token.text)"))
            let response = try await numbers(hub, token: try token(hub))
            #expect(response.status == 200)
            let text = String(decoding: response.body, as: UTF8.self)
            for line in text.split(separator: "\n") {
                let isType =
                    line.wholeMatch(
                        of: /# TYPE [a-z_]+ (counter|gauge|histogram)/) != nil
                let isSample =
                    line.wholeMatch(
                        of: /[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+/) != nil
                #expect(isType || isSample, "\(line)")
            }
            for name in ["Olga", "desk", "van", "Confidential", laptop.token.text] {
                #expect(!text.contains(name))
            }
            for sample in [
                "syncd_hub_requests_total{route=\"/v1/sync\",status=\"200\"} 1",
                "syncd_hub_requests_total{route=\"none\",status=\"404\"} 1",
                "syncd_hub_request_seconds_count{route=\"/v1/enrol\"} 1",
                "syncd_hub_members 1", "syncd_hub_devices 1", "syncd_hub_units 3",
                "syncd_hub_devices_behind 1", "syncd_hub_workspaces 1",
                "syncd_hub_last_backup_timestamp_seconds 0",
            ] { #expect(text.contains(sample + "\n"), "\(sample)") }
        }
    }

    @Test func `its numbers and its status say when the last backup was made`() async throws {
        try await TestHub.serving { hub in
            #expect(try hub.administration.status().lastBackup == nil)
            let now = hub.clock.environment.wallMilliseconds()
            _ = try hub.administration.backUp(to: hub.directory + "/saved")
            let text = String(
                decoding: try await numbers(hub, token: try token(hub)).body, as: UTF8.self)
            #expect(text.contains("syncd_hub_last_backup_timestamp_seconds \(now / 1_000)\n"))
            var last = try #require(try hub.administration.status().lastBackup)
            #expect(last.at == now && last.withDocumentsAt == nil && !last.isOld)
            hub.clock.advance(milliseconds: HubLimits.backupAgeMilliseconds + 1)
            last = try #require(try hub.administration.status().lastBackup)
            #expect(last.isOld)
        }
    }

    @Test func `its numbers are for who holds their token alone`() async throws {
        try await TestHub.serving { hub in
            let laptop = try await TestLaptop(hub, code: hub.ownerCode)
            for token in [nil, laptop.token.text, String(repeating: "0", count: 64)] {
                #expect(try await numbers(hub, token: token).status == 401)
            }
        }
    }

    @Test func `it is not well while a workspace cannot be read`() async throws {
        try await TestHub.serving { hub in
            let health = HubRequest(.get, "/healthz", accept: "application/json")
            let endpoint = HealthEndpoint(
                workspaces: hub.workspaces, environment: hub.clock.environment)
            #expect(await endpoint.isWell())
            #expect(try await hub.send(health).status == 200)
            try change(hub.directory + "/workspaces/desk", "DROP TABLE hub_commit")
            let fresh = HealthEndpoint(
                workspaces: hub.workspaces, environment: hub.clock.environment)
            #expect(await !fresh.isWell())
            // The first one remembers for a second: asking in a loop costs no reads.
            #expect(await endpoint.isWell())
            hub.clock.advance(milliseconds: HubLimits.healthMilliseconds)
            #expect(await !endpoint.isWell())
        }
    }

    /// A hub's directory with a little history, and no server.
    private func withFile(
        _ body: @escaping @Sendable (HubAdministration, String) throws -> Void
    ) async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([
                laptop.creation(of: TicketSchema.contact, "Kim on the phone"),
                laptop.creation(of: TicketSchema.contact, "Lee", n: 2),
            ])
            #expect(try hub.administration.verify().allSatisfy(\.isSound))
            let copy = hub.directory + "-copy"
            try FileManager.default.copyItem(atPath: hub.directory, toPath: copy)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            try body(HubAdministration(directory: copy), copy + "/workspaces/desk")
        }
    }

    private func change(_ folder: String, _ sql: String) throws {
        let store = try LocalStore.openHub(in: folder, schema: TicketSchema.schema)
        try store.hubTransaction(mayWrite: true) { try $0.execute(sql) }
        try store.close()
    }

    @Test(
        arguments: [
            ("feed", "DELETE FROM history WHERE position = 3"),
            (
                "feed",
                "DELETE FROM hub_commit WHERE position = (SELECT max(position) FROM hub_commit)"
            ),
            ("references", "DELETE FROM member"),
            ("history", "UPDATE history SET received_at = received_at + 1 WHERE position = 3"),
        ])
    func `a file that somebody has changed is found out`(check: String, sql: String) async throws {
        try await withFile { hub, folder in
            let names = ["file", "feed", "references", "laptops", "history", "documents"]
            #expect(try hub.verify().map(\.name) == names)
            try change(folder, sql)
            let found = try hub.verify().filter { !$0.isSound }.map(\.name)
            #expect(found.contains(check), "\(found)")
        }
    }

    @Test func `a damaged page is found, or the file is not opened at all`() async throws {
        try await withFile { hub, folder in
            #expect(try hub.verify().allSatisfy(\.isSound))
            let path = folder + "/replica.sqlite"
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            let size = try file.seekToEnd()
            for offset in stride(from: UInt64(8_192), to: size, by: 4_096) {
                try file.seek(toOffset: offset)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
            }
            try file.close()
            for ending in ["-wal", "-shm"] { unlink(path + ending) }
            let checks = try? hub.verify()
            #expect(checks?.allSatisfy(\.isSound) != true)
        }
    }

    @Test func `a newer program takes the hub's file over after a backup, and laptops go on`()
        async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: TicketSchema.contact, "Kim")])
            let copy = hub.directory + "-copy"
            try FileManager.default.copyItem(atPath: hub.directory, toPath: copy)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            let folder = copy + "/workspaces/desk"
            // As the program's last version left it.
            try change(folder, "UPDATE meta SET value = value - 1 WHERE key = 'schema_version'")
            let files = FileManager.default
            func backups() throws -> [String] {
                try files.contentsOfDirectory(atPath: folder).filter { $0.contains(".before-") }
            }
            // Opened for that change, the file was this version's: what is taken over comes now.
            for name in try backups() { try files.removeItem(atPath: folder + "/" + name) }
            let newer = HubAdministration(directory: copy, environment: hub.clock.environment)
            #expect(try newer.verify().allSatisfy(\.isSound))
            #expect(try newer.status().position == 3)
            #expect(try backups().count == 1)
            #expect(try newer.status().devices == hub.administration.status().devices)
        }
    }
}
