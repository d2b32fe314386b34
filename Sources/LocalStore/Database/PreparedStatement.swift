// A statement bound and stepped directly: GRDB's general way of passing arguments costs three
// times as much.

internal import CSQLite
import SyncEngine

/// One of a connection's cached statements, for use within one database access.
///
/// Unsafe code is confined to this file: pointers handed out by SQLite are copied at once.
struct PreparedStatement {
    let pointer: OpaquePointer

    /// Binds by position from 1; text and bytes are copied.
    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }
    func bindNull(_ index: Int32) { sqlite3_bind_null(pointer, index) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { chars in
                // An empty string may have no address, and no address would bind null.
                _ =
                    chars.isEmpty
                    ? csqlite_bind_text(pointer, index, "", 0)
                    : csqlite_bind_text(pointer, index, chars.baseAddress, Int32(chars.count))
            }
        }
    }

    func bind(_ index: Int32, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw in
            _ = csqlite_bind_blob(pointer, index, raw.baseAddress, Int32(raw.count))
        }
    }

    /// Scalars only; a group has no single column.
    func bind(_ index: Int32, _ value: Value) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .tuple: preconditionFailure("a group cannot be bound to one parameter")
        }
    }

    func bind(all values: [Value]) throws(StoreError) {
        guard Int(sqlite3_bind_parameter_count(pointer)) == values.count else {
            reset()
            throw StoreError(.badQuery, "The query's parameters and arguments differ in number.")
        }
        for (index, value) in values.enumerated() { bind(Int32(index + 1), value) }
    }

    /// - Returns: whether a row is there to be read.
    func step() throws(StoreError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let connection = sqlite3_db_handle(pointer)
            let error = StoreError.sqlite(
                sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)))
            reset()
            throw error
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws(StoreError) {
        while try step() {}
        reset()
    }

    func reset() { sqlite3_reset(pointer) }

    /// Columns by position from 0.
    func isNull(_ index: Int32) -> Bool { sqlite3_column_type(pointer, index) == SQLITE_NULL }
    func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(pointer, index) }
    func integerOrNull(_ index: Int32) -> Int64? { isNull(index) ? nil : integer(index) }

    func text(_ index: Int32) -> String {
        guard let start = sqlite3_column_text(pointer, index) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ index: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, index) else { return [] }
        return Array(
            UnsafeRawBufferPointer(
                start: start, count: Int(sqlite3_column_bytes(pointer, index))))
    }

    /// Text, integers and null as they are; real numbers cut to integers; bytes as null.
    func value(_ index: Int32) -> Value {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER, SQLITE_FLOAT: .integer(integer(index))
        case SQLITE_TEXT: .text(text(index))
        default: .null
        }
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(pointer)).map {
            String(cString: sqlite3_column_name(pointer, $0))
        }
    }

    var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }
}
