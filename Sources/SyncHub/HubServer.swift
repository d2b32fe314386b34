// The hub as a service: opens the workspaces, takes requests, stops without leaving anybody
// waiting.

internal import Hummingbird
internal import HummingbirdCore
internal import LocalStore
internal import Logging
internal import NIOCore
public import ServiceLifecycle

/// A serving hub.
///
/// TLS anywhere, plain HTTP on loopback alone. Commands of other processes (``HubAdministration``)
/// may work on the same directory while it runs; a second server is refused.
///
/// ```swift
/// let server = try HubServer(configuration: HubConfiguration(directory: "/var/lib/syncd"))
/// try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm], logger: logger)
///     .run()
/// ```
public struct HubServer: Service {
    private let configuration: HubConfiguration
    private let certificate: CertificateFiles?
    let workspaces: Workspaces

    /// - Throws: ``HubError/Code/notLoopback`` for an address that other machines can reach without
    ///   TLS; ``HubError/Code/badCertificate``.
    public init(configuration: HubConfiguration) throws(HubError) {
        if let files = configuration.tls {
            certificate = try CertificateFiles(files)
        } else {
            certificate = nil
        }
        guard certificate != nil || HubConfiguration.isLoopback(configuration.host) else {
            throw HubError(
                .notLoopback,
                "The hub would listen on \(configuration.host) without encryption",
                hint: "Give --tls-cert and --tls-key, or listen on 127.0.0.1.")
        }
        self.configuration = configuration
        workspaces = Workspaces(
            directory: HubDirectory(path: configuration.directory), schema: configuration.schema,
            environment: configuration.environment,
            onTimeline: { [logger = configuration.logger] name in
                logger.warning(
                    "old files: a new timeline begins, and laptops give back what is missing",
                    metadata: ["workspace": "\(name)"])
            })
    }

    /// Serves until a graceful shutdown; then releases waiting answers, ends what runs, and closes.
    /// - Throws: ``HubError/Code/unknownWorkspace`` for a directory without a workspace,
    ///   ``HubError/Code/alreadyServing``, ``HubError/Code/cannotListen``; a store's own error if
    ///   it cannot be opened.
    public func run() async throws {
        let directory = HubDirectory(path: configuration.directory)
        guard !directory.names().isEmpty else { throw HubError.noWorkspace(in: directory.path) }
        let lock = try ServingLock(in: directory.path)
        MetricsToken.make(in: directory.path, configuration.environment)
        if let folder = configuration.documents {
            try DocumentsPlace(directory: directory)
                .choose(folder, random: configuration.environment.random)
        }
        try workspaces.openNew()
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: {
                workspaces.release()
            }
        } catch let error as IOError {
            try? workspaces.close()
            throw cannotListen(error)
        }
        await workspaces.saveContacts(configuration.logger)
        try workspaces.close()
        withExtendedLifetime(lock) {}
    }

    private func cannotListen(_ error: IOError) -> HubError {
        HubError(
            .cannotListen,
            "The hub cannot listen on \(configuration.host), port \(configuration.port): \(error)",
            hint: "Choose another port, or stop the program that has this one.")
    }

    private var application: some ApplicationProtocol {
        let onListening = configuration.onListening
        return Application(
            responder: HubResponder(configuration: configuration, workspaces: workspaces),
            server: serverBuilder,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "syncd",
                availableConnectionsDelegate: MaximumAvailableConnections(HubLimits.connections)),
            services: watches,
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { onListening(port) }
            },
            logger: quietLogger)
    }

    private var serverBuilder: HTTPServerBuilder {
        let counter = ConnectionCounter(metrics: workspaces.metrics)
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionHandler(counter: counter)],
            idleTimeout: .seconds(configuration.patience.idleSeconds))
        guard let certificate else { return .http1(configuration: http) }
        return HTTPServerBuilder { responder in
            TLSChannel(
                base: HTTP1Channel(responder: responder, configuration: http), files: certificate)
        }
    }

    /// What goes on beside the requests.
    private var watches: [any Service] {
        let (workspaces, logger) = (workspaces, configuration.logger)
        let always = [
            // Commands of other processes commit, too, and waiting laptops are to hear of it.
            Repeating(every: HubLimits.foreignCommitCheck) {
                await workspaces.noticeForeignCommits(logger)
            },
            Repeating(every: HubLimits.contactInterval) { await workspaces.saveContacts(logger) },
            Repeating(every: HubLimits.documentUpkeep) {
                // The last turn is the stop's: there is nothing to tidy any more, and no time.
                guard !Task.isCancelled else { return }
                await workspaces.tidyDocuments(logger)
            },
        ]
        guard let certificate else { return always }
        return always + [
            Repeating(every: configuration.certificateInterval) { certificate.look(logger) }
        ]
    }

    /// The server library's own words are for those who look for its faults.
    private var quietLogger: Logger {
        var logger = configuration.logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
