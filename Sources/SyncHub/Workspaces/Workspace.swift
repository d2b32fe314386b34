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
    /// Who was here, as far as it is not written yet.
    let contacts = ContactBook()
    /// Pages of the feed that several laptops ask for.
    let pages: PageCache
    let uploads = RunningUploads()
    /// Documents that clients may see as images.
    let images = ImageBook()
    /// Signs what the workspace takes.
    let key: ReceiptKey
    private let records: HubRecords
    private let store: LocalStore
    private let writer: CommitQueue
    private let readers: WorkLane
    private let documents: DocumentFiles
    private let documentWork: WorkLane

    init(
        name: String, store: LocalStore, records: HubRecords, environment: StoreEnvironment,
        metrics: HubMetrics = HubMetrics()
    ) throws {
        self.records = records
        key = try records.key(environment.random)
        self.name = name
        pages = PageCache(metrics: metrics)
        self.store = store
        timeline = store.identity.timeline
        self.environment = environment
        writer = CommitQueue(store: store, label: "hub.\(name).writer", metrics: metrics)
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

    /// The same for what is no news on the feed: it wakes nobody.
    func writeBesideFeed<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T
    ) async throws -> T { try await writer.write(body) }

    /// Writes when which device was here last. Wakes nobody: it is no news on the feed.
    func saveContacts() async throws {
        let contacts = contacts.take()
        guard !contacts.isEmpty else { return }
        do {
            try await writer.write { transaction in
                let table = ContactTable(transaction: transaction)
                for (ordinal, contact) in contacts { try table.save(contact, of: ordinal) }
            }
        } catch {
            self.contacts.putBack(contacts)
            throw error
        }
    }

    /// When the workspace was saved last, in milliseconds since 1970; 0 if it never was.
    func lastBackupAt() async throws -> Int64 {
        let records = records
        return try await readers.run { records.lastBackup()?.at ?? 0 }
    }

    /// See ``UntakenRecord``.
    func untaken(after: Dot?) async throws -> [UntakenRecord] {
        let (store, environment) = (store, environment)
        return try await readers.run {
            try UntakenRecord.page(after: after, in: store, environment: environment)
        }
    }

    /// Changes that wait for their commit.
    var waitingChanges: Int { writer.waitingCount }

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

    /// Notes beside the files which devices are revoked.
    func noteRevocations() async throws {
        let (store, records) = (store, records)
        try await readers.run { try WorkspaceFile.noteRevocations(store, records) }
    }

    /// Notes beside the files how far they are, so that old ones in their place are known.
    func noteHead() async throws {
        let (store, records) = (store, records)
        try await readers.run { try WorkspaceFile.note(store, records) }
    }

    func close() throws {
        // Where it cannot be read any more, the note of before stands: older, and as true.
        try? WorkspaceFile.note(store, records)
        try store.close()
    }
}
