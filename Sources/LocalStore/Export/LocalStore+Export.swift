// A replica's canonical bytes: replicas at one cursor give the same, whatever the order of arrival.

import SyncEngine

extension LocalStore {
    /// One JSON document, an object a line: the state that the hub has confirmed, rows by entity
    /// and id, then the authors' part of confirmed history by dot. Nothing of this replica's
    /// identity, and nothing that waits to be sent, is in it.
    ///
    /// - Parameter line: called for each line, without its end.
    public func exportLines(_ line: (String) throws -> Void) throws {
        try withReader { database in
            let position =
                try database.meta(.kind) == .text("hub")
                ? database.head().position : database.position().cursor.position
            try line("{\"format\":\"syncd-export-1\",\"position\":\(position),\"rows\":[")
            var lines = SeparatedLines()
            try database.forEachConfirmedRow { key, state in
                var json = CanonicalJSON()
                json.row(key, state)
                try lines.add(json.text, line)
            }
            try lines.finish(line)
            try line("],\"history\":[")
            lines = SeparatedLines()
            try database.forEachConfirmedUnit { dot, unit in
                var json = CanonicalJSON()
                json.unit(unit, dot: dot)
                try lines.add(json.text, line)
            }
            try lines.finish(line)
            try line("]}")
        }
    }

    /// SHA-256 of the export, each line ended by a line feed; hexadecimal.
    public func digest() throws -> String {
        var hash = SHA256()
        try exportLines { line in hash.update(Array(line.utf8) + [0x0A]) }
        return hash.finish().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 2 ? digits : "0" + digits
        }.joined()
    }
}

/// Lines with commas between them: a line is known to be the last only when none follows.
private struct SeparatedLines {
    private var last: String?

    mutating func add(_ text: String, _ line: (String) throws -> Void) throws {
        if let last { try line(last + ",") }
        last = text
    }

    func finish(_ line: (String) throws -> Void) throws {
        if let last { try line(last) }
    }
}

extension StoreDatabase {
    /// Rows that the hub knows, as it knows them; by entity, then id.
    fileprivate func forEachConfirmedRow(
        _ body: (RowKey, RowState) throws -> Void
    ) throws {
        let unknown = try rows("SELECT DISTINCT entity FROM unknown_row") {
            EntityID(UInt16(truncatingIfNeeded: $0.integer(0)))
        }
        let entities = Set(unknown).union(layout.schema.entities.map(\.id))
        for entity in entities.sorted() {
            if let plan = layout.plan(entity) {
                let count = Int32(plan.columns.count)
                try forEachRow(plan.selectAllSQL, []) { statement in
                    guard let id = RowID(rawValue: statement.integer(count + 1)) else { return }
                    let row = try plan.whole.loaded(from: statement)
                    if let state = row?.stored.confirmed { try body(RowKey(entity, id), state) }
                }
            } else {
                let sql = "SELECT clock,row FROM unknown_row WHERE entity=? ORDER BY row"
                try forEachRow(sql, [.integer(Int64(entity.rawValue))]) { statement in
                    guard let id = RowID(rawValue: statement.integer(1)) else { return }
                    let row = try StoredRow(statement.bytes(0), columns: [])
                    if let state = row.confirmed { try body(RowKey(entity, id), state) }
                }
            }
        }
    }

    fileprivate func forEachConfirmedUnit(_ body: (Dot, Unit) throws -> Void) throws {
        let sql = "SELECT id,unit FROM history WHERE position IS NOT NULL ORDER BY id"
        try forEachRow(sql, []) { statement in
            guard let dot = Dot(key: statement.integer(0)) else { return }
            try body(dot, try Unit(encoded: statement.bytes(1)))
        }
    }

    /// Steps through a result without holding it.
    private func forEachRow(
        _ sql: String, _ arguments: [Value], _ body: (PreparedStatement) throws -> Void
    ) throws {
        let statement = try statement(sql)
        try statement.bind(all: arguments)
        defer { statement.reset() }
        while try statement.step() { try body(statement) }
    }
}

extension EntityPlan {
    /// The columns that a whole row has, then the id; every row by id.
    fileprivate var selectAllSQL: String {
        let names = columns.map { Self.quoted($0.name) } + ["clock", "id"]
        return "SELECT \(names.joined(separator: ",")) FROM \(table) ORDER BY id"
    }
}
