// The daemon's sync: pushes at once what is committed here, and waits at the hub for the rest.

import Foundation
import HubClient
import LocalStore
import ServiceLifecycle
import SyncEngine

/// Keeps a replica in sync until the daemon stops.
///
/// Between edits one request waits at the hub for news; a local commit cancels it and goes out in
/// its place. After a failure the next attempt waits as the policy says, whatever is committed
/// meanwhile; a person who asks to sync is the one exception.
actor SyncService: Service {
    /// Long enough to be rare, short enough for the proxies on the way. Each wait is another one:
    /// laptops that a hub's restart has brought together would else come back together for ever.
    static let waitSeconds: ClosedRange<UInt64> = 30...60

    private let driver: SyncDriver
    private let policy: RetryPolicy
    private let now: @Sendable () -> Int64
    private let onChange: @Sendable (ContactState) -> Void
    private let bell = Bell()

    private(set) var contact = ContactState()
    private var failures = 0
    private var maximumUnits = Limits.maximumUnitsPerPush
    private var asks: [CheckedContinuation<Result<SyncReport, SyncFailure>, Never>] = []

    init(
        _ driver: SyncDriver, policy: RetryPolicy = RetryPolicy(), contact: ContactState,
        now: @escaping @Sendable () -> Int64,
        onChange: @escaping @Sendable (ContactState) -> Void
    ) {
        self.driver = driver
        self.policy = policy
        self.contact = contact
        self.now = now
        self.onChange = onChange
    }

    /// Syncs now, and says what came of it.
    func ask() async -> Result<SyncReport, SyncFailure> {
        await withCheckedContinuation { continuation in
            asks.append(continuation)
            bell.ring(.asked)
        }
    }

    nonisolated func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.watchCommits() }
                group.addTask { await self.keepInSync() }
                await group.waitForAll()
            }
        }
        await answerAsks([], .failure(.stopped))
    }

    private nonisolated func watchCommits() async {
        for await _ in driver.store.commits() where await hasOutbox() { bell.ring(.committed) }
    }

    private func hasOutbox() -> Bool {
        guard let position = try? driver.store.position() else { return false }
        let items = try? driver.store.outbox(
            after: position.acknowledged, maximumUnits: 1, maximumBytes: 1)
        return items?.isEmpty == false
    }

    private func keepInSync() async {
        while !Task.isCancelled {
            let asking = asks
            asks = []
            bell.silence()
            let isBusy = !asking.isEmpty || hasOutbox()
            let result = await attempt(waitSeconds: isBusy ? 0 : .random(in: Self.waitSeconds))
            guard let result else {
                asks = asking + asks
                continue
            }
            note(result)
            answerAsks(asking, result)
            guard case .failure(let failure) = result else { continue }
            if failure.isRevocation { await handOver() }
            await pause(after: failure)
        }
    }

    /// One session; a waiting one ends when the bell rings.
    /// - Returns: `nil` if it ended so.
    private func attempt(waitSeconds: UInt64) async -> Result<SyncReport, SyncFailure>? {
        // Whoever is locked out asks whether they still are, and no more.
        let manner = SyncDriver.Manner(
            waitSeconds: waitSeconds, maximumUnits: maximumUnits,
            firstUnits: contact.isRevoked ? 1 : .max)
        let driver = driver
        let session: @Sendable () async -> Result<SyncReport, SyncFailure>? = {
            do throws(SyncFailure) {
                return .success(try await driver.sync(manner))
            } catch {
                return error.kind == .cancelled ? nil : .failure(error)
            }
        }
        guard waitSeconds > 0 else { return await session() }
        return await bell.interrupting(.committed, session)
    }

    /// After the laptop was locked: what it has not sent goes where people can read it. Whoever
    /// asks to sync meanwhile is heard.
    private func handOver() async {
        let driver = driver
        _ = await bell.interrupting(.asked) {
            await driver.handOverAndNote()
            return ()
        }
    }

    private func note(_ result: Result<SyncReport, SyncFailure>) {
        switch result {
        case .success(let report):
            failures = 0
            maximumUnits = Limits.maximumUnitsPerPush
            contact.succeeded(report, at: now())
        case .failure(let failure):
            failures += 1
            if failure.kind == .slow { maximumUnits = max(1, maximumUnits / 2) }
            contact.failed(failure)
        }
        onChange(contact)
    }

    private func answerAsks(
        _ asking: [CheckedContinuation<Result<SyncReport, SyncFailure>, Never>],
        _ result: Result<SyncReport, SyncFailure>
    ) {
        for ask in asking { ask.resume(returning: result) }
    }

    private func pause(after failure: SyncFailure) async {
        var random = SystemRandomNumberGenerator()
        let delay = policy.delay(
            attempt: failures, retryAfter: failure.retryAfter, random: &random)
        _ = await bell.interrupting(.asked) {
            try? await Task.sleep(for: delay)
            return ()
        }
    }
}
