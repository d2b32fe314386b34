// Reading and writing: every access of the store goes through one of these.

internal import GRDB
public import SyncEngine

/// What a write gave back, and the name of the unit it became.
public struct Written<T> {
    public let value: T
    /// `nil` if nothing was written.
    public let dot: Dot?
}

extension Written: Sendable where T: Sendable {}

extension LocalStore {
    /// Runs `body` in one snapshot of the replica.
    public func read<T>(_ body: (StoreReader) throws -> T) throws -> T {
        try withReader { database in try body(StoreReader(database, schema: schema)) }
    }

    /// Composes one unit and saves it: on the disk when this returns, or not saved at all.
    ///
    /// - Parameters:
    ///   - actedAt: milliseconds since 1970; the corrected clock where it is `nil`.
    ///   - body: makes rows and sets fields. What it throws takes everything back.
    /// - Throws: `tooLarge` and `badValue` before anything is saved; `busy`, `diskFull`.
    public func write<T>(
        actedAt: Int64? = nil, _ body: (StoreWriter) throws -> T
    ) throws -> Written<T> {
        try inTransaction { database in
            let writer = StoreWriter(
                database, schema: schema,
                clock: StoreWriter.Clock(
                    actedAt: actedAt, wallMilliseconds: environment.wallMilliseconds))
            let value = try body(writer)
            return Written(value: value, dot: try writer.finish())
        }
    }

    /// One snapshot, for the code of this target.
    func withReader<T>(_ body: (StoreDatabase) throws -> T) throws -> T {
        try translatingDatabaseErrors {
            try file.read { grdb in
                let database = StoreDatabase(grdb, layout: layout, ordinal: identity.ordinal)
                try noteIdentity(database)
                return try body(database)
            }
        }
    }

    /// Who this replica is stands in the file, not in this process: another one may have been
    /// told that it is a copy, or which timeline the hub is on.
    private func noteIdentity(_ database: StoreDatabase) throws {
        let statement = try database.statement(
            """
            SELECT (SELECT value FROM meta WHERE key='ordinal'),\
            (SELECT value FROM meta WHERE key='timeline')
            """)
        defer { statement.reset() }
        guard try statement.step() else { return }
        let known = identity
        let isSame =
            statement.integer(0) == Int64(known.ordinal.rawValue)
            && Nonce(stored: statement.integer(1)) == known.timeline.id
        if !isSame, let stored = ReplicaIdentity(try database.meta()) {
            setIdentity { $0 = stored }
            database.become(stored.ordinal)
        }
    }

    /// One write transaction under the lock; a tick follows if it changed anything.
    func inTransaction<T>(_ body: (StoreDatabase) throws -> T) throws -> T {
        try translatingDatabaseErrors {
            var hasChanged = false
            let result = try file.write { grdb in
                let database = StoreDatabase(grdb, layout: layout, ordinal: identity.ordinal)
                try database.checkLayout()
                try noteIdentity(database)
                let before = database.totalChanges
                let result = try body(database)
                hasChanged = database.totalChanges != before
                return result
            }
            if hasChanged { ticks.tick() }
            return result
        }
    }

    /// A setting of the app, kept in the replica's file and never synced.
    public func setting(_ key: String) throws -> String? {
        try withReader { database in
            try database.first("SELECT value FROM setting WHERE key=?", [.text(key)]) { $0.text(0) }
        }
    }

    /// The settings whose keys begin so, by key.
    public func settings(under prefix: String) throws -> [(key: String, value: String)] {
        try withReader { database in
            try database.rows(
                "SELECT key,value FROM setting WHERE substr(key,1,?)=? ORDER BY key",
                [.integer(Int64(prefix.unicodeScalars.count)), .text(prefix)]
            ) { (key: $0.text(0), value: $0.text(1)) }
        }
    }

    /// - Parameter value: `nil` takes the setting away.
    public func setSetting(_ key: String, _ value: String?) throws {
        try inTransaction { database in
            if let value {
                try database.run(
                    "INSERT OR REPLACE INTO setting(key,value) VALUES(?,?)",
                    [.text(key), .text(value)])
            } else {
                try database.run("DELETE FROM setting WHERE key=?", [.text(key)])
            }
        }
    }
}
