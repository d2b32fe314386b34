// The page as a service: listens on loopback, twice, and stops without leaving a window waiting.

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization

/// A serving desk page.
///
/// Plain HTTP on 127.0.0.1, and on ::1 where the machine has it; on nothing else, ever.
public final class DeskPageServer: Service {
    private let configuration: DeskPageConfiguration
    let state: PageState
    /// 0 until it listens.
    private let port = Mutex(0)

    public init(configuration: DeskPageConfiguration) {
        self.configuration = configuration
        state = PageState(configuration)
    }

    /// The address that lets one browser in, once, within a minute; `nil` before it listens.
    public func openingAddress() -> String? {
        let port = port.withLock { $0 }
        guard port != 0 else { return nil }
        return "http://127.0.0.1:\(port)/open?pass=\(state.passes.issue())"
    }

    /// Serves until a graceful shutdown; then ends all streams of events, and what runs.
    /// - Throws: ``PageError`` `cannot_listen`.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await cancelWhenGracefulShutdown { await self.state.events.run() } }
                let port = try await self.listen(in: &group)
                self.port.withLock { $0 = port }
                self.configuration.onListening(port)
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            self.state.events.finish()
        }
    }

    /// - Returns: the port of both listeners.
    private func listen(in group: inout ThrowingTaskGroup<Void, any Error>) async throws -> Int {
        let port: Int
        var mayDiffer = true
        switch configuration.port {
        case .exactly(let wanted):
            port = try await start("127.0.0.1", wanted, in: &group)
            mayDiffer = wanted == 0
        case .preferably(let wanted):
            do {
                port = try await start("127.0.0.1", wanted, in: &group)
            } catch let error as PageError where error == .taken(wanted) {
                port = try await start("127.0.0.1", 0, in: &group)
            }
        }
        do {
            _ = try await start("::1", port, in: &group)
        } catch let error as IOError where [EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errnoCode) {
            configuration.logger.info("no IPv6 loopback here; 127.0.0.1 alone is served")
        } catch let error as PageError where mayDiffer && error == .taken(port) {
            configuration.logger.info("the port of ::1 is taken; 127.0.0.1 alone is served")
        }
        return port
    }

    /// Starts one listener, and waits until it takes connections.
    private func start(
        _ host: String, _ port: Int, in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Int {
        let (outcomes, outcome) = AsyncStream<Result<Int, any Error>>.makeStream()
        let listener = PageListener(
            state: state, configuration: configuration, host: host, port: port)
        group.addTask {
            let isListening = Mutex(false)
            do {
                try await listener.run { port in
                    isListening.withLock { $0 = true }
                    outcome.yield(.success(port))
                }
                outcome.finish()
            } catch {
                outcome.yield(.failure(error))
                outcome.finish()
                // Whoever waits for the start is told; later it is the end of the page.
                if isListening.withLock({ $0 }) { throw error }
            }
        }
        for await result in outcomes {
            do {
                return try result.get()
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                throw PageError.taken(port)
            }
        }
        throw PageError.stopping
    }
}

extension PageError {
    fileprivate static func taken(_ port: Int) -> PageError {
        PageError(
            "cannot_listen", "Port \(port) is another program's.",
            hint: "Choose another one with --port, or --no-page.", status: 500)
    }
}

/// One of the page's listeners.
private struct PageListener: Sendable {
    let state: PageState
    let configuration: DeskPageConfiguration
    let host: String
    let port: Int

    func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        let responder = ConnectionResponder(configuration: configuration, state: state)
        var logger = configuration.logger
        // The server library's own words are for those who look for its faults.
        logger.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [LoopbackConnection()],
                    idleTimeout: .seconds(DeskPageLimits.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    DeskPageLimits.connections)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { onListening(port) }
            }, logger: logger)
        try await application.run()
    }
}
