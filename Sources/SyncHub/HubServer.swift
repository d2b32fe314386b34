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
/// Plain HTTP, on loopback only. Commands of other processes (``HubAdministration``) may work on
/// the same directory while it runs; a second server is refused.
///
/// ```swift
/// let server = try HubServer(configuration: HubConfiguration(directory: "/var/lib/syncd"))
/// try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm], logger: logger)
///     .run()
/// ```
public struct HubServer: Service {
    private let configuration: HubConfiguration
    let workspaces: Workspaces

    /// - Throws: ``HubError/Code/notLoopback`` for an address that other machines can reach.
    public init(configuration: HubConfiguration) throws(HubError) {
        guard HubConfiguration.isLoopback(configuration.host) else {
            throw HubError(
                .notLoopback,
                "The hub would listen on \(configuration.host) without encryption",
                hint: "Listen on 127.0.0.1; put a server with TLS before it for other machines.")
        }
        self.configuration = configuration
        workspaces = Workspaces(
            directory: HubDirectory(path: configuration.directory), schema: configuration.schema,
            environment: configuration.environment)
    }

    /// Serves until a graceful shutdown; then releases waiting answers, ends what runs, and closes.
    /// - Throws: ``HubError/Code/unknownWorkspace`` for a directory without a workspace,
    ///   ``HubError/Code/alreadyServing``, ``HubError/Code/cannotListen``; a store's own error if
    /// it
    ///   cannot be opened.
    public func run() async throws {
        let directory = HubDirectory(path: configuration.directory)
        guard !directory.names().isEmpty else { throw HubError.noWorkspace(in: directory.path) }
        let lock = try ServingLock(in: directory.path)
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
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionHandler()],
                    idleTimeout: .seconds(HubLimits.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "syncd",
                availableConnectionsDelegate: MaximumAvailableConnections(HubLimits.connections)),
            services: [
                CommitWatch(workspaces: workspaces, logger: configuration.logger),
                DocumentUpkeep(workspaces: workspaces, logger: configuration.logger),
            ],
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { onListening(port) }
            },
            logger: quietLogger)
    }

    /// The server library's own words are for those who look for its faults.
    private var quietLogger: Logger {
        var logger = configuration.logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

/// Notices what commands of other processes commit, so that waiting laptops hear of it.
struct CommitWatch: Service {
    let workspaces: Workspaces
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: HubLimits.foreignCommitCheck)
                for workspace in workspaces.all { await look(at: workspace) }
            }
        }
    }

    private func look(at workspace: Workspace) async {
        do {
            try await workspace.noticeForeignCommits()
        } catch {
            logger.error(
                "cannot look for commits", metadata: ["workspace": "\(workspace.name)"])
        }
    }
}
