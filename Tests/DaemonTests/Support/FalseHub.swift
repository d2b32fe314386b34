// Something on the hub's address that is not the hub: answers everything with the same bytes.

import Foundation
import Synchronization

/// A listener on loopback that knows no HTTP but reads a request and sends its answer.
final class FalseHub: Sendable {
    let port: UInt16
    private let listener: Int32
    private let count = Atomic<Int>(0)
    /// Whether the listener's number may be somebody else's by now.
    private let isClosed = Mutex(false)

    /// Requests so far.
    var requests: Int { count.load(ordering: .sequentiallyConsistent) }

    init(answering answer: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isOpen else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let caller = accept(listener, nil, nil), caller >= 0 {
                FalseHub.serve(caller, answer)
                count.add(1, ordering: .sequentiallyConsistent)
            }
            isClosed.withLock {
                $0 = true
                close(listener)
            }
        }
    }

    /// Wakes the accepting thread, which closes the listener.
    func stop() { isClosed.withLock { if !$0 { shutdown(listener, Int32(SHUT_RDWR)) } } }

    private static func serve(_ caller: Int32, _ answer: String) {
        defer { close(caller) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        guard recv(caller, &bytes, bytes.count, 0) > 0 else { return }
        let answer = Array(answer.utf8)
        send(caller, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
}
