// What every connection needs beside HTTP: no delay for small answers, and an end when its other
// end is gone.

internal import Hummingbird
internal import NIOCore

/// Turns Nagle's algorithm off, and closes a connection whose other end is closed.
///
/// The server library leaves a half-closed connection open, as HTTP allows; then a laptop that
/// gave up waiting would hold its place in the hub until the wait was over.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    // Events alone are looked at; what is read passes through untouched.
    typealias InboundIn = Never

    func handlerAdded(context: ChannelHandlerContext) {
        // An answer of a few bytes would else wait for the acknowledgement of the one before it.
        // What is no TCP connection has no such option, and needs none.
        try? context.channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
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
