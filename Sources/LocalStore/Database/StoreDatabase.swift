// One connection within one access: the layout, the statements, and whose replica it is.

internal import CSQLite
internal import GRDB
import SyncEngine

/// What every piece of code that reads or writes tables is handed.
///
/// Lives as long as one access; never kept.
final class StoreDatabase {
    private let database: Database
    let layout: TableLayout
    /// This replica's ordinal: own units and rows are found by it.
    private(set) var ordinal: ReplicaOrdinal
    /// What was found out in this access; see `Rows/Shown.swift`.
    var hasConflictsByEntity: [EntityID: Bool] = [:]
    /// See `Rows/Aliases.swift`; they change once in a replica's life, if ever.
    var knownFormerOrdinals: [ReplicaOrdinal]?
    /// See `Rows/LostTimelines.swift`.
    var knownTimelinesLeft: Int?

    init(_ database: Database, layout: TableLayout, ordinal: ReplicaOrdinal) {
        self.database = database
        self.layout = layout
        self.ordinal = ordinal
    }

    /// The connection's cached statement for this text.
    func statement(_ sql: String) throws -> PreparedStatement {
        PreparedStatement(pointer: try database.cachedStatement(sql: sql).sqliteStatement)
    }

    /// Runs one statement with arguments.
    func run(_ sql: String, _ arguments: [Value] = []) throws {
        let statement = try statement(sql)
        try statement.bind(all: arguments)
        try statement.run()
    }

    /// Runs several statements without arguments: for tables and pragmas.
    func script(_ sql: String) throws { try database.execute(sql: sql) }

    /// Every row of a query, mapped.
    func rows<T>(
        _ sql: String, _ arguments: [Value] = [], _ map: (PreparedStatement) throws -> T
    ) throws -> [T] {
        let statement = try statement(sql)
        try statement.bind(all: arguments)
        defer { statement.reset() }
        var result: [T] = []
        while try statement.step() { result.append(try map(statement)) }
        return result
    }

    /// The first row of a query, mapped.
    func first<T>(
        _ sql: String, _ arguments: [Value] = [], _ map: (PreparedStatement) throws -> T
    ) throws -> T? {
        let statement = try statement(sql)
        try statement.bind(all: arguments)
        defer { statement.reset() }
        return try statement.step() ? try map(statement) : nil
    }

    /// The one integer that a query gives; 0 for null or no row.
    func integer(_ sql: String, _ arguments: [Value] = []) throws -> Int64 {
        try first(sql, arguments) { $0.integer(0) } ?? 0
    }

    /// Rows changed on this connection since it was opened.
    var totalChanges: Int32 { sqlite3_total_changes(database.sqliteConnection) }

    /// Rows changed by the last statement.
    var changes: Int32 { sqlite3_changes(database.sqliteConnection) }

    /// Takes a new ordinal in the middle of a transaction; nothing that was read by the old one
    /// may be used any more.
    func become(_ ordinal: ReplicaOrdinal) {
        self.ordinal = ordinal
        knownFormerOrdinals = nil
    }

    /// The ids that a replica can have given to rows or units, as a range of keys.
    static func range(of ordinal: ReplicaOrdinal) -> ClosedRange<Int64> {
        Dot(ordinal, 1).key...Dot(ordinal, Limits.maximumCounter).key
    }

    var ownRange: ClosedRange<Int64> { Self.range(of: ordinal) }
}
