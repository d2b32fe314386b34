// Another process of this program, started and stopped by a demo or a test of the real thing.

import Foundation
import SupportDesk

/// A running `syncd`; it ends by itself when this process ends, however that happens.
final class Child: Sendable {
    private let process: Process
    private let input: FileHandle

    /// The program that runs now.
    static var executable: URL {
        Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    }

    /// Starts `syncd` with the arguments and waits for its first line, one JSON document.
    /// - Returns: The process, and what it said.
    static func start(_ arguments: [String]) async throws -> (Child, [String: any Sendable]) {
        let output = Pipe()
        let child = try Child(arguments, output)
        let line = await firstLine(of: output.fileHandleForReading)
        let object = line.flatMap { try? JSONSerialization.jsonObject(with: $0) }
        guard let said = object as? [String: any Sendable] else {
            child.stop()
            throw CommandError(
                "child_failed", "`syncd \(arguments.joined(separator: " "))` did not start.",
                hint: "Run it by hand to see why.")
        }
        return (child, said)
    }

    private init(_ arguments: [String], _ output: Pipe) throws {
        let pipe = Pipe()
        input = pipe.fileHandleForWriting
        process = Process()
        process.executableURL = Child.executable
        process.arguments = arguments + ["--until-input-ends"]
        process.standardInput = pipe
        process.standardOutput = output
        try process.run()
    }

    /// Asks it to stop, and waits until it has.
    func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// Reads a line, then goes on reading so that the child never waits for its reader.
    private static func firstLine(of file: FileHandle) async -> Data? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var line = Data()
                var isWaiting = true
                while true {
                    let piece = file.availableData
                    if isWaiting {
                        line += piece
                        let end = line.firstIndex(of: 10)
                        if end != nil || piece.isEmpty {
                            isWaiting = false
                            continuation.resume(returning: end.map { line[..<$0] })
                        }
                    }
                    if piece.isEmpty { return }
                }
            }
        }
    }
}
