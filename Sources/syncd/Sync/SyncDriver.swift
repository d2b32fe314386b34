// Performs what a sync session asks for: the only place where sessions, store and network meet.

import LocalStore
import SyncEngine

/// Drives sessions of one replica with its hub; one at a time.
struct SyncDriver: Sendable {
    let store: LocalStore
    let hub: HubLink
    /// Where the laptop's tokens are.
    let directory: DataDirectory

    /// Copies that sync in turn may each make the others stale, and a hub may be restored on top;
    /// beyond this it is said to people.
    private static let recoveriesPerSync = 5

    /// How a session is to be held.
    struct Manner: Sendable {
        /// How long the hub may hold its answer while there is nothing to say.
        var waitSeconds: UInt64 = 0
        /// The largest push to try.
        var maximumUnits = Limits.maximumUnitsPerPush
        /// The largest first push; those behind it grow.
        var firstUnits = Int.max
        /// Called after each answer that was saved, with the counts so far.
        var onProgress: @Sendable (SyncReport) -> Void = { _ in }
    }

    /// One session: pushes the outbox in order and follows the feed to its head.
    ///
    /// Cancelling the task ends it at once. It may be cut anywhere: what was committed stands, and
    /// the next session goes on from there.
    func sync(_ manner: Manner = Manner()) async throws(SyncFailure) -> SyncReport {
        do {
            return try await synced(manner)
        } catch  where error.code == SyncFailure.unknownDevice {
            throw .forgotten(unsent: (try? store.read { try $0.unsent().count }) ?? 0)
        }
    }

    private func synced(_ manner: Manner) async throws(SyncFailure) -> SyncReport {
        var renumbered: [SyncReport.Renumbered] = []
        var last = Rejection.stale
        for _ in 0...Self.recoveriesPerSync {
            switch try await session(manner) {
            case .ended(var report):
                // What a laptop that joined again had begun under its former ordinal is sent.
                if try isFinishing(), let change = try await renumber() {
                    renumbered.append(change)
                    continue
                }
                report.renumbered = renumbered
                return report
            case .stale:
                last = .stale
                if let change = try await renumber() { renumbered.append(change) }
            case .otherTimeline:
                last = .otherTimeline
                try await offer()
            }
        }
        throw SyncFailure(last)
    }

    /// What became of one session.
    private enum Ending {
        case ended(SyncReport)
        /// Another copy of this laptop has spoken since: this one needs an ordinal of its own.
        case stale
        /// The hub was restored: it is given what it has lost.
        case otherTimeline
    }

    private func session(_ manner: Manner) async throws(SyncFailure) -> Ending {
        var session = LaptopSession(
            position: try attempt { try store.position() }, waitSeconds: manner.waitSeconds,
            maximumUnits: manner.maximumUnits, firstUnits: manner.firstUnits,
            random: SystemRandomNumberGenerator())
        var report = SyncReport()
        var effects = session.step(.begin)
        while !effects.isEmpty {
            let effect = effects.removeFirst()
            switch effect {
            case .finish(.rejected(.stale, _)): return .stale
            case .finish(.rejected(.otherTimeline, _)): return .otherTimeline
            case .finish(let outcome): return .ended(try finished(outcome, report))
            default: break
            }
            let event = try await perform(effect)
            effects += session.step(event)
            switch effect {
            case .park: report.parked += 1
            case .commit(let commit) where event == .committed:
                report.count(commit)
                manner.onProgress(report)
            default: break
            }
        }
        preconditionFailure("the session waits for nothing")
    }

    private func perform(
        _ effect: LaptopSession.Effect
    ) async throws(SyncFailure) -> LaptopSession.Event {
        switch effect {
        case .loadOutbox(let after, let maximumUnits, let maximumBytes):
            return try attempt {
                let items = try store.outbox(
                    after: after, maximumUnits: maximumUnits, maximumBytes: maximumBytes)
                let last = items.last?.counter ?? after
                let next = try store.outbox(after: last, maximumUnits: 1, maximumBytes: 1)
                return .outbox(items, hasMore: !next.isEmpty)
            }
        case .storeIncarnation(let next):
            try attempt { try store.storeIncarnation(next: next) }
            return .incarnationStored
        case .send(let message): return try await hub.send(message)
        case .commit(let commit):
            return try attempt { try store.commit(commit) } == nil ? .copyFound : .committed
        case .park(let counter, let refusal):
            try attempt { try store.park(counter, refusal) }
            return .parked
        case .finish: preconditionFailure("the caller ends the session")
        }
    }

    private func finished(
        _ outcome: LaptopSession.Outcome, _ report: SyncReport
    ) throws(SyncFailure) -> SyncReport {
        switch outcome {
        case .upToDate(let session):
            var report = report
            report.hubRules = session.hubVersions.last
            // Behind the sync: what came is tied to what was there before anybody can touch it.
            try attempt { try store.prepareChains() }
            return report
        case .rejected(let rejection, _): throw SyncFailure(rejection)
        case .unanswered(let reason, _):
            throw SyncFailure(unusable: reason)
        }
    }

    /// The store's errors end a session; nothing of it was done by half.
    func attempt<Result>(_ body: () throws -> Result) throws(SyncFailure) -> Result {
        do {
            return try body()
        } catch {
            throw SyncFailure(any: error)
        }
    }
}
