// A page on its real listeners, and requests as bytes over a socket: also those no browser makes.

import Foundation
import ServiceLifecycle
import SupportDesk
import Testing

@testable import DeskPage

/// A serving page for the length of one test.
struct LivePage: Sendable {
    let page: TestPage
    let server: DeskPageServer
    let port: Int
    fileprivate let services: ServiceGroup

    static func serving(
        _ test: @escaping @Sendable (LivePage) async throws -> Void
    ) async throws {
        let page = try TestPage()
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var configuration = page.configuration
        configuration.onListening = { listening.yield($0) }
        let server = DeskPageServer(configuration: configuration)
        let services = ServiceGroup(services: [server], logger: configuration.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await services.run()
            }
            if let port = await ports.first(where: { _ in true }) {
                defer { tasks.addTask { await services.triggerGracefulShutdown() } }
                try await test(
                    LivePage(page: page, server: server, port: port, services: services))
            }
            try await tasks.waitForAll()
        }
    }

    func stop() async { await services.triggerGracefulShutdown() }

    /// The fields of a browser that was let in, for a write or a read.
    func fields(isWrite: Bool) -> [String] {
        let secret = page.secret
        let cookie = "Cookie: \(secret.cookieName)=\(secret.cookieValue)"
        guard isWrite else { return ["Host: 127.0.0.1:\(port)", cookie] }
        return [
            "Host: 127.0.0.1:\(port)", cookie, "Origin: http://127.0.0.1:\(port)",
            "Content-Type: application/json", "X-Syncd-CSRF: \(secret.writeToken)",
        ]
    }

    /// Sends one request, and reads the answer to its end.
    func send(
        _ line: String, _ fields: [String], _ body: String = "", over family: Int32 = AF_INET
    ) async throws -> String {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let head = ([line] + fields + length + ["Connection: close", "", ""])
            .joined(separator: "\r\n")
        let socket = try LoopbackSocket(port: port, family: family)
        return try await Task.detached {
            try socket.send(head + body)
            return socket.rest()
        }.value
    }
}

/// A connection to a port of this machine; closed when the object goes.
final class LoopbackSocket: Sendable {
    private let file: Int32

    init(port: Int, family: Int32) throws {
        file = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        try #require(file >= 0)
        let isConnected = family == AF_INET ? Self.connect4(file, port) : Self.connect6(file, port)
        try #require(isConnected, "nobody listens on port \(port)")
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(file) }

    private static func connect4(_ file: Int32, _ port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func connect6(_ file: Int32, _ port: Int) -> Bool {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(port).bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        let sent = bytes.withUnsafeBytes {
            Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        try #require(sent == bytes.count)
    }

    /// What comes until the text stands in it; all of it where it never does.
    func text(until end: String) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while !String(decoding: bytes, as: UTF8.self).contains(end) {
            let count = recv(file, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What comes until the other end closes.
    func rest() -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(file, &chunk, chunk.count, 0), count > 0 {
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
