// Plain SQLite doing what the engine does, without remembering anything about it.

import SupportDesk

/// A database of tickets, and comments where they are asked for.
final class PlainContender: Contender {
    let path: String
    private let rows: PlainRows
    private let database: PlainDatabase
    private let begin: PlainStatement
    private let commit: PlainStatement
    private let insertTicket: PlainStatement
    private let updateStatus: PlainStatement

    /// - Parameter isNew: whether the tables have to be made.
    init(
        path: String, rows: PlainRows, synchronous: Synchronous, isNew: Bool = true
    ) throws {
        self.path = path
        self.rows = rows
        database = try PlainDatabase(path: path, synchronous: synchronous.rawValue)
        if isNew {
            try database.execute(PlainRows.createSQL("tickets", PlainRows.ticketColumns))
            try database.execute(PlainRows.createSQL("comments", PlainRows.commentColumns))
            try database.execute("CREATE INDEX comments_ticket ON comments(ticket)")
        }
        begin = try database.prepare("BEGIN")
        commit = try database.prepare("COMMIT")
        insertTicket = try database.prepare(
            PlainRows.insertSQL("tickets", PlainRows.ticketColumns))
        updateStatus = try database.prepare("UPDATE tickets SET status=? WHERE id=?")
    }

    var sharedMemoryPath: String { path + "-shm" }

    func insert(_ tickets: Range<Int>, perTransaction: Int) throws {
        try inTransactions(tickets, perTransaction) { index in
            insertTicket.bind(rows.tickets[index])
            try insertTicket.run()
        }
    }

    func setStatus(_ edits: ArraySlice<Workload.Edit>, perTransaction: Int) throws {
        try inTransactions(edits.indices, perTransaction) { index in
            let edit = edits[index]
            updateStatus.bind(1, rows.statuses[Int(edit.after.rawValue)])
            updateStatus.bind(2, rows.tickets[edit.ticket][0])
            try updateStatus.run()
        }
    }

    func insertAllComments() throws {
        let insert = try database.prepare(
            PlainRows.insertSQL("comments", PlainRows.commentColumns))
        try inTransactions(rows.comments.indices, rows.comments.count) { index in
            insert.bind(rows.comments[index])
            try insert.run()
        }
    }

    private func inTransactions(
        _ indices: Range<Int>, _ perTransaction: Int, _ body: (Int) throws -> Void
    ) throws {
        for start in stride(from: indices.lowerBound, to: indices.upperBound, by: perTransaction) {
            try begin.run()
            for index in start..<min(start + perTransaction, indices.upperBound) {
                try body(index)
            }
            try commit.run()
        }
    }

    func close() throws {
        try database.truncateWAL()
        try database.close()
    }
}
