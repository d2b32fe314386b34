// SQLite by its C API, as fast as it goes without any sync: what everything is compared with.

import CSQLite

/// One connection: WAL, 64 MiB of cache, checkpoints where SQLite itself makes them.
final class PlainDatabase {
    private let connection: OpaquePointer

    init(path: String, synchronous: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
            throw BenchmarkFailure("SQLite cannot open \(path)")
        }
        connection = opened
        try execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=\(synchronous);
            PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=1000;
            """)
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    func prepare(_ sql: String) throws -> PlainStatement {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        guard sqlite3_prepare_v3(connection, sql, -1, flags, &prepared, nil) == SQLITE_OK,
            let prepared
        else { throw failure(sql) }
        return PlainStatement(pointer: prepared)
    }

    private func failure(_ sql: String) -> BenchmarkFailure {
        BenchmarkFailure("\(String(cString: sqlite3_errmsg(connection))) in: \(sql)")
    }

    /// Moves the WAL into the database and empties it, so that the file's size says everything.
    func truncateWAL() throws { try execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// Finalizes what was prepared, and closes.
    func close() throws {
        while let statement = sqlite3_next_stmt(connection, nil) { sqlite3_finalize(statement) }
        guard sqlite3_close(connection) == SQLITE_OK else { throw failure("close") }
    }
}

/// A prepared statement; finalized by its database.
struct PlainStatement {
    let pointer: OpaquePointer

    /// Binds from the first parameter on, without copying: the rows live longer than the step.
    func bind(_ cells: some Sequence<PlainCell>) {
        var index: Int32 = 1
        for cell in cells {
            bind(index, cell)
            index += 1
        }
    }

    func bind(_ index: Int32, _ cell: PlainCell) {
        switch cell {
        case .integer(let number): sqlite3_bind_int64(pointer, index, number)
        case .text(let start, let count): sqlite3_bind_text(pointer, index, start, count, nil)
        }
    }

    func run() throws {
        let code = sqlite3_step(pointer)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            throw BenchmarkFailure(String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer))))
        }
        sqlite3_reset(pointer)
    }

    /// The rows of a query of one text and one integer.
    func pairs() throws -> [(name: String, count: Int)] {
        var rows: [(name: String, count: Int)] = []
        while sqlite3_step(pointer) == SQLITE_ROW {
            let name = sqlite3_column_text(pointer, 0).map { String(cString: $0) } ?? ""
            rows.append((name, Int(sqlite3_column_int64(pointer, 1))))
        }
        sqlite3_reset(pointer)
        return rows
    }
}
