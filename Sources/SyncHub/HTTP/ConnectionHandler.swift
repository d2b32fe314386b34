// What every connection needs beside HTTP: no delay for small answers, an end when its other end is
// gone, and its place among those of its address.

internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Turns Nagle's algorithm off, and closes a connection whose other end is closed, or that is one
/// too many of its address.
///
/// The server library leaves a half-closed connection open, as HTTP allows; then a laptop that
/// gave up waiting would hold its place in the hub until the wait was over.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    // Events alone are looked at; what is read passes through untouched.
    typealias InboundIn = Never

    private let counter: ConnectionCounter

    init(counter: ConnectionCounter) { self.counter = counter }

    func handlerAdded(context: ChannelHandlerContext) {
        // An answer of a few bytes would else wait for the acknowledgement of the one before it.
        // What is no TCP connection has no such option, and needs none.
        try? context.channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
        let address = context.channel.remoteAddress?.ipAddress ?? ""
        let (counter, channel) = (counter, context.channel)
        guard counter.enter(address) else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in counter.leave(address) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.fireChannelRead(data) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

/// How many connections each address has open.
final class ConnectionCounter: Sendable {
    private let maximum: Int
    private let metrics: HubMetrics
    private let countByAddress = Mutex<[String: Int]>([:])

    init(maximum: Int = HubLimits.connectionsPerAddress, metrics: HubMetrics) {
        self.maximum = maximum
        self.metrics = metrics
    }

    /// - Returns: `false` if the address has as many as it may; then nothing is counted.
    func enter(_ address: String) -> Bool {
        let hasEntered = countByAddress.withLock { counts in
            guard counts[address, default: 0] < maximum else { return false }
            counts[address, default: 0] += 1
            return true
        }
        if hasEntered { metrics.connectionOpened() } else { metrics.crowdedOut() }
        return hasEntered
    }

    func leave(_ address: String) {
        metrics.connectionClosed()
        countByAddress.withLock { counts in
            guard let count = counts[address], count > 1 else {
                return counts[address] = nil
            }
            counts[address] = count - 1
        }
    }
}
