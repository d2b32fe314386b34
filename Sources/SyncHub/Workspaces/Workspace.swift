// One open workspace of a serving hub: its store, its threads, and who waits for its commits.

internal import LocalStore
internal import SyncEngine

/// A workspace's file as the server uses it.
final class Workspace: Sendable {
    let name: String
    let environment: StoreEnvironment
    /// Ticks after every commit, this process's own and other processes'.
    let commits = CommitSignal()
    let timeline: Timeline
    private let store: LocalStore
    private let writer: CommitQueue
    private let readers: WorkLane

    init(name: String, store: LocalStore, environment: StoreEnvironment) {
        self.name = name
        self.store = store
        timeline = store.identity.timeline
        self.environment = environment
        writer = CommitQueue(store: store, label: "hub.\(name).writer")
        readers = WorkLane(label: "hub.\(name).reader", threads: HubLimits.readers)
    }

    /// Runs `body` in a transaction that can write, in turn with all others, and tells whoever
    /// waits. `body` may run twice; see ``CommitQueue``.
    /// - Throws: What `body` throws; ``HubError/Code/busy``.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T
    ) async throws -> T {
        let value = try await writer.write(body)
        commits.tick()
        return value
    }

    /// Runs `body` in one snapshot.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T
    ) async throws -> T {
        let store = store
        return try await readers.run {
            try store.hubTransaction(mayWrite: false) { try body($0) }
        }
    }

    /// Wakes whoever waits if another process has committed.
    func noticeForeignCommits() async throws {
        guard commits.hasListeners else { return }
        let store = store
        if try await readers.run({ store.noticeForeignCommits() }) { commits.tick() }
    }

    func close() throws { try store.close() }
}
