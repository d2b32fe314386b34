// What the page asks about the hub, answered by the daemon's own sync.

import DeskPage
import Foundation
import SupportDesk
import SyncEngine
import Synchronization

/// The hub as the page of this daemon sees it.
struct DaemonHub: PageHub {
    let replica: Replica
    let sync: SyncService
    let documents: DocumentService
    let ticks: TalkTicks

    func status() async throws -> JSONValue {
        let contact = await sync.contact
        return try ReplicaStatus(
            of: replica, contact: contact, isDaemonRunning: true, transfer: documents.progress
        ).json
    }

    func sync() async throws -> JSONValue {
        switch await sync.ask() {
        case .success(let report): return report.json(nil)
        case .failure(let failure):
            throw PageError(CommandError(failure), status: 502)
        }
    }

    func refusal() -> PageError? {
        LaptopLock.load(from: replica.directory).map {
            PageError(CommandError($0, replica), status: 423)
        }
    }

    func fetch(_ document: DocumentTransfer) async throws {
        if case .failure(let failure) = await documents.fetch(document) {
            throw PageError(CommandError(failure), status: 502)
        }
    }

    func talks() -> AsyncStream<Void> { ticks.stream() }
}

extension PageError {
    fileprivate init(_ error: CommandError, status: Int) {
        self.init(
            error.code, error.message, kept: error.kept, hint: error.hint, status: status)
    }
}

/// Tells whoever listens that there was a talk with the hub.
final class TalkTicks: Sendable {
    private struct State {
        var next = 0
        var lastProgress: ContinuousClock.Instant?
        var listenerByID: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    func note() {
        let all = state.withLock { Array($0.listenerByID.values) }
        for listener in all { listener.yield() }
    }

    /// The same for what goes on all the time: at most once in a second, which is what eyes follow.
    /// - Returns: whether it was told now.
    func noteProgress() -> Bool {
        let isDue = state.withLock { state in
            if let last = state.lastProgress, .now - last < .seconds(1) { return false }
            state.lastProgress = .now
            return true
        }
        if isDue { note() }
        return isDue
    }

    func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = state.withLock { state in
                state.next += 1
                state.listenerByID[state.next] = continuation
                return state.next
            }
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.listenerByID.removeValue(forKey: id) }
            }
        }
    }
}
