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
    private let documents: DocumentFiles
    private let documentWork: WorkLane

    init(name: String, store: LocalStore, environment: StoreEnvironment) {
        self.name = name
        self.store = store
        timeline = store.identity.timeline
        self.environment = environment
        writer = CommitQueue(store: store, label: "hub.\(name).writer")
        readers = WorkLane(label: "hub.\(name).reader", threads: HubLimits.readers)
        guard let documents = store.documents else {
            preconditionFailure("the workspace \(name) has no directory")
        }
        self.documents = documents
        documentWork = WorkLane(
            label: "hub.\(name).documents", threads: HubLimits.documentThreads)
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

    /// Runs `body` on the bytes of documents, on threads of their own: rows wait for none of it.
    /// - Throws: What `body` throws; ``HubError/Code/stopping``, so that no long transfer keeps a
    ///   hub from stopping: it goes on later where it was cut.
    @Sendable func withDocuments<T: Sendable>(
        _ body: @escaping @Sendable (DocumentFiles) throws -> T
    ) async throws -> T {
        guard !commits.isReleased else { throw HubError.stopping }
        let documents = documents
        return try await documentWork.run { try body(documents) }
    }

    /// Wakes whoever waits if another process has committed.
    func noticeForeignCommits() async throws {
        guard commits.hasListeners else { return }
        let store = store
        if try await readers.run({ store.noticeForeignCommits() }) { commits.tick() }
    }

    func close() throws { try store.close() }
}
