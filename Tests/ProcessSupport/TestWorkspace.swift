// A hub's process and laptops for one test, in a directory that goes when the test is over.

import Foundation
import Testing

/// A workspace with a hub that a test can stop, kill and start again on the same port.
package final class TestWorkspace {
    package let path: String
    package private(set) var url = ""
    package private(set) var port = 0
    package private(set) var ownerCode = ""
    /// What `hub serve` is told beside the rest.
    package var hubOptions: [String] = []
    private var hub: Running?
    private var others: [String: Running] = [:]
    private var directoryByLaptop: [String: String] = [:]
    package let hubDirectory: String

    /// - Parameter hubDirectory: for the hub's files; by default, beside everything else.
    package init(hubDirectory: String? = nil) async throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("syncd-test-\(UUID().uuidString.prefix(8))").path
        self.hubDirectory = hubDirectory ?? path + "/hub"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let made = try await Program.run(
            "hub", "init", "--workspace", "acme", "--owner", "Ada", "--json", in: self.hubDirectory)
        ownerCode = try #require(try made.json()["code"]?.string)
        try await startHub()
    }

    deinit {
        for running in others.values + [hub].compactMap({ $0 }) { running.signal(SIGKILL) }
        try? FileManager.default.removeItem(atPath: path)
    }

    package func directory(_ laptop: String) -> String {
        directoryByLaptop[laptop] ?? path + "/" + laptop
    }

    /// Starts the hub's process; the second time on the port of the first.
    package func startHub() async throws {
        let running = try Running(
            [
                "hub", "serve", "--listen", "127.0.0.1:\(port)", "--json", "--data", hubDirectory,
            ] + hubOptions)
        let line = try #require(await running.firstLine())
        port = try #require(try Document(line)["port"]?.integer)
        url = try #require(try Document(line)["url"]?.string)
        hub = running
    }

    /// Ends the hub's process; by default as a person would.
    package func stopHub(_ signal: Int32 = SIGTERM) async -> Program.Result? {
        hub?.signal(signal)
        defer { hub = nil }
        return await hub?.result()
    }

    /// Sends the hub's process a signal that does not end it: SIGSTOP makes a hub that is there and
    /// does not answer.
    package func signalHub(_ number: Int32) { hub?.signal(number) }

    /// Kills the hub's process when the caller says, and waits for its end.
    /// - Parameter arrange: is given what kills.
    package func killHub(_ arrange: (@escaping @Sendable () -> Void) -> Void) async throws {
        let victim = try #require(hub)
        hub = nil
        others["hub"] = victim
        arrange { victim.signal(SIGKILL) }
        _ = await victim.result()
        others["hub"] = nil
    }

    /// Enrols a laptop; the first is the owner's.
    /// - Parameters:
    ///   - link: the hub's address for this laptop, where it is not the hub's own.
    ///   - directory: for its files; by default, beside everything else.
    @discardableResult
    package func join(
        _ name: String, as member: String? = nil, role: String? = nil, through link: String? = nil,
        in directory: String? = nil
    ) async throws -> String {
        directoryByLaptop[name] = directory
        var code = ownerCode
        if let member {
            let options = role.map { ["--role", $0] } ?? []
            let invited = try await Program.run(
                ["hub", "invite", member, "--json"] + options, in: hubDirectory)
            code = try #require(try invited.json()["code"]?.string)
        }
        let joined = try await Program.run(
            "join", link ?? url, code, "--name", name, "--json", in: self.directory(name))
        try #require(joined.status == 0, "\(joined.complaint)")
        return self.directory(name)
    }

    /// A code for a member, new or known.
    /// - Parameter workspace: where the hub has several.
    package func invite(_ member: String, in workspace: String? = nil) async throws -> String {
        let options = workspace.map { ["--workspace", $0] } ?? []
        let invited = try await Program.run(
            ["hub", "invite", member, "--json"] + options, in: hubDirectory)
        return try #require(try invited.json()["code"]?.string)
    }

    /// Runs a command on a laptop; it has to succeed.
    @discardableResult
    package func on(_ laptop: String, _ arguments: String...) async throws -> Document {
        try await on(laptop, arguments)
    }

    @discardableResult
    package func on(_ laptop: String, _ arguments: [String]) async throws -> Document {
        let result = try await Program.run(arguments + ["--json"], in: directory(laptop))
        try #require(result.status == 0, "\(arguments): \(result.complaint)")
        return try result.json()
    }

    /// Copies the files of a laptop, as a cloned disk or a backup would.
    package func copy(_ laptop: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: directory(laptop), toPath: directory(other))
    }

    /// A laptop's disk dies.
    package func remove(_ laptop: String) throws {
        try FileManager.default.removeItem(atPath: directory(laptop))
    }

    /// Starts the daemon of a laptop.
    package func run(_ laptop: String) async throws -> Running {
        let running = try Running(["run", "--json", "--data", directory(laptop)])
        others[laptop] = running
        _ = try #require(await running.firstLine())
        return running
    }

    /// Ends the daemon of a laptop as a person would.
    package func stop(_ laptop: String) async {
        let running = others.removeValue(forKey: laptop)
        running?.signal(SIGTERM)
        _ = await running?.result()
    }

    /// Asks until the answer is right; a daemon needs a moment, and nobody knows how long.
    package func eventually(
        within limit: Duration = .seconds(20), _ isRight: () async throws -> Bool
    ) async throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + limit
        repeat {
            if try await isRight() { return true }
            try await Task.sleep(for: .milliseconds(20))
        } while clock.now < end
        return false
    }
}
