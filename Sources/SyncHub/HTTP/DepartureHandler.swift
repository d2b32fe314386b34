// Notices that a laptop has hung up, so that nobody holds an answer for it.

internal import Hummingbird
internal import NIOCore

/// Closes a connection whose other end is closed.
///
/// The server library leaves a half-closed connection open, as HTTP allows; then a laptop that
/// gave up waiting would hold its place in the hub until the wait was over.
final class DepartureHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    // Events alone are looked at; what is read passes through untouched.
    typealias InboundIn = Never

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.fireChannelRead(data) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
