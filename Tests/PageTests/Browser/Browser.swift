// A browser with one page in it, used as a person uses it: by labels, words and keys.

import Foundation
import ProcessSupport
import Testing

/// One window of a real browser.
final class Browser: Sendable {
    private let driver: WebDriver
    private let session: String

    init(_ driver: WebDriver, session: String) {
        self.driver = driver
        self.session = session
    }

    @discardableResult
    func send(_ path: String, _ body: [String: any Sendable] = [:]) async throws -> Document {
        try await driver.send(session + path, body)
    }

    func open(_ url: String) async throws { try await send("/url", ["url": url]) }

    func reload() async throws { try await send("/refresh") }

    /// Goes to a screen of the page that is open.
    func go(_ hash: String) async throws {
        try await script(
            "if (location.hash === arguments[0]) { location.reload(); }"
                + "else { location.hash = arguments[0]; }", hash)
    }

    func resize(_ width: Int, _ height: Int) async throws {
        try await send("/window/rect", ["width": width, "height": height])
    }

    /// A command of the DevTools protocol.
    @discardableResult
    func devTools(_ command: String, _ parameters: [String: any Sendable]) async throws -> Document
    {
        try await send("/goog/cdp/execute", ["cmd": command, "params": parameters])
    }

    /// Runs a script in the page; what it returns comes back.
    @discardableResult
    func script(_ source: String, _ arguments: any Sendable...) async throws -> Document {
        try await send("/execute/sync", ["script": source, "args": arguments])
    }

    /// The same for a script that is done when it calls its last argument.
    @discardableResult
    func asyncScript(_ source: String, _ arguments: any Sendable...) async throws -> Document {
        try await send("/execute/async", ["script": source, "args": arguments])
    }

    // MARK: Waiting

    /// Asks again and again until the answer is there.
    func eventually<Value>(
        _ what: String, within limit: Duration = .seconds(15),
        sourceLocation: SourceLocation = #_sourceLocation, _ find: () async throws -> Value?
    ) async throws -> Value {
        let end = ContinuousClock.now + limit
        repeat {
            do {
                if let found = try await find() { return found }
            } catch let refusal as WebDriver.Refusal {
                // The page was drawn anew between finding something and using it.
                guard Self.passing.contains(refusal.code) else { throw refusal }
            }
            try await Task.sleep(for: .milliseconds(15))
        } while ContinuousClock.now < end
        let text = try await script("return document.body.innerText").string ?? ""
        Issue.record(
            "no \(what) on the page:\n\(text.prefix(1_500))", sourceLocation: sourceLocation)
        throw WebDriver.Refusal(code: "timeout", description: what)
    }

    private static let passing: Set = [
        "stale element reference", "element not interactable", "element click intercepted",
        "no such element", "javascript error",
    ]

    /// Waits until a script returns something that is true.
    @discardableResult
    func wait(
        _ what: String, _ source: String, _ arguments: any Sendable...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Document {
        try await eventually(what, sourceLocation: sourceLocation) {
            let answer = try await send(
                "/execute/sync", ["script": source, "args": arguments])
            return answer.isNull || answer.boolean == false || answer.string == "" ? nil : answer
        }
    }

    /// Waits until the text stands on the page, or in a part of it; blanks count as one.
    func shows(
        _ text: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await wait(
            "\"\(text)\" in \(part)",
            "return [...document.querySelectorAll(arguments[0])]"
                + ".some((part) => part.innerText.replace(/\\s+/g, ' ').includes(arguments[1]))",
            part, text, sourceLocation: sourceLocation)
    }

    /// Waits until the text stands there no more.
    func hides(
        _ text: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await wait(
            "page without \"\(text)\"",
            "return ![...document.querySelectorAll(arguments[0])]"
                + ".some((part) => part.innerText.replace(/\\s+/g, ' ').includes(arguments[1]))",
            part, text, sourceLocation: sourceLocation)
    }
}
