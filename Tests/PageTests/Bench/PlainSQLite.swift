// The same questions put to SQLite itself, on the same file: what the page cannot be faster than.

import CSQLite
import Foundation
import Testing

/// A connection to a replica's file, for reading.
final class PlainSQLite {
    private var connection: OpaquePointer?

    init(path: String) throws {
        let code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil)
        try #require(code == SQLITE_OK)
    }

    deinit { sqlite3_close_v2(connection) }

    /// The first hundred of a list, and how many there are.
    static let newest = """
        SELECT id, title, status, priority, assignee, category, organization,
        (SELECT COUNT(*) FROM ticket) FROM ticket ORDER BY id DESC LIMIT 100
        """

    /// The same of those that are open.
    static let open = """
        SELECT id, title, status, priority, assignee, category, organization,
        (SELECT COUNT(*) FROM ticket WHERE status = 'open')
        FROM ticket WHERE status = 'open' ORDER BY id DESC LIMIT 100
        """

    /// The same of those that hold a word that begins so.
    static func search(_ word: String) -> String {
        """
        WITH found AS (SELECT rowid FROM search_ticket WHERE search_ticket MATCH '\(word)')
        SELECT id, title, status, priority, assignee, category, organization,
        (SELECT COUNT(*) FROM found) FROM ticket WHERE id IN (SELECT rowid FROM found)
        ORDER BY id DESC LIMIT 100
        """
    }

    /// The median time of preparing a statement and reading all its rows.
    func milliseconds(of sql: String, rounds: Int) throws -> Double {
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            var statement: OpaquePointer?
            try #require(sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK)
            var rows = 0
            while sqlite3_step(statement) == SQLITE_ROW { rows += 1 }
            sqlite3_finalize(statement)
            try #require(rows > 0)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return times.sorted()[rounds / 2]
    }
}
