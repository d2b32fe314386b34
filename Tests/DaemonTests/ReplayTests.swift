// An extract of the real log, replayed through a real hub: nothing lost, all laptops equal.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct ReplayTests {
        /// The first incidents of the log: enough for hundreds of edits, few enough for a test.
        private static func extract(incidents: Int) throws -> String {
            let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent()
                .appendingPathComponent("Fixtures/incident_event_log.csv")
            let lines = try String(contentsOf: fixture, encoding: .utf8)
                .split(whereSeparator: \.isNewline)
            var numbers: Set<Substring> = []
            let rows = lines.dropFirst().prefix { line in
                numbers.insert(line.prefix { $0 != "," })
                return numbers.count <= incidents
            }
            let path = FileManager.default.temporaryDirectory
                .appendingPathComponent("syncd-log-\(UUID().uuidString.prefix(8)).csv").path
            try ([lines[0]] + rows).joined(separator: "\n").write(
                toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        private func replay(_ path: String, _ options: String...) async throws -> Document {
            let result = try await Program.run(["demo", "--replay", path, "--json"] + options)
            #expect(result.status == 0, "\(result.complaint)")
            return try result.json()
        }

        @Test(arguments: [1, 2])
        func `a replay loses no update, and all laptops end equal`(seed: Int) async throws {
            let path = try Self.extract(incidents: 40)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let report = try await replay(path, "--laptops", "6", "--seed", "\(seed)")
            #expect(report["tickets"]?.integer == 40)
            #expect(report["lost"]?.integer == 0)
            #expect(report["resurrected"]?.integer == 0)
            #expect(report["refused"]?.integer == 0)
            #expect(report["updates"]?.integer ?? 0 > 300)
            #expect(report["conflicts"]?.integer ?? 0 > 0)
            #expect(report["review_cases"]?.integer ?? 0 > 0)
            #expect(report["disagreeing"]?.items.isEmpty == true)
            let digests = report["digests"]?.items.compactMap(\.string) ?? []
            #expect(digests.count == 6)
            #expect(Set(digests).count == 1)
            #expect(
                report.keys.isSuperset(of: [
                    "events", "unchanged", "tickets", "units", "conflicts", "reviews", "lost",
                    "digests",
                ]))
        }

        @Test func `the order of reconnecting leaves no trace where all edits were made before`()
            async throws
        {
            let path = try Self.extract(incidents: 15)
            defer { try? FileManager.default.removeItem(atPath: path) }
            var digests: Set<String> = []
            for order in 1...3 {
                let report = try await replay(
                    path, "--laptops", "5", "--all-before", "--order-seed", "\(order)")
                #expect(report["lost"]?.integer == 0)
                digests.formUnion(report["digests"]?.items.compactMap(\.string) ?? [])
            }
            #expect(digests.count == 1)
        }
    }
}
