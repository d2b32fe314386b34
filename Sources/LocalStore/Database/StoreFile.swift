// The open file of a replica: GRDB's connections, set up so that every commit and checkpoint is
// under the lock.

internal import CSQLite
internal import GRDB
import SyncEngine
import Synchronization

/// Connections of one process to one replica. Reads run in snapshots beside the one writer.
final class StoreFile: Sendable {
    private let writer: any DatabaseWriter
    /// `nil` for a replica in memory.
    let lock: LockFile?
    private let walPages: WALPages
    /// Frames in the WAL at which a write checkpoints behind itself: 16 MiB of 4 KiB pages.
    private static let checkpointPages: Int32 = 4_096
    private static let busySeconds = 5.0
    private static let readers = 4

    /// - Precondition: the caller holds `lock`: opening may write.
    init(
        path: String, lock: LockFile, synchronous: StoreEnvironment.Synchronous
    ) throws(StoreError) {
        self.lock = lock
        let walPages = WALPages()
        self.walPages = walPages
        writer = try storeErrors {
            try DatabasePool(path: path, configuration: Self.configuration(walPages))
        }
        try storeErrors {
            // GRDB lowers it while it sets up the WAL, so it is set afterwards.
            try writer.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
            }
        }
    }

    /// A replica in memory, for tests and simulations.
    init() throws(StoreError) {
        lock = nil
        let walPages = WALPages()
        self.walPages = walPages
        writer = try storeErrors {
            try DatabaseQueue(configuration: Self.configuration(walPages))
        }
    }

    /// A replica in memory that holds what another one holds now.
    convenience init(copying other: StoreFile) throws {
        try self.init()
        try other.writer.backup(to: writer)
    }

    private static func configuration(_ walPages: WALPages) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = readers
        configuration.label = "LocalStore"
        configuration.prepareDatabase { database in
            csqlite_disable_checkpoint_on_close(database.sqliteConnection)
            // secure_delete: on by default in Debian; it writes zeros over whatever is deleted,
            // which doubles the cost of updates and protects nothing: history keeps it all.
            try database.execute(
                sql: """
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA secure_delete = OFF;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -16384;
                    """)
            guard !database.configuration.readonly else { return }
            walPages.watch(database.sqliteConnection)
        }
        return configuration
    }

    /// Runs `body` in one snapshot.
    func read<T>(_ body: (Database) throws -> T) throws -> T { try writer.read(body) }

    /// Runs `body` on the writing connection, outside a transaction and without the lock.
    func onWriter<T>(_ body: (Database) throws -> T) throws -> T {
        try writer.writeWithoutTransaction(body)
    }

    /// Runs `body` in one write transaction under the lock; what it throws rolls back.
    func write<T>(_ body: (Database) throws -> T) throws -> T {
        try writer.writeWithoutTransaction { database in
            try withLock {
                let result = try Self.transaction(database, body)
                if walPages.count >= Self.checkpointPages { checkpoint(database) }
                return result
            }
        }
    }

    /// - Precondition: the caller holds the lock, or there is none.
    static func transaction<T>(_ database: Database, _ body: (Database) throws -> T) throws -> T {
        try step(database, "BEGIN IMMEDIATE")
        do {
            let result = try body(database)
            try step(database, "COMMIT")
            return result
        } catch {
            // A full disk may have rolled back already; then there is nothing to do.
            if database.isInsideTransaction { try? step(database, "ROLLBACK") }
            throw error
        }
    }

    private static func step(_ database: Database, _ sql: String) throws {
        try PreparedStatement(
            pointer: database.cachedStatement(sql: sql).sqliteStatement
        ).run()
    }

    private func withLock<T>(_ body: () throws -> T) throws -> T {
        guard let lock else { return try body() }
        return try lock.withLock(body)
    }

    /// Copies the WAL into the database as far as readers allow.
    func checkpoint() throws {
        guard lock != nil else { return }
        try writer.writeWithoutTransaction { database in
            try withLock { checkpoint(database) }
        }
    }

    private func checkpoint(_ database: Database) {
        // What a reader holds back is copied the next time; nothing is lost by waiting.
        sqlite3_wal_checkpoint_v2(
            database.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        walPages.reset()
    }

    /// Changes when another connection has committed.
    func dataVersion() throws -> Int64 {
        try onWriter { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }

    func close() throws { try writer.close() }
}

/// How many frames the WAL held at the last commit: SQLite says it to a hook.
private final class WALPages: Sendable {
    private let pages = Atomic<Int32>(0)

    var count: Int32 { pages.load(ordering: .relaxed) }
    /// Until the next commit says how many there are now.
    func reset() { pages.store(0, ordering: .relaxed) }

    /// The hook is called on the connection's own thread while this object, held by the file
    /// that holds the connection, lives.
    func watch(_ connection: OpaquePointer?) {
        sqlite3_wal_hook(
            connection,
            { context, _, _, count in
                guard let context else { return SQLITE_OK }
                let pages = Unmanaged<WALPages>.fromOpaque(context).takeUnretainedValue()
                pages.pages.store(count, ordering: .relaxed)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}

extension StoreFile {
    /// For connections that only look: closing them must not move the WAL.
    static func keepFromCheckpointing(_ database: Database) {
        csqlite_disable_checkpoint_on_close(database.sqliteConnection)
    }
}
