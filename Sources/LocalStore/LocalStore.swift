// One replica in one SQLite file: the door of this target. Opens it, closes it, says whose it is.

internal import GRDB
public import SyncEngine
import Synchronization

/// A full replica of a workspace on this machine.
///
/// All calls are synchronous and may come from any thread; reads run beside the one writer.
/// Several processes may open the same directory: they take turns by a lock file.
public final class LocalStore: Sendable {
    public let schema: Schema
    package let environment: StoreEnvironment
    let file: StoreFile
    let layout: TableLayout
    let ticks = CommitTicks()
    let files: ReplicaFiles?
    private let storedIdentity: Mutex<ReplicaIdentity>

    /// As stored when opened, or as sync last changed it.
    public var identity: ReplicaIdentity { storedIdentity.withLock { $0 } }

    /// Makes a replica in a directory, which may exist: the directory is made private (0700),
    /// the files 0600.
    /// - Parameter past: the timelines that the hub has left, and where; what it gives is of them.
    /// - Throws: `alreadyExists` if there is a replica.
    public static func create(
        in directory: String, schema: Schema, identity: ReplicaIdentity, past: [TimelineEnd] = [],
        environment: StoreEnvironment = .system
    ) throws(StoreError) -> LocalStore {
        let founding = Founding(identity: identity, isHub: false, past: past)
        return try LocalStore(
            files: ReplicaFiles(directory: directory), schema, environment, founding)
    }

    /// Opens a replica; one of an older version is migrated after a copy of it was put beside it.
    /// - Throws: `notFound`; `newerFile` or `unreadable`, the file untouched; `corrupt`.
    public static func open(
        in directory: String, schema: Schema, environment: StoreEnvironment = .system
    ) throws(StoreError) -> LocalStore {
        try LocalStore(files: ReplicaFiles(directory: directory), schema, environment, nil)
    }

    /// A replica that ends with the process: for tests and simulations.
    public static func inMemory(
        schema: Schema, identity: ReplicaIdentity, past: [TimelineEnd] = [],
        environment: StoreEnvironment
    ) throws(StoreError) -> LocalStore {
        try LocalStore(
            inMemory: Founding(identity: identity, isHub: false, past: past), schema, environment)
    }

    /// A replica in memory as a copy of its disk would be: for simulations.
    package func copiedInMemory(environment: StoreEnvironment) throws -> LocalStore {
        try LocalStore(copying: self, environment)
    }

    /// What a new file begins with.
    struct Founding {
        let identity: ReplicaIdentity
        let isHub: Bool
        /// The timelines that its hub has left.
        var past: [TimelineEnd] = []
    }

    init(
        files: ReplicaFiles, _ schema: Schema, _ environment: StoreEnvironment,
        _ founding: Founding?
    ) throws(StoreError) {
        self.schema = schema
        self.environment = environment
        self.files = files
        let layout = TableLayout(schema)
        self.layout = layout
        if founding != nil {
            try files.make()
        } else if !files.exists {
            throw Self.missing(files.directory)
        }
        let lock = try LockFile(files.lock)
        let opened = try storeErrors {
            try lock.withLock {
                try Self.open(files, lock, layout, environment.synchronous, founding)
            }
        }
        file = opened.file
        storedIdentity = Mutex(opened.identity)
        _ = noticeForeignCommits()
    }

    init(
        inMemory founding: Founding, _ schema: Schema, _ environment: StoreEnvironment
    ) throws(StoreError) {
        self.schema = schema
        self.environment = environment
        files = nil
        let layout = TableLayout(schema)
        self.layout = layout
        let file = try StoreFile()
        self.file = file
        let state = Migrations.FileState(version: 0, isEmpty: true, meta: [:])
        storedIdentity = Mutex(
            try storeErrors { try Self.found(file, layout, state, founding) })
    }

    private init(copying other: LocalStore, _ environment: StoreEnvironment) throws {
        schema = other.schema
        self.environment = environment
        files = nil
        layout = other.layout
        file = try StoreFile(copying: other.file)
        storedIdentity = Mutex(other.identity)
    }

    private static func open(
        _ files: ReplicaFiles, _ lock: LockFile, _ layout: TableLayout,
        _ synchronous: StoreEnvironment.Synchronous, _ founding: Founding?
    ) throws -> (file: StoreFile, identity: ReplicaIdentity) {
        let state = try Migrations.inspect(path: files.database, for: layout.schema)
        let isFounded = ReplicaIdentity(state.meta) != nil
        if founding == nil, !isFounded { throw missing(files.directory) }
        if founding != nil, isFounded {
            throw StoreError(
                .alreadyExists, "There is a replica in \(files.directory) already.",
                hint: "Open it, or choose another directory.")
        }
        let file = try StoreFile(path: files.database, lock: lock, synchronous: synchronous)
        if Migrations.changesContent(state, layout.schema) {
            try file.onWriter { try Migrations.backUp($0, path: files.database, state) }
        }
        return (file, try found(file, layout, state, founding))
    }

    /// Migrates, writes the identity of a new file, and reads it back.
    private static func found(
        _ file: StoreFile, _ layout: TableLayout, _ state: Migrations.FileState,
        _ founding: Founding?
    ) throws -> ReplicaIdentity {
        try file.onWriter { grdb in
            try StoreFile.transaction(grdb) { grdb in
                let database = StoreDatabase(grdb, layout: layout, ordinal: .hub)
                try Migrations.run(database, from: state)
                if let founding { try founding.save(database) }
                guard let identity = ReplicaIdentity(try database.meta()) else {
                    throw StoreError.corrupt("the replica's identity is missing")
                }
                return identity
            }
        }
    }

    private static func missing(_ directory: String) -> StoreError {
        StoreError(
            .notFound, "There is no replica in \(directory).",
            hint: "Enroll first, or name the right directory.")
    }

    /// Moves the WAL into the database and closes the file. Calls after it fail.
    public func close() throws(StoreError) {
        try storeErrors {
            try file.checkpoint()
            ticks.finish()
            try file.close()
        }
    }

    /// Moves the WAL into the database, under the lock, as far as readers allow.
    public func checkpoint() throws { try translatingDatabaseErrors { try file.checkpoint() } }

    /// - Returns: `nil` if another process syncs this replica.
    package func trySyncLock() throws -> SyncLock? {
        try SyncLock(path: files?.syncLock ?? "/dev/null")
    }

    func setIdentity(_ change: (inout ReplicaIdentity) -> Void) {
        storedIdentity.withLock { change(&$0) }
    }
}

extension LocalStore.Founding {
    fileprivate func save(_ database: StoreDatabase) throws {
        if isHub {
            try database.script(TableLayout.hubTables)
            try database.script(TableLayout.fourthHubTables)
            try database.script(TableLayout.seventhHubTables)
        }
        try identity.save(database)
        try database.save(past: past, wallMilliseconds: 0)
        try database.setMeta(.kind, .text(isHub ? "hub" : "laptop"))
    }
}
