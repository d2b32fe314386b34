// A UNIX stream socket in a data directory: how commands and the daemon of one replica talk.

import Foundation

/// One end of a connection; closed when the object goes.
final class UnixSocket: Sendable {
    let file: Int32

    private init(file: Int32) { self.file = file }

    deinit { close(file) }

    /// Listens at `path`, for this user alone. A socket left behind by a killed daemon is replaced:
    /// the daemon's lock says that there is none.
    static func listening(at path: String) throws -> UnixSocket {
        unlink(path)
        let socket = try make()
        try withAddress(path) { address, length in
            guard bind(socket.file, address, length) == 0 else { throw SystemError.last("bind") }
        }
        guard chmod(path, 0o600) == 0, listen(socket.file, 64) == 0 else {
            throw SystemError.last("listen at \(path)")
        }
        _ = fcntl(socket.file, F_SETFL, O_NONBLOCK)
        return socket
    }

    /// - Returns: `nil` if nobody listens at `path`.
    static func connected(to path: String) throws -> UnixSocket? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let socket = try make()
        let isConnected = try withAddress(path) { address, length in
            connect(socket.file, address, length) == 0
        }
        return isConnected ? socket : nil
    }

    /// The next caller of a listening socket, or `nil` if nobody is waiting.
    func accepted() -> UnixSocket? {
        let caller = accept(file, nil, nil)
        guard caller >= 0 else { return nil }
        _ = fcntl(caller, F_SETFD, FD_CLOEXEC)
        _ = fcntl(caller, F_SETFL, 0)
        return UnixSocket(file: caller)
    }

    /// Bounds the waiting for each read and write from now on.
    func limit(to seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    /// The bytes up to the first line feed or the end, at most `maximumBytes`; blocks.
    /// - Returns: `nil` if the time was over or the line is longer.
    func line(maximumBytes: Int) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count <= maximumBytes {
            let count = recv(file, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            bytes += chunk[..<count]
            if let end = bytes.firstIndex(of: 10) {
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        }
        return nil
    }

    /// Sends the text and a line feed; blocks.
    func send(_ line: String) -> Bool {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    private static func make() throws -> UnixSocket {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let file = socket(AF_UNIX, kind, 0)
        guard file >= 0 else { throw SystemError.last("socket") }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return UnixSocket(file: file)
    }

    /// Calls `body` with the socket address of a path of any length.
    ///
    /// The address holds about a hundred bytes, and data directories lie deep; so the directory is
    /// opened, and named by its descriptor.
    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) throws -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        var short = path
        var directory: Int32 = -1
        defer { if directory >= 0 { close(directory) } }
        if path.utf8.count >= capacity {
            let url = URL(fileURLWithPath: path)
            directory = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
            short = "/proc/self/fd/\(directory)/\(url.lastPathComponent)"
        }
        guard short.utf8.count < capacity else {
            throw SystemError(call: "socket at \(path)", number: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
        return try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
