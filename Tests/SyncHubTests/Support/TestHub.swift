// A real hub on a port of this machine, in a directory of its own, for the length of one test.

import Foundation
import HubClient
import Logging
import ServiceLifecycle
import SyncEngine

@testable import SyncHub

struct TestHub: Sendable {
    let directory: String
    let port: Int
    let clock: TestClock
    let administration: HubAdministration
    /// The code that came with the workspace `desk`, for its owner `Olga`.
    let ownerCode: String
    let workspaces: Workspaces
    fileprivate let services: ServiceGroup
    /// Where the hub serves TLS: the PEM file that its laptops judge it by.
    var authorities: String?
    private let isEncrypted: Bool

    /// Runs a test against a serving hub, then stops the hub gracefully.
    static func serving(
        logger: Logger = quiet,
        configure: @escaping @Sendable (inout HubConfiguration) -> Void = { _ in },
        _ test: @escaping @Sendable (TestHub) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let clock = TestClock()
            let administration = HubAdministration(
                directory: directory, environment: clock.environment)
            let code = try administration.initialize(workspace: "desk", owner: "Olga").code
            let (ports, listening) = AsyncStream.makeStream(of: Int.self)
            var configuration = configuration(directory, clock, logger)
            configuration.onListening = { listening.yield($0) }
            configure(&configuration)
            let server = try HubServer(configuration: configuration)
            let isEncrypted = configuration.tls != nil
            let services = ServiceGroup(services: [server], logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { listening.finish() }
                    try await services.run()
                }
                if let port = await ports.first(where: { _ in true }) {
                    let hub = TestHub(
                        directory: directory, port: port, clock: clock,
                        administration: administration, ownerCode: code,
                        workspaces: server.workspaces, services: services,
                        isEncrypted: isEncrypted)
                    defer { tasks.addTask { await services.triggerGracefulShutdown() } }
                    try await test(hub)
                }
                try await tasks.waitForAll()
            }
        }
    }

    static func server(_ directory: String, _ clock: TestClock) throws -> HubServer {
        try HubServer(configuration: configuration(directory, clock, quiet))
    }

    private static func configuration(
        _ directory: String, _ clock: TestClock, _ logger: Logger
    ) -> HubConfiguration {
        var configuration = HubConfiguration(directory: directory, port: 0, logger: logger)
        configuration.environment = clock.environment
        return configuration
    }

    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// The list that the hub's responder walks.
    var routes: [HubRoute] {
        HubRoute.all(HubConfiguration(directory: directory), workspaces)
    }

    func stop() async { await services.triggerGracefulShutdown() }

    /// Sends one request over a socket of its own.
    func send(_ request: HubRequest, token: DeviceToken? = nil) async throws -> HubResponse {
        let client = try client(token: token)
        let response = await Result { try await client.send(request) }
        await client.close()
        return try response.get()
    }

    func client(token: DeviceToken?) throws -> HubClient {
        var configuration = HubClientConfiguration(
            address: try HubAddress(
                isEncrypted ? "https://localhost:\(port)" : "http://127.0.0.1:\(port)"))
        configuration.certificateAuthorityFile = authorities
        configuration.token = token.map { HubToken($0.text) }
        return HubClient(configuration: configuration)
    }

    /// Returns once a request listens for commits, or none does any more.
    func untilSomebodyWaits(_ somebody: Bool = true) async {
        while workspaces.all.contains(where: \.commits.hasListeners) != somebody {
            await Task.yield()
        }
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = NSTemporaryDirectory() + "hub-" + UUID().uuidString
    try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    let result = await Result { try await body(directory) }
    try FileManager.default.removeItem(atPath: directory)
    try result.get()
}

/// The code of the error that the hub told, or a word that no code is.
func errorCode(_ response: HubResponse) -> String {
    struct Body: Decodable {
        let error: [String: String]
    }
    let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
    guard let error = body?.error, Set(error.keys) == ["code", "message", "hint"] else {
        return "(no error)"
    }
    return error["code"] ?? ""
}
