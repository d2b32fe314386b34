// Ends a wait when something happens meanwhile, or has happened just before it began.

import Foundation
import Synchronization

/// Remembers that it was rung until it is silenced; interrupts whoever waits, now or next.
final class Bell: Sendable {
    enum Ring: Int, Sendable, Comparable {
        case committed
        case asked
        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var loudest: Ring?
        var listeners: [UUID: (level: Ring, wake: CheckedContinuation<Void, Never>)] = [:]
    }
    private let state = Mutex(State())

    func ring(_ ring: Ring) {
        let woken = state.withLock { state in
            state.loudest = max(state.loudest ?? ring, ring)
            let woken = state.listeners.filter { ring >= $0.value.level }
            for id in woken.keys { state.listeners[id] = nil }
            return woken.values.map(\.wake)
        }
        for wake in woken { wake.resume() }
    }

    func silence() { state.withLock { $0.loudest = nil } }

    /// Runs `body`, and cancels it when the bell rings at `level` or louder.
    /// - Returns: What `body` returned, or `nil` if the bell rang first.
    func interrupting<Result: Sendable>(
        _ level: Ring, _ body: @escaping @Sendable () async -> Result?
    ) async -> Result? {
        await withTaskGroup(of: Result?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.rung(level)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Returns when the bell rings at `level` or louder, has rung so, or the task is cancelled.
    private func rung(_ level: Ring) async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if let loudest = state.loudest, loudest >= level { return true }
                    if Task.isCancelled { return true }
                    state.listeners[id] = (level, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let listener = state.withLock { $0.listeners.removeValue(forKey: id) }
            listener?.wake.resume()
        }
    }
}
