// Units by their dot: the history of the workspace, whose unconfirmed own part is the outbox.

import SyncEngine

extension Unit {
    /// The bytes that history, outbox and wire share.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.unit(self)
        return writer.bytes
    }

    init(encoded: [UInt8]) throws(CodecError) {
        var reader = ByteReader(encoded)
        self = try reader.unit()
        try reader.finish()
    }
}

extension StoreDatabase {
    /// Adds a unit, or the hub's envelope to one that is here.
    func saveHistory(
        _ dot: Dot, encoded: [UInt8], envelope: Envelope?, receipt: Receipt? = nil
    ) throws {
        let statement = try statement(
            """
            INSERT INTO history(id,position,received_at,concurrent,unit,receipt)
            VALUES(?,?,?,?,?,?)
            ON CONFLICT(id) DO UPDATE SET position=excluded.position,
            received_at=excluded.received_at, concurrent=excluded.concurrent,
            receipt=excluded.receipt
            """)
        statement.bind(1, dot.key)
        statement.bind(2, envelope.map { Int64($0.position) })
        statement.bind(3, envelope?.receivedAt)
        statement.bind(4, envelope.map { $0.wasConcurrent ? 1 : 0 })
        statement.bind(5, encoded)
        if let receipt { statement.bind(6, receipt.bytes) } else { statement.bindNull(6) }
        try statement.run()
    }

    static let historyColumns =
        "history.id,history.position,history.received_at,history.concurrent,history.unit"

    /// From a statement that selects ``historyColumns``.
    func historyEntry(_ statement: PreparedStatement) throws -> HistoryEntry {
        guard let dot = Dot(key: statement.integer(0)) else {
            throw StoreError.corrupt("a unit without a name")
        }
        let envelope = statement.integerOrNull(1).map {
            Envelope(
                position: UInt64($0), receivedAt: statement.integer(2),
                wasConcurrent: statement.integer(3) != 0)
        }
        return HistoryEntry(
            dot: dot, unit: try Unit(encoded: statement.bytes(4)), envelope: envelope)
    }

    func historyEntry(_ dot: Dot) throws -> HistoryEntry? {
        try first(
            "SELECT \(Self.historyColumns) FROM history WHERE id=?", [.integer(dot.key)],
            historyEntry)
    }

    /// The hub's clock when it, or one that is lost, got a unit; `nil` before that.
    func receivedAt(_ dot: Dot) throws -> Int64? {
        try first("SELECT received_at FROM history WHERE id=?", [.integer(dot.key)]) {
            $0.integerOrNull(0)
        } ?? nil
    }

    /// The highest counter that this replica ever gave; read inside the transaction that gives
    /// the next. Every counter given stays in the history or among the units set aside, or the hub
    /// has it under another name.
    func lastOwnCounter() throws -> UInt64 {
        let statement = try statement(
            """
            SELECT max(ifnull((SELECT max(id) FROM history WHERE id BETWEEN ?1 AND ?2),0),\
            ifnull((SELECT max(id) FROM set_aside WHERE id BETWEEN ?1 AND ?2),0),\
            ifnull((SELECT max(id) FROM unit_origin WHERE id BETWEEN ?1 AND ?2),0),\
            ?1-1+ifnull((SELECT value FROM meta WHERE key='acknowledged'),0))
            """)
        statement.bind(1, ownRange.lowerBound)
        statement.bind(2, ownRange.upperBound)
        defer { statement.reset() }
        return try statement.step() ? UInt64(statement.integer(0) & 0xFF_FFFF_FFFF) : 0
    }

    /// The stamp of an own unit: it stands at the head of the unit's bytes.
    func stamp(ofOwn counter: UInt64) throws -> Stamp? {
        let statement = try statement(
            """
            SELECT substr(unit,1,32) FROM history WHERE id=?1
            UNION ALL SELECT substr(unit,1,32) FROM set_aside WHERE id=?1 LIMIT 1
            """)
        statement.bind(1, Dot(ordinal, counter).key)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        var head = ByteReader(statement.bytes(0))
        return head.isAtEnd ? nil : try head.unitStamp()
    }
}
