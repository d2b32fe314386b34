// What the responder knows of a request beside the request: whose connection it came on.

internal import Hummingbird
internal import NIOCore

/// The connection of a request.
struct HubRequestContext: InitializableFromSource, Sendable {
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// The other end's IP address, by which its mistakes are counted.
    var address: String { channel.remoteAddress?.ipAddress ?? "" }

    /// Runs `action` when the connection is closed, at once if it is.
    func onDeparture(_ action: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in action() }
    }

    /// Closes the connection after a while.
    /// - Returns: What calls that off.
    func closeConnection(afterSeconds seconds: Int64) -> @Sendable () -> Void {
        let channel = channel
        let scheduled = channel.eventLoop.scheduleTask(in: .seconds(seconds)) {
            channel.close(promise: nil)
        }
        return { scheduled.cancel() }
    }
}
