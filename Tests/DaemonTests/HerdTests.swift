// A slice of scripts/herd and scripts/kills: a hundred laptops, a few kills; behaviour, not time.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct HerdTests {
        private func herd(_ arguments: String...) async throws -> Document {
            let process = Process()
            process.executableURL = Program.url.deletingLastPathComponent()
                .appendingPathComponent("Herd")
            process.arguments = arguments + ["--json"]
            let output = Pipe()
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            try process.run()
            let bytes = await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        returning: output.fileHandleForReading.readDataToEndOfFile())
                }
            }
            process.waitUntilExit()
            return try Document(String(decoding: bytes, as: UTF8.self))
        }

        @Test func `a hundred laptops are all current again after the hub was killed under them`()
            async throws
        {
            let report = try await herd("--laptops", "100", "--steady", "3", "--watched", "1")
            // How busy a second is is for scripts/herd to measure, over minutes.
            let broken = report["broken"]?.items.compactMap(\.string) ?? ["no report"]
            #expect(broken.filter { !$0.contains("busier") } == [])
            #expect(report["seconds_until_all_are_current"]?.integer ?? .max <= 120)
        }

        @Test func `what a laptop was told is sent is there after twenty kills of the hub`()
            async throws
        {
            let report = try await herd("kills", "--laptops", "10", "--kills", "20")
            #expect(report["broken"]?.items.compactMap(\.string) == [])
            #expect(report["units_acknowledged"]?.integer ?? 0 > 20)
        }
    }
}
