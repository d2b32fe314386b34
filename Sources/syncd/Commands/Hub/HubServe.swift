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
        example: "hub serve --listen 0.0.0.0:7979 --tls-cert hub.pem --tls-key hub.key",
        "Without a certificate plain HTTP, and so on this machine only.")

    @Option(help: "Where to listen; port 0 lets the system choose.")
    var listen = "127.0.0.1:7979"
    @Option(
        help: ArgumentHelp(
            "The hub's certificate in PEM, with those between it and the authority. Renewed files "
                + "are taken over while it runs.", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("The certificate's key in PEM.", valueName: "file"))
    var tlsKey: String?
    @Option(
        help: ArgumentHelp(
            "Keep the bytes of documents in this folder, such as one on a larger disk. What is "
                + "elsewhere is moved there first. It is remembered: name it once.",
            valueName: "folder"))
    var documents: String?
    @Option(help: "How much to log: debug, info (a line for each request), warning or error.")
    var logLevel = LogLevel.warning
    @Option(help: "How to log: text or json, a document a line.")
    var logFormat = LogFormat.text
    @Option(
        help: ArgumentHelp(
            "Take clock and randomness from a seed: for replays, never for people.",
            visibility: .private))
    var replaySeed: UInt64?
    @OptionGroup var parent: ParentOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let (host, port) = try address()
        var logger = Logger(label: "syncd.hub", factory: logFormat.handler)
        logger.logLevel = logLevel.level
        let output = options.output
        var configuration = HubConfiguration(
            directory: options.hubDirectory.path, host: host, port: port, logger: logger,
            onListening: { [isEncrypted = tlsCert != nil] port in
                HubServe.ready(host, port, output, isEncrypted: isEncrypted)
            })
        configuration.tls = try tlsFiles()
        configuration.documents = documents
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

    private func tlsFiles() throws -> TLSFiles? {
        switch (tlsCert, tlsKey) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        default:
            throw CommandError(
                "usage", "A certificate needs its key, and a key its certificate.",
                hint: "Give both --tls-cert and --tls-key.", exit: .usage)
        }
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

    private static func ready(
        _ host: String, _ port: Int, _ output: Output, isEncrypted: Bool
    ) {
        let scheme = isEncrypted ? "https" : "http"
        let name = host.contains(":") ? "[\(host)]" : host
        let url = "\(scheme)://\(name):\(port)"
        output.event(
            [
                "event": "ready", "url": .string(url), "port": .integer(Int64(port)),
                "pid": .integer(Int64(ProcessInfo.processInfo.processIdentifier)),
            ], text: "The hub is at \(url). Ctrl-C stops it.")
    }
}

/// The forms of the hub's log.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json

    var handler: @Sendable (String) -> any LogHandler {
        switch self {
        case .text: { StreamLogHandler.standardError(label: $0) }
        case .json: { _ in JSONLogHandler() }
        }
    }
}

/// How much the hub logs.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case debug
    case info
    case warning
    case error

    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
