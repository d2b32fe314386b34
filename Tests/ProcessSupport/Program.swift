// The built program as a test runs it: a process with arguments in, status and two texts out.

package import Foundation
import Testing

/// The `syncd` that stands beside the tests.
package enum Program {
    package static let url: URL = {
        // A benchmark of a release build names it.
        if let path = ProcessInfo.processInfo.environment["SYNCD_PROGRAM"] {
            return URL(fileURLWithPath: path)
        }
        let arguments = CommandLine.arguments.map { URL(fileURLWithPath: $0) }
        let bundles = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
        let files = FileManager.default
        for start in arguments + bundles {
            var directory = start
            // A bundle may lie a few folders below the products.
            for _ in 0..<4 {
                directory.deleteLastPathComponent()
                let candidate = directory.appendingPathComponent("syncd")
                var isDirectory: ObjCBool = false
                if files.fileExists(atPath: candidate.path, isDirectory: &isDirectory),
                    !isDirectory.boolValue
                {
                    return candidate
                }
            }
        }
        fatalError("the program is not beside the tests: \(CommandLine.arguments)")
    }()

    /// What a finished run left.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let complaint: String

        /// Standard output as its one JSON document.
        package func json() throws -> Document { try Document(output) }

        /// Standard error as its one JSON document.
        package func error() throws -> Document { try #require(try Document(complaint)["error"]) }
    }

    /// Runs to the end.
    /// - Parameters:
    ///   - directory: of the data.
    ///   - place: the working directory, where it matters.
    package static func run(
        _ arguments: String..., in directory: String? = nil, at place: String? = nil
    ) async throws -> Result {
        try await run(arguments, in: directory, at: place)
    }

    package static func run(
        _ arguments: [String], in directory: String? = nil, at place: String? = nil
    ) async throws -> Result {
        let running = try Running(
            arguments + (directory.map { ["--data", $0] } ?? []), at: place)
        return await running.result()
    }
}

/// A process that runs, and may be killed.
package final class Running: Sendable {
    private let process: Process
    private let output: Reader
    private let complaint: Reader

    package var identifier: Int32 { process.processIdentifier }

    /// - Parameters:
    ///   - program: by default the built `syncd`.
    ///   - place: the working directory, where it matters.
    ///   - environment: beside what the tests themselves have.
    ///   - isReady: whether a line of its output is the one that ``firstLine()`` waits for.
    package init(
        _ arguments: [String], of program: URL = Program.url, at place: String? = nil,
        environment: [String: String] = [:],
        isReady: @escaping @Sendable (String) -> Bool = { _ in true }
    ) throws {
        process = Process()
        if let place { process.currentDirectoryURL = URL(fileURLWithPath: place) }
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (out, err) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = err
        output = Reader(out.fileHandleForReading, isReady)
        complaint = Reader(err.fileHandleForReading, isReady)
        try process.run()
    }

    /// Waits for the first line that it prints and that says it is ready.
    package func firstLine() async -> String? { await output.firstLine() }

    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end.
    package func result() async -> Program.Result {
        let output = await output.all()
        let complaint = await complaint.all()
        process.waitUntilExit()
        return Program.Result(
            status: process.terminationStatus, output: output, complaint: complaint)
    }
}

/// Collects a stream on a thread of its own.
private final class Reader: Sendable {
    private let lines: AsyncStream<String>
    private let whole: Task<String, Never>

    init(_ file: FileHandle, _ isReady: @escaping @Sendable (String) -> Bool) {
        let (pieces, feed) = AsyncStream<Data>.makeStream()
        Thread.detachNewThread {
            while case let piece = file.availableData, !piece.isEmpty { feed.yield(piece) }
            feed.finish()
        }
        let (lines, line) = AsyncStream<String>.makeStream()
        self.lines = lines
        whole = Task {
            var bytes = Data()
            var start = 0
            // A line of megabytes comes in many pieces: each is looked through once.
            var searched = 0
            for await piece in pieces {
                bytes += piece
                while start >= 0, let end = bytes[searched...].firstIndex(of: 10) {
                    let text = String(decoding: bytes[start..<end], as: UTF8.self)
                    start = isReady(text) ? -1 : end + 1
                    searched = end + 1
                    if start < 0 { line.yield(text) }
                }
                searched = bytes.count
            }
            line.finish()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    func firstLine() async -> String? {
        for await line in lines { return line }
        return nil
    }

    func all() async -> String { await whole.value }
}
