// What the responder knows of a request beside the request: whose connection it came on.

internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// The connection of a request.
struct HubRequestContext: InitializableFromSource, Sendable {
    private let channel: any Channel
    var patience = Patience()

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// The other end's IP address, by which its mistakes are counted.
    var address: String { channel.remoteAddress?.ipAddress ?? "" }

    /// Runs `action` when the connection is closed, at once if it is.
    /// - Returns: What calls that off.
    @discardableResult
    func onDeparture(_ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        Departures.all.add(action, for: channel)
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

/// What is to be done when connections close.
///
/// A channel's own list of that only grows, and a laptop's connection lives for days and waits a
/// thousand times a day: so each channel is asked once, and what is over is taken out here.
private final class Departures: Sendable {
    static let all = Departures()

    private let state = Mutex(State())

    private struct State {
        var lastID: UInt64 = 0
        var actionsByChannel: [ObjectIdentifier: [UInt64: @Sendable () -> Void]] = [:]
    }

    func add(
        _ action: @escaping @Sendable () -> Void, for channel: any Channel
    ) -> @Sendable () -> Void {
        let key = ObjectIdentifier(channel)
        let (id, isFirst) = state.withLock { state in
            state.lastID += 1
            let isFirst = state.actionsByChannel[key] == nil
            state.actionsByChannel[key, default: [:]][state.lastID] = action
            return (state.lastID, isFirst)
        }
        // At once where it is closed already.
        if isFirst { channel.closeFuture.whenComplete { _ in self.depart(key) } }
        return { self.state.withLock { _ = $0.actionsByChannel[key]?.removeValue(forKey: id) } }
    }

    private func depart(_ key: ObjectIdentifier) {
        let actions = state.withLock { $0.actionsByChannel.removeValue(forKey: key) }
        for action in (actions ?? [:]).values { action() }
    }
}
