// Where blocking work on the replica runs: on threads of its own, so that no connection waits for
// another's disk.

import Dispatch
import Synchronization

/// A few threads that take requests in turn.
final class DeskLane: Sendable {
    private let queue = OperationLimit()

    /// Runs `body` on one of the threads.
    /// - Throws: What `body` throws; ``PageError`` `busy` if too many wait already.
    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try queue.enter()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// As many at a time as there are threads, the rest in order.
private final class OperationLimit: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var queued = 0
        var running = 0
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "syncd.page", attributes: .concurrent)

    func enter() throws(PageError) {
        let isFree = state.withLock { state in
            guard state.queued < DeskPageLimits.queuedRequests else { return false }
            state.queued += 1
            return true
        }
        guard isFree else { throw .stopping }
    }

    func async(_ work: @escaping @Sendable () -> Void) {
        let isStarted = state.withLock { state in
            guard state.running < DeskPageLimits.threads else {
                state.waiting.append(work)
                return false
            }
            state.running += 1
            return true
        }
        if isStarted { start(work) }
    }

    private func start(_ work: @escaping @Sendable () -> Void) {
        queue.async {
            work()
            let next = self.state.withLock { state -> (@Sendable () -> Void)? in
                state.queued -= 1
                guard !state.waiting.isEmpty else {
                    state.running -= 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            if let next { self.start(next) }
        }
    }
}
