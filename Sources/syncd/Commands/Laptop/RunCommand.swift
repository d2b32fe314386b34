// `syncd run`: the daemon, which keeps a replica in sync until it is stopped.

import ArgumentParser
import DeskPage
import Foundation
import LocalStore
import Logging
import ServiceLifecycle
import SyncEngine

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "run", "Keep this laptop in sync until stopped.", example: "run --json",
        "Sends what is done here at once, and waits at the hub for what is done elsewhere. Serves "
            + "the desk's page to this machine alone; `syncd open` shows it.")

    @Option(
        help: ArgumentHelp(
            "Serve the page on this port of 127.0.0.1 and ::1; by default 7878, or any that is "
                + "free where another program has it.", valueName: "port"))
    var port: Int?
    @Flag(help: "Serve no page.") var noPage = false
    @OptionGroup var parent: ParentOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard let port else { return }
        guard (0...65_535).contains(port), !noPage else {
            throw ValidationError("--port is a number up to 65535, and needs a page.")
        }
    }

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory, evenIfLocked: true)
        let lock = try daemonLock(in: replica.directory)
        let daemon = try Daemon(replica, output: options.output)
        try await daemon.run(
            page: noPage ? nil : port.map { .exactly($0) } ?? .preferably(Self.pagePort),
            besides: parent.untilInputEnds ? [ParentWatch()] : [])
        try replica.store.close()
        withExtendedLifetime(lock) {}
    }

    private static let pagePort = 7_878

    private func daemonLock(in directory: DataDirectory) throws -> FileLock {
        let note = "\(ProcessInfo.processInfo.processIdentifier)\n"
        if let lock = try FileLock(path: directory.daemonLock, note: note) { return lock }
        let other = FileLock.note(at: directory.daemonLock)
        throw CommandError(
            "daemon_running", "A daemon runs for \(directory.path) already: process \(other).",
            hint: "Use it, or stop it with `kill \(other)`.")
    }
}
