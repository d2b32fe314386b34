// `syncd run`: the daemon, which keeps a replica in sync until it is stopped.

import ArgumentParser
import Foundation
import LocalStore
import Logging
import ServiceLifecycle
import SyncEngine

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "run", "Keep this laptop in sync until stopped.", example: "run --json",
        "Sends what is done here at once, and waits at the hub for what is done elsewhere.")

    @OptionGroup var parent: ParentOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        let lock = try daemonLock(in: replica.directory)
        let daemon = try Daemon(replica, output: options.output)
        try await daemon.run(besides: parent.untilInputEnds ? [ParentWatch()] : [])
        try replica.store.close()
        withExtendedLifetime(lock) {}
    }

    private func daemonLock(in directory: DataDirectory) throws -> FileLock {
        let note = "\(ProcessInfo.processInfo.processIdentifier)\n"
        if let lock = try FileLock(path: directory.daemonLock, note: note) { return lock }
        let other = FileLock.note(at: directory.daemonLock)
        throw CommandError(
            "daemon_running", "A daemon runs for \(directory.path) already: process \(other).",
            hint: "Use it, or stop it with `kill \(other)`.")
    }
}
