// The hub's embedded store: the same tables, and positions that are given at commit, under the
// lock.

package import SyncEngine

extension LocalStore {
    /// Makes the store of a workspace's hub in a directory.
    /// - Throws: `alreadyExists` if there is one.
    package static func createHub(
        in directory: String, schema: Schema, workspace: String, timeline: Timeline,
        environment: StoreEnvironment = .system
    ) throws(StoreError) -> LocalStore {
        try LocalStore(
            files: ReplicaFiles(directory: directory), schema, environment,
            .hub(workspace, timeline))
    }

    /// - Throws: as ``open(in:schema:environment:)``; `unreadable` for a laptop's file.
    package static func openHub(
        in directory: String, schema: Schema, environment: StoreEnvironment = .system
    ) throws(StoreError) -> LocalStore {
        let store = try open(in: directory, schema: schema, environment: environment)
        let kind = try storeErrors { try store.withReader { try $0.meta(.kind) } }
        guard kind == .text("hub") else {
            throw StoreError(.unreadable, "\(directory) holds a laptop's replica, not a hub's.")
        }
        return store
    }

    /// A hub's store that ends with the process: for tests and simulations.
    package static func inMemoryHub(
        schema: Schema, workspace: String, timeline: Timeline, environment: StoreEnvironment
    ) throws(StoreError) -> LocalStore {
        try LocalStore(inMemory: .hub(workspace, timeline), schema, environment)
    }

    /// One transaction: a snapshot to read from, or one that may write.
    package func hubTransaction<T>(
        mayWrite: Bool, _ body: (HubTransaction) throws -> T
    ) throws -> T {
        let now = environment.wallMilliseconds
        if mayWrite {
            return try inTransaction { database in
                try body(HubTransaction(database, timeline: identity.timeline, now: now))
            }
        }
        return try withReader { database in
            try body(HubTransaction(database, timeline: identity.timeline, now: now))
        }
    }

    /// A stretch of the feed, read in one snapshot.
    ///
    /// - Parameter place: up to where the asking replica has it.
    package func feed(from place: FeedPlace, _ bounds: FeedBounds = .page) throws -> FeedSlice {
        try withReader { try $0.feed(from: place, bounds) }
    }
}

extension LocalStore.Founding {
    /// The hub is replica 1; it is nobody's laptop.
    fileprivate static func hub(_ workspace: String, _ timeline: Timeline) -> Self {
        Self(
            identity: ReplicaIdentity(
                ordinal: .hub, member: RowID(.hub, 1), memberName: "", workspace: workspace,
                replicaName: "hub", birthCertificate: Nonce(0), timeline: timeline,
                incarnation: Nonce(0), hubURL: ""),
            isHub: true)
    }
}
