// A client's browser as small as can be: one request a connection, every byte of the answer kept.

import Foundation
import Testing

@testable import SyncHub

/// Sends what a test says, as it says it, and keeps the cookie that it was given.
struct Browser {
    let port: Int
    /// What follows `Cookie: `.
    var cookie: String?

    init(_ hub: TestHub) { port = hub.port }

    /// Follows a link as it came in a mail.
    @discardableResult mutating func open(_ link: PortalLink) async throws -> BrowserAnswer {
        let answer = try await ask(link.path)
        cookie = answer["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
        return answer
    }

    func ask(
        _ path: String, _ method: String = "GET", headers: [String] = [], body: String = ""
    ) async throws -> BrowserAnswer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: hub", "Connection: close"] + headers
        if let cookie { lines.append("Cookie: \(cookie)") }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        // Waiting for the answer blocks a thread, and the hub needs those that tests run on.
        let answer = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: self.exchange(Array(request.utf8)))
            }
        }
        return try BrowserAnswer(answer)
    }

    /// - Returns: nothing where there is no hub.
    private func exchange(_ request: [UInt8]) -> [UInt8] {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0,
            send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
        else { return [] }
        var (answer, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return answer }
            answer += chunk[..<count]
        }
    }
}

/// An answer, byte for byte but for the clock.
struct BrowserAnswer: Equatable {
    /// The status line and the headers as they came, without `Date`.
    let head: [String]
    var body: String

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let end = try #require(text.range(of: "\r\n\r\n"))
        head = text[..<end.lowerBound].components(separatedBy: "\r\n")
            .filter { !$0.lowercased().hasPrefix("date:") }
        body = String(text[end.upperBound...])
    }

    var status: Int { Int(head[0].split(separator: " ")[1]) ?? 0 }

    /// Everything that came.
    var text: String { head.joined(separator: "\n") + "\n" + body }

    subscript(name: String) -> String? {
        head.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }
}
