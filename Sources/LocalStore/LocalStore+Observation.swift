// Watching the replica: a tick after each commit, and queries that run again when something
// changed.

public import SyncEngine
import Synchronization

/// Whoever waits for commits; ticks that nobody has taken yet fold into one.
final class CommitTicks: Sendable {
    private struct State {
        var next = 0
        var continuationByID: [Int: AsyncStream<Void>.Continuation] = [:]
        /// SQLite's count of foreign commits at the last look.
        var dataVersion: Int64?
    }

    private let state = Mutex(State())

    func tick() {
        state.withLock { state in
            for continuation in state.continuationByID.values { continuation.yield() }
        }
    }

    /// Whether the count differs from that of the last look; the first look only remembers it.
    func isNew(dataVersion: Int64) -> Bool {
        state.withLock { state in
            defer { state.dataVersion = dataVersion }
            return state.dataVersion.map { $0 != dataVersion } ?? false
        }
    }

    func finish() {
        let all = state.withLock { state in
            defer { state.continuationByID = [:] }
            return Array(state.continuationByID.values)
        }
        for continuation in all { continuation.finish() }
    }

    func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = state.withLock { state in
                state.next += 1
                state.continuationByID[state.next] = continuation
                return state.next
            }
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.continuationByID.removeValue(forKey: id) }
            }
        }
    }
}

extension LocalStore {
    /// A tick after each commit of this process, and after each foreign one that
    /// ``noticeForeignCommits()`` found. Ticks that were not taken yet fold into one.
    public func commits() -> AsyncStream<Void> { ticks.stream() }

    /// Looks whether another process has committed since the last look; if so, observers run.
    /// - Complexity: one pragma; it reads no table.
    public func noticeForeignCommits() -> Bool {
        guard let version = try? file.dataVersion() else { return false }
        guard ticks.isNew(dataVersion: version) else { return false }
        ticks.tick()
        return true
    }

    /// The result of a query now, and again after each commit that changed it.
    ///
    /// - Parameter sql: see ``StoreReader/select(_:_:)``.
    /// - Throws: through the stream: what the query throws; the stream ends with it.
    public func observe(
        _ sql: String, _ arguments: [Value] = []
    ) -> AsyncThrowingStream<[Record], any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let ticks = commits()
            let task = Task {
                do {
                    var last = try read { try $0.select(sql, arguments) }
                    continuation.yield(last)
                    for await _ in ticks {
                        let now = try read { try $0.select(sql, arguments) }
                        if now != last { continuation.yield(now) }
                        last = now
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
