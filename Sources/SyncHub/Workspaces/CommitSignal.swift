// Tells waiting answers that their workspace has something new, or that there is nothing to wait
// for any more.

internal import Synchronization

/// A broadcast of a workspace's commits to whoever waits for one.
final class CommitSignal: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isReleased = false
        var nextID = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    /// Listens from now on. Subscribe first and read the feed afterwards: a commit between the two
    /// is then a tick, never a gap.
    ///
    /// Ticks that nobody has taken yet are one tick. The stream ends with ``release()``, or when
    /// the subscription is ended.
    func subscribe() -> Subscription {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int in
            state.nextID += 1
            if state.isReleased {
                continuation.finish()
            } else {
                state.listeners[state.nextID] = continuation
            }
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
        }
        return Subscription(ticks: stream, continuation: continuation)
    }

    /// Whether the hub is being stopped.
    var isReleased: Bool { state.withLock { $0.isReleased } }

    /// Whether anybody waits.
    var hasListeners: Bool { state.withLock { !$0.listeners.isEmpty } }

    /// How many answers wait.
    var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// Something was committed.
    /// - Complexity: O(n) in waiting answers.
    func tick() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// Ends every wait, now and from now on: the hub is being stopped.
    func release() {
        let listeners = state.withLock { state in
            state.isReleased = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// One waiting answer.
    struct Subscription: Sendable {
        let ticks: AsyncStream<Void>
        fileprivate let continuation: AsyncStream<Void>.Continuation

        /// Nobody waits here any more: the time is over, or the laptop is gone.
        func end() { continuation.finish() }
    }
}
