// Where blocking SQLite work runs: on threads of its own, so that no event loop ever waits for a
// disk.

internal import Dispatch
internal import Synchronization

/// A few threads that take blocking work in turn.
final class WorkLane: Sendable {
    private let queues: [DispatchQueue]
    private let state = Mutex(State())

    private struct State {
        var next = 0
        var queued = 0
    }

    init(label: String, threads: Int) {
        precondition(threads >= 1, "\(threads) threads")
        queues = (0..<threads).map { DispatchQueue(label: "\(label).\($0)") }
    }

    /// Runs `body` on one of the lane's threads; first come, first served on each.
    /// - Throws: What `body` throws; ``HubError/Code/busy`` if too many wait already.
    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let queue = try enter()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result { try body() }
                self.state.withLock { $0.queued -= 1 }
                continuation.resume(with: result)
            }
        }
    }

    private func enter() throws -> DispatchQueue {
        try state.withLock { state in
            guard state.queued < HubLimits.queuedRequests else { throw HubError.busy }
            state.queued += 1
            state.next = (state.next + 1) % queues.count
            return queues[state.next]
        }
    }
}
