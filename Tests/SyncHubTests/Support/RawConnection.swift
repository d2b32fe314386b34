// A socket that says what no client would: too slowly, too much, or by half.

import Foundation
import Testing

/// One TCP connection to a hub on this machine.
final class RawConnection: Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            // C takes every kind of address through one pointer type, hence the rebinding.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0, "errno \(errno)")
    }

    deinit { close(socket) }

    /// - Returns: whether the other end still takes bytes.
    @discardableResult func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// What arrives within a while: a text, "" when the connection was closed, `nil` for nothing.
    func receive(within milliseconds: Int32) async throws -> String? {
        try await onThread { self.received(within: milliseconds) }
    }

    private func received(within milliseconds: Int32) -> String? {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
    }

    /// Sends a text again and again, a little later each time, until the connection is closed.
    /// - Returns: what was answered meanwhile; `nil` if it was not closed in time.
    func insist(
        on text: String, everyMilliseconds pause: Int32, seconds: Int
    ) async throws -> String? {
        try await onThread { self.insisted(on: text, everyMilliseconds: pause, seconds: seconds) }
    }

    private func insisted(
        on text: String, everyMilliseconds pause: Int32, seconds: Int
    ) -> String? {
        let end = ContinuousClock.now + .seconds(seconds)
        var answer = ""
        while ContinuousClock.now < end {
            guard send(text) else { return answer }
            guard let received = received(within: pause) else { continue }
            guard !received.isEmpty else { return answer }
            answer += received
        }
        return nil
    }
}
