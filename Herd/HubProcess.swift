// The hub as a process of its own: started, killed, started again on its port, and weighed.

import Foundation
import SyncHub

/// A `syncd hub serve` over a directory that goes with the run.
final class HubProcess {
    let directory: String
    private(set) var port = 0
    private var process: Process?
    private let program: String
    /// The largest memory that any of the processes had, in KiB.
    private(set) var peakKiB = 0

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        program = own.deletingLastPathComponent().appendingPathComponent("syncd").path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw Failure(description: "there is no syncd beside \(own.path); build it first")
        }
        directory = FileManager.default.temporaryDirectory.path + "/herd-\(UUID().uuidString)"
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: directory)
    }

    var administration: HubAdministration { HubAdministration(directory: directory) }
    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts it and waits until it takes connections.
    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "hub", "serve", "--json", "--listen", "127.0.0.1:\(port)", "--data", directory,
            "--log-level", "error",
        ]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(10) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Failure(description: "the hub ended at its start") }
            line += piece
        }
        struct Ready: Decodable { let port: Int }
        port = try JSONDecoder().decode(Ready.self, from: line).port
        self.process = process
    }

    /// Ends it as a power cut would end it.
    func kill() {
        guard let process, process.isRunning else { return }
        weigh()
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Notes the most memory that it has had so far.
    func weigh() {
        guard let process else { return }
        let path = "/proc/\(process.processIdentifier)/status"
        let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let number = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        peakKiB = max(peakKiB, number.flatMap { Int($0) } ?? 0)
    }
}
