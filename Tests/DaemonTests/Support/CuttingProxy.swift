// A bad link on this machine: forwards what a laptop and its hub say, counts every byte, and cuts.

import Foundation
import Synchronization

/// Listens on loopback and forwards each connection to a port, two threads each.
///
/// Cuts come by bytes, not by time, so that a slow machine is cut as often as a fast one.
final class CuttingProxy: Sendable {
    let port: Int
    private let target: Int
    private let listener: Int32
    private let state: Mutex<State>
    private let gate = Gate()

    private struct State {
        var transferred = 0
        var cuts = 0
        /// Bytes between two cuts; `nil` for a good link.
        var interval: Int?
        var sinceCut = 0
        /// What is to be done when so many bytes have passed, the next last.
        var hooks: [(at: Int, act: @Sendable () -> Void)] = []
        var sockets: Set<Int32> = []
        var isClosed = false
    }

    var url: String { "http://127.0.0.1:\(port)" }
    /// Bytes that were passed on, both ways.
    var transferred: Int { state.withLock { $0.transferred } }
    var cuts: Int { state.withLock { $0.cuts } }

    init(to target: Int, cuttingEvery interval: Int? = nil) throws {
        self.target = target
        state = Mutex(State(interval: interval))
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var address = Self.address(0)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isOpen else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Does something, once, as soon as so many more bytes have passed: before the next one does.
    func after(_ bytes: Int, _ act: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.hooks.append((state.transferred + bytes, act))
            state.hooks.sort { $0.at > $1.at }
        }
    }

    /// Lets nothing pass until ``release()``: so that a test can prepare the next blow, however
    /// long the last one takes to be survived.
    func hold() { gate.close() }

    func release() { gate.open() }

    /// Ends the listener and all connections, so that no thread is left behind.
    func stop() {
        gate.open()
        state.withLock { state in
            if !state.isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    private func acceptAll() {
        while case let caller = accept(listener, nil, nil), caller >= 0 {
            guard let callee = connected() else {
                close(caller)
                continue
            }
            let pair = Pair(caller, callee)
            state.withLock { $0.sockets.formUnion([caller, callee]) }
            Thread.detachNewThread { [self] in pump(from: caller, to: callee, pair) }
            Thread.detachNewThread { [self] in pump(from: callee, to: caller, pair) }
        }
        state.withLock { state in
            state.isClosed = true
            close(listener)
        }
    }

    private func connected() -> Int32? {
        let callee = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(target)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(callee, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard !isConnected else { return callee }
        close(callee)
        return nil
    }

    /// Two sockets of one connection, closed when both directions have ended.
    private final class Pair: Sendable {
        let sockets: [Int32]
        private let open = Atomic<Int>(2)

        init(_ one: Int32, _ other: Int32) { sockets = [one, other] }

        /// - Returns: whether this was the last direction.
        func ended() -> Bool {
            open.subtract(1, ordering: .sequentiallyConsistent).newValue == 0
        }
    }

    private func pump(from source: Int32, to sink: Int32, _ pair: Pair) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(source, &buffer, buffer.count, 0), count > 0 {
            let passing = passing(count)
            guard Self.send(buffer[..<passing], to: sink), passing == count else { break }
        }
        for socket in pair.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        guard pair.ended() else { return }
        state.withLock { state in
            for socket in pair.sockets {
                state.sockets.remove(socket)
                close(socket)
            }
        }
    }

    /// How many of the bytes still pass; fewer than came if the link is cut after them.
    private func passing(_ count: Int) -> Int {
        gate.wait()
        var acts: [@Sendable () -> Void] = []
        let passing = state.withLock { state -> Int in
            let left = state.interval.map { $0 - state.sinceCut } ?? .max
            let passing = min(count, left)
            state.transferred += passing
            state.sinceCut += passing
            while let next = state.hooks.last, state.transferred >= next.at {
                acts.append(next.act)
                state.hooks.removeLast()
            }
            guard passing < count else { return passing }
            // Every connection goes over the one link.
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            state.cuts += 1
            state.sinceCut = 0
            return passing
        }
        for act in acts { act() }
        return passing
    }

    private static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Open at first; whoever waits at a closed one goes on when it is opened.
private final class Gate: Sendable {
    private let condition = NSCondition()
    private let isOpen = Mutex(true)

    func close() { isOpen.withLock { $0 = false } }

    func open() {
        condition.lock()
        isOpen.withLock { $0 = true }
        condition.broadcast()
        condition.unlock()
    }

    func wait() {
        condition.lock()
        while !isOpen.withLock({ $0 }) { condition.wait() }
        condition.unlock()
    }
}
