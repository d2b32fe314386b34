// How a file of an older version becomes one of this: step by step, in one transaction, after a
// backup.

internal import GRDB
import SyncEngine

/// The file's format, apart from the schema of the app.
enum Migrations {
    /// In `PRAGMA application_id`: "sync" in ASCII, so that `file` and we know our files.
    static let applicationID: Int64 = 0x7379_6E63
    /// The last step; stands in `PRAGMA user_version`.
    static var version: Int64 { Int64(steps.count) }
    /// Step n makes a file of version n out of one of version n - 1.
    private static let steps: [@Sendable (StoreDatabase) throws -> Void] = [
        { try $0.script(TableLayout.fixedTables) },
        { try $0.script(TableLayout.secondTables) },
        { try $0.script(TableLayout.thirdTables) },
        { database in
            try database.script(TableLayout.fourthTables)
            if try database.meta(.kind) == .text("hub") {
                try database.script(TableLayout.fourthHubTables)
            }
        },
        { try $0.script(TableLayout.fifthTables) },
        { try $0.script(TableLayout.sixthTables) },
        { database in
            try database.script(TableLayout.seventhTables)
            if try database.meta(.kind) == .text("hub") {
                try database.script(TableLayout.seventhHubTables)
            }
        },
    ]

    /// What a file says of itself before anything is changed.
    struct FileState {
        var version: Int64
        var isEmpty: Bool
        var meta: [String: Value]
    }

    /// Reads a file without changing it. A file made for a newer schema is newer too: its clocks
    /// leave out what its columns hold, and an older schema lacks columns.
    /// - Throws: `newerFile`, or `unreadable` where it is no replica.
    static func inspect(path: String, for schema: Schema) throws(StoreError) -> FileState {
        let state = try storeErrors { try read(path) }
        guard !schema.isOlder(than: state.meta) else { throw newer(path) }
        return state
    }

    private static func read(_ path: String) throws -> FileState {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { StoreFile.keepFromCheckpointing($0) }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { try state(of: $0, path: path) }
    }

    private static func state(of database: Database, path: String) throws -> FileState {
        let version = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if application == 0, version == 0, tables == 0 {
            return FileState(version: 0, isEmpty: true, meta: [:])
        }
        guard application == applicationID else {
            throw StoreError(.unreadable, "\(path) is not a replica.", retry: .afterUser)
        }
        guard version <= Self.version else {
            throw newer(path)
        }
        let pairs = try GRDB.Row.fetchAll(database, sql: "SELECT key,value FROM meta").map {
            row -> (String, Value) in
            let key: String = row["key"]
            let value: DatabaseValue = row["value"]
            switch value.storage {
            case .int64(let number): return (key, .integer(number))
            case .string(let text): return (key, .text(text))
            default: return (key, .null)
            }
        }
        return FileState(
            version: version, isEmpty: false, meta: Dictionary(pairs) { first, _ in first })
    }

    static func newer(_ path: String) -> StoreError {
        StoreError(
            .newerFile, "\(path) was written by a newer version of the program.",
            hint: "Update the program, or start it again; the file was not touched.",
            retry: .afterUser)
    }

    /// Brings the fixed tables to this version and the entities' tables to the schema.
    /// - Precondition: inside a write transaction, after ``inspect(path:)`` gave `state`.
    static func run(_ database: StoreDatabase, from state: FileState) throws {
        if state.version < version {
            for step in steps[Int(state.version)...] { try step(database) }
            try database.script(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        }
        try database.fitTables(isFresh: state.isEmpty)
    }

    /// Whether opening will rewrite anything that is there: then a backup goes first.
    static func changesContent(_ state: FileState, _ schema: Schema) -> Bool {
        guard !state.isEmpty else { return false }
        return state.version < version || !schema.isDescribed(by: state.meta)
    }

    /// A consistent copy beside the file: `VACUUM INTO` reads one snapshot, the WAL included.
    static func backUp(_ database: Database, path: String, _ state: FileState) throws {
        let name = "\(path).before-\(version)-\(state.schemaText)"
        guard !StoreFile.fileExists(name) else { return }
        // What a killed attempt left is no copy.
        StoreFile.removeFile(name + ".part")
        try database.execute(sql: "VACUUM INTO ?", arguments: [name + ".part"])
        try StoreFile.putInPlace(name + ".part", name)
    }
}

extension Migrations.FileState {
    /// Names the schema the file was made for: part of the backup's name.
    fileprivate var schemaText: String {
        let schema = meta[MetaKey.schemaVersion.name]?.integer ?? 0
        let rules = meta[MetaKey.rulesVersion.name]?.integer ?? 0
        return "v\(version)-s\(schema)-r\(rules)"
    }
}

extension Schema {
    /// Whether a file was made for a later version of the schema or its rules.
    fileprivate func isOlder(than meta: [String: Value]) -> Bool {
        let schema = meta[MetaKey.schemaVersion.name]?.integer ?? 0
        let rules = meta[MetaKey.rulesVersion.name]?.integer ?? 0
        return schema > Int64(version) || rules > Int64(rulesVersion)
    }

    /// Whether a file's tables and columns were made for this version of the schema and rules.
    func isDescribed(by meta: [String: Value]) -> Bool {
        meta[MetaKey.schemaVersion.name] == .integer(Int64(version))
            && meta[MetaKey.rulesVersion.name] == .integer(Int64(rulesVersion))
    }
}
