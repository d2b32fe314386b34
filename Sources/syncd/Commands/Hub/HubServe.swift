// `syncd hub serve`: the hub's process.

import ArgumentParser
import Foundation
import LocalStore
import Logging
import ServiceLifecycle
import SupportDesk
import SyncHub
import UnixSignals

struct HubServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "serve", "Serve the workspaces of a hub's directory.",
        example: "hub serve --listen 127.0.0.1:7979 --data /var/lib/syncd",
        "Plain HTTP, and so on this machine only.")

    @Option(help: "Where to listen; port 0 lets the system choose.")
    var listen = "127.0.0.1:7979"
    @Option(
        help: ArgumentHelp(
            "Take clock and randomness from a seed: for replays, never for people.",
            visibility: .private))
    var replaySeed: UInt64?
    @OptionGroup var parent: ParentOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let (host, port) = try address()
        var logger = Logger(label: "syncd.hub", factory: StreamLogHandler.standardError(label:))
        logger.logLevel = .warning
        let output = options.output
        var configuration = HubConfiguration(
            directory: options.hubDirectory.path, host: host, port: port, logger: logger,
            onListening: { HubServe.ready(host, $0, output) })
        if let replaySeed { configuration.environment = .replaying(seed: replaySeed) }
        let server = try HubServer(configuration: configuration)
        let services: [any Service] = parent.untilInputEnds ? [server, ParentWatch()] : [server]
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    private func address() throws -> (host: String, port: Int) {
        guard let colon = listen.lastIndex(of: ":"),
            let port = UInt16(listen[listen.index(after: colon)...])
        else {
            throw CommandError(
                "bad_address", "\"\(listen)\" is nowhere to listen.",
                hint: "Write it like 127.0.0.1:7979.", exit: .usage)
        }
        let host = listen[..<colon].filter { $0 != "[" && $0 != "]" }
        return (String(host), Int(port))
    }

    private static func ready(_ host: String, _ port: Int, _ output: Output) {
        let url = host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        output.event(
            [
                "event": "ready", "url": .string(url), "port": .integer(Int64(port)),
                "pid": .integer(Int64(ProcessInfo.processInfo.processIdentifier)),
            ], text: "The hub is at \(url). Ctrl-C stops it.")
    }
}
