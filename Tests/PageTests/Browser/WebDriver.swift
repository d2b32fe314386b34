// Speaks W3C WebDriver to chromedriver over loopback: one command, one answer.

import Foundation
import HubClient
import ProcessSupport
import Testing

/// A running chromedriver; it ends the browsers that it started when it is stopped.
final class WebDriver: Sendable {
    private let process: Running
    private let connection: HubClient

    /// What a command was refused with.
    struct Refusal: Error, CustomStringConvertible {
        let code: String
        let description: String
    }

    static func start() async throws -> WebDriver {
        let program = try #require(
            installed("chromedriver"), "no chromedriver here: run scripts/test, which installs it")
        let running = try Running(
            ["--port=0"], of: program, isReady: { $0.contains("started successfully on port") })
        let line = try #require(await running.firstLine())
        let port = try #require(line.split(whereSeparator: { !$0.isNumber }).last)
        let address = try HubAddress("http://127.0.0.1:\(port)")
        return WebDriver(
            running, HubClient(configuration: HubClientConfiguration(address: address)))
    }

    private init(_ process: Running, _ connection: HubClient) {
        self.process = process
        self.connection = connection
    }

    /// Opens a browser of its own, with everything logged that it asks for.
    func open(width: Int = 1_280, height: Int = 900, isDark: Bool = false) async throws -> Browser {
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--lang=en-GB", "--window-size=\(width),\(height)",
        ]
        let capabilities: [String: any Sendable] = [
            "browserName": "chrome",
            "goog:chromeOptions": ["args": arguments] as [String: any Sendable],
            "goog:loggingPrefs": ["performance": "ALL", "browser": "ALL"],
        ]
        let answer = try await send(
            "/session",
            ["capabilities": ["alwaysMatch": capabilities] as [String: any Sendable]])
        let id = try #require(answer["sessionId"]?.string)
        return Browser(self, session: "/session/\(id)")
    }

    /// Performs a command that WebDriver takes by POST.
    /// - Throws: ``Refusal`` with WebDriver's own error code.
    @discardableResult
    func send(_ path: String, _ body: [String: any Sendable] = [:]) async throws -> Document {
        let bytes = try JSONSerialization.data(withJSONObject: body)
        let answer = try await connection.send(
            HubRequest(
                .post, path, body: Array(bytes), contentType: "application/json",
                accept: "application/json", wait: .seconds(60)))
        let content = try Document(String(decoding: answer.body, as: UTF8.self))
        let value = try #require(content["value"])
        guard answer.isRefusal else { return value }
        throw Refusal(
            code: value["error"]?.string ?? "unknown",
            description: "\(path): \(value["message"]?.string?.prefix(400) ?? "")")
    }

    /// Ends the process and all browsers that it started.
    func stop() async {
        // A way of chromedriver's own: after a signal its browsers would live on.
        _ = try? await connection.send(
            HubRequest(.get, "/shutdown", accept: "application/json", wait: .seconds(10)))
        _ = await process.result()
        await connection.close()
    }

    private static func installed(_ name: String) -> URL? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { URL(fileURLWithPath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
