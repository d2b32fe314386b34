// Lets pushes that arrive together share one commit: the disk is told once for all of them.

internal import Dispatch
internal import LocalStore
internal import Synchronization

/// The changes of one workspace, in the order in which they came, on one thread.
///
/// While a commit waits for the disk, further changes queue up; the next transaction takes all of
/// them. If one of them fails, each is done again in a transaction of its own, so that no laptop
/// pays for another's failure. A change may therefore run twice, and must not act beyond its
/// transaction.
final class CommitQueue: Sendable {
    private let store: LocalStore
    private let queue: DispatchQueue
    private let waiting = Mutex<[Change]>([])
    private let metrics: HubMetrics

    init(store: LocalStore, label: String, metrics: HubMetrics) {
        self.store = store
        self.metrics = metrics
        queue = DispatchQueue(label: label)
    }

    /// One change and the caller that waits for it.
    private struct Change: Sendable {
        let run: @Sendable (HubTransaction) throws -> Void
        /// Told `nil` once the transaction is durable.
        let settle: @Sendable ((any Error)?) -> Void
    }

    /// Runs `body` in a transaction that can write.
    /// - Returns: What `body` returned, once the transaction is durable.
    /// - Throws: What `body` throws; ``HubError/Code/busy`` if too many wait already.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let result = Mutex<T?>(nil)
            let change = Change(
                run: { transaction in
                    let value = try body(transaction)
                    result.withLock { $0 = value }
                },
                settle: { error in
                    guard let value = result.withLock({ $0 }), error == nil else {
                        return continuation.resume(throwing: error ?? HubError.failed)
                    }
                    continuation.resume(returning: value)
                })
            if !enqueue(change) { continuation.resume(throwing: HubError.busy) }
        }
    }

    /// Changes that are not committed yet.
    var waitingCount: Int { waiting.withLock { $0.count } }

    /// - Returns: `false` if too many wait already.
    private func enqueue(_ change: Change) -> Bool {
        let count = waiting.withLock { waiting -> Int in
            if waiting.count < HubLimits.queuedRequests { waiting.append(change) } else { return 0 }
            return waiting.count
        }
        // Whoever finds the queue empty starts the thread; it goes on until the queue is empty.
        if count == 1 { queue.async { self.drain() } }
        return count > 0
    }

    private func drain() {
        while true {
            let changes = waiting.withLock { Array($0.prefix(HubLimits.pushesPerCommit)) }
            commit(changes)
            let isEmpty = waiting.withLock { waiting in
                waiting.removeFirst(changes.count)
                return waiting.isEmpty
            }
            if isEmpty { return }
        }
    }

    private func commit(_ changes: [Change]) {
        guard changes.count > 1 else { return changes.forEach(commitAlone) }
        do {
            try store.hubTransaction(mayWrite: true) { transaction in
                for change in changes { try change.run(transaction) }
            }
            metrics.committed(changes.count)
            for change in changes { change.settle(nil) }
        } catch {
            changes.forEach(commitAlone)
        }
    }

    private func commitAlone(_ change: Change) {
        do {
            try store.hubTransaction(mayWrite: true) { try change.run($0) }
            metrics.committed(1)
            change.settle(nil)
        } catch {
            change.settle(error)
        }
    }
}
