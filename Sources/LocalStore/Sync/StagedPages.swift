// Pages of the feed that wait for the one that reaches the head; in the file's own encoding.

import SyncEngine

extension StoreDatabase {
    func stage(_ page: FeedPage) throws {
        let statement = try statement(
            "INSERT INTO staged(end,entity,row,head,nonce,page) VALUES(?,?,?,?,?,?)")
        statement.bind(1, Int64(page.ending.position))
        statement.bind(2, page.ending.row.map { Int64($0.entity.rawValue) })
        statement.bind(3, page.ending.row?.row.rawValue)
        statement.bind(4, Int64(page.head.position))
        statement.bind(5, page.head.nonce.stored)
        statement.bind(6, page.stagedBytes)
        try statement.run()
    }

    /// In order: each starts where the one before ended.
    func stagedPages() throws -> [FeedPage] {
        try rows("SELECT page FROM staged ORDER BY number") { try FeedPage(staged: $0.bytes(0)) }
    }

    /// Where the last of them ended; `nil` if there is none.
    func staged() throws -> StagedPages? {
        try first(
            "SELECT end,entity,row,head,nonce FROM staged ORDER BY number DESC LIMIT 1"
        ) { statement in
            let row = statement.integerOrNull(2).flatMap { RowID(rawValue: $0) }
            return StagedPages(
                end: FeedPlace(
                    UInt64(statement.integer(0)),
                    row: row.map { RowKey(EntityID(UInt16(statement.integer(1))), $0) }),
                head: Cursor(
                    position: UInt64(statement.integer(3)),
                    nonce: Nonce(stored: statement.integer(4))))
        }
    }
}

extension FeedPage {
    /// A page as it is kept until it is applied. Rows are written as clocks without columns.
    fileprivate var stagedBytes: [UInt8] {
        var writer = ByteWriter(capacity: 4_096)
        writer.varint(start)
        writer.byte(isPart ? 1 : 0)
        writer.varint(head.position)
        writer.fixed64(head.nonce.rawValue)
        writer.varint(units.count)
        for unit in units { writer.stagedUnit(unit) }
        writer.varint(rows.count)
        for row in rows { writer.stagedDelta(row) }
        return writer.bytes
    }

    fileprivate init(staged: [UInt8]) throws(CodecError) {
        var reader = ByteReader(staged)
        let start = try reader.varint()
        let isPart = try reader.byte() == 1
        let head = Cursor(
            position: try reader.varint(), nonce: Nonce(try reader.fixed64()))
        var units: [FeedUnit] = []
        for _ in 0..<(try reader.count(limit: Limits.maximumUnitsPerPage)) {
            units.append(try reader.stagedUnit())
        }
        var rows: [RowDelta] = []
        for _ in 0..<(try reader.count(limit: Limits.maximumAnswerBytes)) {
            rows.append(try reader.stagedDelta())
        }
        try reader.finish()
        guard !isPart || units.count == 1 && !rows.isEmpty else { throw .outOfRange }
        self.init(start: start, head: head, units: units, rows: rows, isPart: isPart)
    }
}

/// Stands where a delta has no creation: the clock's encoding wants one.
private let noCreation = RowState.Creation(dot: Dot(.hub, 1), stamp: Stamp(rawValue: 0))

extension ByteWriter {
    fileprivate mutating func stagedUnit(_ unit: FeedUnit) {
        dot(unit.dot)
        varint(unit.envelope.position)
        signed(unit.envelope.receivedAt)
        byte(
            (unit.envelope.wasConcurrent ? 1 : 0) | (unit.receipt == nil ? 0 : 2)
                | (unit.origin == nil ? 0 : 4))
        if let receipt = unit.receipt { raw(receipt.bytes) }
        if let origin = unit.origin { self.origin(origin) }
        self.unit(unit.unit)
    }

    fileprivate mutating func stagedDelta(_ delta: RowDelta) {
        varint(UInt64(delta.key.entity.rawValue))
        rowID(delta.key.row)
        byte(delta.creation == nil ? 0 : 1)
        let state = RowState(
            vector: delta.vector, creation: delta.creation ?? noCreation, fields: delta.fields)
        block(StoredRow(shown: state).encoded(columns: []))
    }
}

extension ByteReader {
    fileprivate mutating func stagedUnit() throws(CodecError) -> FeedUnit {
        let dot = try dot()
        let position = try varint()
        let receivedAt = try signed()
        let bits = try byte()
        let receipt = bits & 2 == 2 ? Receipt(bytes: try raw(Receipt.byteCount)) : nil
        let origin = bits & 4 == 4 ? try origin() : nil
        return FeedUnit(
            dot: dot, unit: try unit(),
            envelope: Envelope(
                position: position, receivedAt: receivedAt, wasConcurrent: bits & 1 == 1),
            receipt: receipt, origin: origin)
    }

    fileprivate mutating func stagedDelta() throws(CodecError) -> RowDelta {
        let entity = try varint()
        guard entity <= UInt64(UInt16.max) else { throw .outOfRange }
        let key = RowKey(EntityID(UInt16(entity)), try rowID())
        let hasCreation = try byte() == 1
        let state = try StoredRow(
            try block(limit: Limits.maximumAnswerBytes), columns: []
        ).shown
        return RowDelta(
            key: key, vector: state.vector, creation: hasCreation ? state.creation : nil,
            fields: state.fields)
    }
}
