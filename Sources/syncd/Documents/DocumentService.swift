// The daemon's lane for documents: moves what there is to move, and looks again when rows change.

import HubClient
import LocalStore
import ServiceLifecycle
import SupportDesk
import Synchronization

/// Keeps documents moving until the daemon stops.
final class DocumentService: Service {
    /// Nothing tells a laptop that bytes have come to the hub, so while it waits for some it asks:
    /// soon after a row has come, since its bytes follow, then less and less often.
    static let shortest = Duration.seconds(2)
    static let longest = Duration.seconds(60)
    /// Passes are at least this far apart: many rows may change within a second.
    static let rest = Duration.seconds(1)

    private let lane: DocumentLane
    private let policy: RetryPolicy
    private let bell = Bell()
    private let latest: Mutex<DocumentProgress?>
    private let onReport: @Sendable (DocumentReport) -> Void
    private let onProgress: @Sendable (DocumentProgress?) -> Void
    private let isInContact = Mutex(true)

    /// What is moving now; `nil` between documents.
    var progress: DocumentProgress? { latest.withLock { $0 } }

    init(
        _ lane: DocumentLane, policy: RetryPolicy = RetryPolicy(),
        onProgress: @escaping @Sendable (DocumentProgress?) -> Void = { _ in },
        onReport: @escaping @Sendable (DocumentReport) -> Void
    ) {
        self.lane = lane
        self.policy = policy
        self.onProgress = onProgress
        self.onReport = onReport
        latest = Mutex(nil)
    }

    /// Hears how the rows' syncs go: when the hub is there again, documents need not wait longer.
    func noteContact(isGood: Bool) {
        let isBack = isInContact.withLock { isInContact in
            defer { isInContact = isGood }
            return isGood && !isInContact
        }
        if isBack { bell.ring(.asked) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in self.lane.store.commits() { self.bell.ring(.committed) }
                }
                group.addTask { await self.keepMoving() }
                await group.waitForAll()
            }
        }
    }

    /// Fetches a document for somebody who waits for it; told like what moves by itself.
    func fetch(_ transfer: DocumentTransfer) async -> Result<Void, SyncFailure> {
        let result = await watchedLane.fetchFirst(transfer)
        latest.withLock { $0 = nil }
        onProgress(nil)
        return result
    }

    private var watchedLane: DocumentLane {
        var lane = lane
        lane.onProgress = { progress in
            self.latest.withLock { $0 = progress }
            self.onProgress(progress)
        }
        return lane
    }

    private func keepMoving() async {
        let lane = watchedLane
        var setbacks = Setbacks()
        var failures = 0
        var interval = Self.shortest
        while !Task.isCancelled {
            bell.silence()
            do throws(SyncFailure) {
                let report = try await lane.pass(without: setbacks.waiting(at: .now))
                latest.withLock { $0 = nil }
                failures = 0
                for failure in report.failed { setbacks.note(failure.transfer, at: .now) }
                if report != DocumentReport() { onReport(report) }
                await wait(.asked, Self.rest)
                let isQuiet = await wait(.committed, interval)
                interval = isQuiet ? min(interval * 2, Self.longest) : Self.shortest
            } catch {
                latest.withLock { $0 = nil }
                failures += 1
                var random = SystemRandomNumberGenerator()
                let delay = policy.delay(
                    attempt: failures, retryAfter: error.retryAfter, random: &random)
                await wait(.asked, delay)
            }
        }
    }

    /// Waits until the bell rings so loud, at most a while.
    /// - Returns: whether it did not ring.
    @discardableResult
    private func wait(_ ring: Bell.Ring, _ duration: Duration) async -> Bool {
        await bell.interrupting(ring) {
            try? await Task.sleep(for: duration)
            return true
        } ?? false
    }
}

/// Documents that could not be moved for a reason of their own, and when each is tried again.
struct Setbacks {
    /// The first time after that, then after twice as long, at most `longest`.
    static let shortest = Duration.seconds(60)
    static let longest = Duration.seconds(3_600)

    private var countByTransfer: [DocumentTransfer: Int] = [:]
    private var endByTransfer: [DocumentTransfer: ContinuousClock.Instant] = [:]

    mutating func note(_ transfer: DocumentTransfer, at now: ContinuousClock.Instant) {
        let count = countByTransfer[transfer, default: 0]
        countByTransfer[transfer] = count + 1
        endByTransfer[transfer] = now + min(Self.shortest * (1 << min(count, 16)), Self.longest)
    }

    /// Those that are not to be tried yet.
    func waiting(at now: ContinuousClock.Instant) -> Set<DocumentTransfer> {
        Set(endByTransfer.filter { $0.value > now }.keys)
    }
}
