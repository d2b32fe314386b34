// A server on a real socket that does what a test tells it, byte by byte, right or wrong.
import Foundation
import Synchronization

/// A request as the server read it.
struct ReceivedRequest: Sendable {
    let line: String
    /// By lowercased name.
    let headers: [String: String]
    let body: [UInt8]

    var path: String { String(line.split(separator: " ").dropFirst().first ?? "") }
}

/// Listens on 127.0.0.1, one thread per connection; every request is handed to the script.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ServerConnection, ReceivedRequest) -> Void

    let port: Int
    private let listener: Int32
    private let script: Script
    private let state = Mutex(State())

    private struct State {
        var accepted = 0
        var requests: [ReceivedRequest] = []
        var sockets: Set<Int32> = []
        /// Whether the listener's number may be somebody else's by now.
        var isClosed = false
    }

    /// How many connections have come.
    var accepted: Int { state.withLock { $0.accepted } }
    var requests: [ReceivedRequest] { state.withLock { $0.requests } }

    init(_ script: @escaping Script) {
        (listener, port) = ScriptedServer.listen()
        self.script = script
        Thread.detachNewThread { self.acceptAll() }
    }

    /// Ends the listener and all connections, so that no thread is left behind.
    func stop() {
        state.withLock {
            if !$0.isClosed { shutdown(listener, CInt(SHUT_RDWR)) }
            for socket in $0.sockets { shutdown(socket, CInt(SHUT_RDWR)) }
        }
    }

    /// A port that nobody listens on.
    static func deadPort() -> Int {
        let (socket, port) = listen()
        close(socket)
        return port
    }

    private static func listen() -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // C takes every kind of address through one pointer type, hence the rebinding.
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) + Glibc.listen(listener, 64)
                    + getsockname(listener, generic, &size)
            }
        }
        precondition(listener >= 0 && result == 0, "no listening socket: \(errno)")
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func acceptAll() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { break }
            state.withLock {
                $0.accepted += 1
                $0.sockets.insert(socket)
            }
            Thread.detachNewThread { self.serve(ServerConnection(socket: socket)) }
        }
        state.withLock {
            $0.isClosed = true
            close(listener)
        }
    }

    private func serve(_ connection: ServerConnection) {
        var reader = RequestReader(connection)
        while let request = reader.next() {
            state.withLock { $0.requests.append(request) }
            script(connection, request)
        }
        state.withLock {
            $0.sockets.remove(connection.socket)
            close(connection.socket)
        }
    }
}

/// The server's end of one connection.
struct ServerConnection: Sendable {
    let socket: Int32

    /// Sends bytes; `false` once the client has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a whole answer with its length; further headers are whole lines.
    func answer(
        _ body: String, status: String = "200 OK", type: String = "application/vnd.syncd",
        headers: String = ""
    ) {
        send(
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// Receives at most `count` bytes; empty once the client has gone.
    func receive(_ count: Int = 65_536) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, recv(socket, buffer.baseAddress, count, 0))
        }
    }

    /// Blocks until the client closes the connection.
    func waitUntilClosed() { while !receive().isEmpty {} }

    /// Ends the connection from this side.
    func hangUp() { shutdown(socket, CInt(SHUT_RDWR)) }
}

/// Cuts what comes over a connection into requests.
private struct RequestReader {
    private let connection: ServerConnection
    private var buffer: [UInt8] = []

    init(_ connection: ServerConnection) { self.connection = connection }

    /// The next request; `nil` once the client has gone.
    mutating func next() -> ReceivedRequest? {
        var head = headEnd()
        while head == nil {
            guard fill() else { return nil }
            head = headEnd()
        }
        guard let end = head else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        buffer.removeFirst(end + 4)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.last?.trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < length { guard fill() else { return nil } }
        defer { buffer.removeFirst(length) }
        return ReceivedRequest(
            line: lines[0], headers: headers, body: Array(buffer.prefix(length)))
    }

    private func headEnd() -> Int? {
        buffer.indices.dropLast(3).first { buffer[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    private mutating func fill() -> Bool {
        let bytes = connection.receive()
        buffer += bytes
        return !bytes.isEmpty
    }
}
