// A browser's part of the talk with a daemon's page, for tests that need no picture of it.

import Foundation
import SupportDesk
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Somebody who was let in by `syncd open`.
struct PageClient {
    let address: String
    private let cookie: String
    private let token: String
    private let session: URLSession

    /// Asks the daemon of a laptop for an address, and shows its ticket.
    init(_ laptop: String, in workspace: TestWorkspace) async throws {
        let opened = try await workspace.on(laptop, "open", "--print")
        let url = try #require(opened["url"]?.string)
        address = try #require(url.components(separatedBy: "/open?").first)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        session = URLSession(configuration: configuration)
        let (_, response) = try await session.data(from: try #require(URL(string: url)))
        let http = try #require(response as? HTTPURLResponse)
        let set = try #require(http.value(forHTTPHeaderField: "Set-Cookie"))
        cookie = try #require(set.components(separatedBy: ";").first)
        var request = URLRequest(url: try #require(URL(string: address + "/api/session")))
        request.setValue(cookie, forHTTPHeaderField: "Cookie")
        let (data, _) = try await session.data(for: request)
        token = try #require(
            try Document(String(decoding: data, as: UTF8.self))["csrf"]?.string)
    }

    func get(_ path: String) async throws -> Document { try await ask("GET", path, nil).document }

    /// The status and the document of a write.
    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSONValue = [:]
    ) async throws -> (status: Int, document: Document) { try await ask(method, path, body) }

    /// Sends a file.
    func upload(_ path: String, _ bytes: Data) async throws -> (status: Int, document: Document) {
        var request = try request("POST", path)
        request.setValue("application/octet-stream", forHTTPHeaderField: "Content-Type")
        request.httpBody = bytes
        return try await answer(request)
    }

    /// What a browser would save.
    func download(_ path: String) async throws -> Data {
        try await session.data(for: try request("GET", path)).0
    }

    private func ask(
        _ method: String, _ path: String, _ body: JSONValue?
    ) async throws -> (status: Int, document: Document) {
        var request = try request(method, path)
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body.description.utf8)
        }
        return try await answer(request)
    }

    private func request(_ method: String, _ path: String) throws -> URLRequest {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.httpMethod = method
        request.setValue(cookie, forHTTPHeaderField: "Cookie")
        if method != "GET" {
            request.setValue(address, forHTTPHeaderField: "Origin")
            request.setValue(token, forHTTPHeaderField: "X-Syncd-CSRF")
        }
        return request
    }

    private func answer(
        _ request: URLRequest
    ) async throws -> (status: Int, document: Document) {
        let (data, response) = try await session.data(for: request)
        let status = try #require(response as? HTTPURLResponse).statusCode
        return (status, try Document(String(decoding: data, as: UTF8.self)))
    }
}
