// A hub process and laptops in a temporary directory: what demos play on.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub
import UnixSignals

/// One workspace with a real hub process behind it; everything goes when the play is over.
final class Stage: Sendable {
    let path: String
    private let environment: StoreEnvironment
    private let seed: UInt64?

    /// - Parameter seed: makes the hub's clock and randomness replayable.
    private init(seed: UInt64?) throws {
        let name = "syncd-demo-\(UUID().uuidString.prefix(8))"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        self.seed = seed
        environment = seed.map { .replaying(seed: $0) } ?? .system
        try DataDirectory(path: path).make()
    }

    /// Sets a stage, plays on it, and clears it away however the play ends: a signal cancels it.
    /// - Throws: what the play throws; exit code 130 if a signal cut it short.
    static func play<Result: Sendable>(
        seed: UInt64? = nil, _ body: @escaping @Sendable (Stage) async throws -> Result
    ) async throws -> Result {
        let stage = try Stage(seed: seed)
        defer { try? FileManager.default.removeItem(atPath: stage.path) }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body(stage) }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
                return nil
            }
            defer { group.cancelAll() }
            if let first = try await group.next(), let result = first { return result }
            group.cancelAll()
            guard case .success(let last?)? = await group.nextResult() else { throw ExitCode(130) }
            return last
        }
    }

    var hubDirectory: String { path + "/hub" }

    /// The hub's commands on its files; good before and while it serves.
    var administration: HubAdministration {
        HubAdministration(directory: hubDirectory, environment: environment)
    }

    /// Makes the workspace.
    /// - Returns: The owner's invitation.
    func found(owner: String) throws -> HubAdministration.Invitation {
        try administration.initialize(workspace: "demo", owner: owner)
    }

    /// Starts the hub's process.
    func openHub() async throws -> (hub: Child, url: String) {
        var arguments = [
            "hub", "serve", "--listen", "127.0.0.1:0", "--json", "--data", hubDirectory,
        ]
        if let seed { arguments += ["--replay-seed", "\(seed)"] }
        let (hub, said) = try await Child.start(arguments)
        guard let url = said["url"] as? String else {
            throw CommandError("child_failed", "The hub did not say where it is.")
        }
        return (hub, url)
    }

    /// Enrols a laptop in a directory of its own.
    func laptop(named name: String, at url: String, code: String) async throws -> Laptop {
        let directory = DataDirectory(path: path + "/" + name)
        var joining = Joining(directory: directory, name: name)
        if let seed { joining.environment = .replaying(seed: seed ^ UInt64(name.utf8.count)) }
        let store = try await joining.enrol(at: url, code: code)
        let replica = Replica(directory: directory, store: store)
        return Laptop(name: name, replica: replica, link: try replica.link())
    }
}

/// A laptop of a demo: in this process, but with a file and a connection of its own.
struct Laptop: Sendable {
    let name: String
    let replica: Replica
    let link: HubLink

    var desk: Desk { replica.desk }

    /// Connects, sends and fetches, and is offline again.
    @discardableResult
    func sync() async throws -> SyncReport {
        try await SyncDriver(
            store: replica.store, hub: link, directory: replica.directory
        ).sync()
    }

    func close() async throws {
        await link.close()
        try replica.store.close()
    }
}
