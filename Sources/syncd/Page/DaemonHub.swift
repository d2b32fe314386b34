// What the page asks about the hub, answered by the daemon's own sync.

import DeskPage
import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Synchronization

/// The hub as the page of this daemon sees it.
struct DaemonHub: PageHub {
    let replica: Replica
    let sync: SyncService
    let documents: DocumentService
    let ticks: TalkTicks
    /// The daemon's own connection.
    let link: HubLink

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

    func perform(_ errand: HubErrand) async throws -> JSONValue {
        let runner = ErrandRunner(link: link, hub: replica.store.identity.hubURL)
        let answer = await within(errand.patience) {
            do throws(SyncFailure) {
                return .success(try await runner.perform(errand))
            } catch {
                return .failure(error)
            }
        }
        switch answer {
        case .success(let document): return document
        case .failure(let failure):
            throw PageError(CommandError(errand: failure), status: failure.pageStatus)
        }
    }

    /// Nobody at a page waits for ever, whatever the network does.
    private func within(
        _ patience: Duration,
        _ work: @escaping @Sendable () async -> Result<JSONValue, SyncFailure>
    ) async -> Result<JSONValue, SyncFailure> {
        await withTaskGroup(of: Result<JSONValue, SyncFailure>.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .failure(.tooSlow(patience))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.tooSlow(patience))
        }
    }

    func talks() -> AsyncStream<Void> { ticks.stream() }
}

extension SyncFailure {
    /// A refusal of the hub's is passed on as it is; everything else is a hub that cannot be asked.
    fileprivate var pageStatus: Int {
        status.flatMap { [400, 403, 404, 409].contains($0) ? $0 : nil } ?? 502
    }
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
