// Pages in bytes: each value travels once, in its unit; deltas name it by its dot.

extension ByteWriter {
    /// Start, number of units, head, units, rows.
    /// - Parameter isBare: whether the receiver has the unit's content at hand.
    mutating func page(_ page: FeedPage, isBare: (FeedUnit) -> Bool) {
        varint(page.start)
        varint(page.units.count)
        varint(page.head.position - page.start - UInt64(page.units.count))
        fixed64(page.head.nonce.rawValue)
        var writer = PageWriter(writer: self)
        for unit in page.units {
            writer.unit(unit, isBare: isBare(unit), isPart: page.isPart)
        }
        writer.rows(page.rows)
        self = writer.writer
    }
}

/// Remembers the units of a page while it is written: their writes need not be repeated.
private struct PageWriter {
    var writer: ByteWriter
    private var unitByDot: [Dot: HistoryEntry] = [:]
    private var stamp = Stamp(rawValue: 0)
    private var receivedAt: Int64 = 0

    init(writer: ByteWriter) { self.writer = writer }

    /// Bits: 0 the content is left out, 1 it was concurrent, 2 a receipt follows, 3 more of its
    /// rows come with the next page, 4 what it was first follows.
    mutating func unit(_ unit: FeedUnit, isBare: Bool, isPart: Bool) {
        writer.byte(
            (isBare ? 1 : 0) | (unit.envelope.wasConcurrent ? 2 : 0)
                | (unit.receipt == nil ? 0 : 4) | (isPart ? 8 : 0)
                | (unit.origin == nil ? 0 : 16))
        writer.dot(unit.dot)
        writer.signed(unit.envelope.receivedAt - receivedAt)
        receivedAt = unit.envelope.receivedAt
        if let receipt = unit.receipt { writer.raw(receipt.bytes) }
        if let origin = unit.origin { writer.origin(origin) }
        if !isBare {
            writer.unit(unit.unit, after: stamp)
            stamp = unit.unit.stamp
        }
        unitByDot[unit.dot] = unit.entry
    }

    mutating func rows(_ rows: [RowDelta]) {
        writer.varint(rows.count)
        for row in rows { self.row(row) }
    }

    /// Bits of the first byte: 0 created beyond the start, 1 its creating unit is in this page.
    private mutating func row(_ row: RowDelta) {
        let creator = row.creation.flatMap { unitByDot[$0.dot] }
        let isImplied = creator != nil && creator?.effectiveStamp == row.creation?.stamp
        writer.byte((row.creation == nil ? 0 : 1) | (isImplied ? 2 : 0))
        writer.rowKey(row.key)
        if let creation = row.creation {
            writer.dot(creation.dot, near: row.key.row)
            if !isImplied { writer.fixed64(creation.stamp.rawValue) }
        }
        writer.vector(row.vector)
        let implied = isImplied ? creator.map { impliedFields(of: row.key, by: $0) } ?? [] : []
        let mentioned = row.fields.filter { !implied.contains($0) }
        writer.varint(mentioned.count)
        for field in mentioned {
            writer.varint(UInt64(field.id.rawValue))
            writer.varint(field.register.siblings.count)
            for sibling in field.register.siblings {
                self.sibling(sibling, key: row.key, field: field.id)
            }
        }
    }

    /// 0 and the dot alone where the page's unit says the rest; else 1, or 2 if there is evidence.
    private mutating func sibling(_ sibling: Sibling, key: RowKey, field: FieldID) {
        let told = unitByDot[sibling.dot]?.sibling(of: key, field)
        if told == sibling {
            writer.byte(0)
            writer.dot(sibling.dot, near: key.row)
        } else {
            writer.byte(sibling.evidence.isEmpty ? 1 : 2)
            writer.dot(sibling.dot, near: key.row)
            writer.fixed64(sibling.stamp.rawValue)
            writer.value(sibling.value)
            if !sibling.evidence.isEmpty { writer.evidence(sibling.evidence, covering: []) }
        }
    }
}

extension ByteReader {
    mutating func page(sent: [Dot: Unit]) throws(CodecError) -> FeedPage {
        let start = try varint()
        let count = try count(limit: Limits.maximumUnitsPerPage)
        let (end, overflow) = start.addingReportingOverflow(UInt64(count))
        let (head, headOverflow) = end.addingReportingOverflow(try varint())
        guard !overflow, !headOverflow else { throw .outOfRange }
        let nonce = Nonce(try fixed64())
        var pageReader = PageReader(reader: self, sent: sent)
        for offset in 0..<UInt64(count) { try pageReader.unit(at: start + offset + 1) }
        let rows = try pageReader.rows()
        let isPart = pageReader.isPart
        guard !isPart || count == 1 && !rows.isEmpty else { throw .outOfRange }
        self = pageReader.reader
        return FeedPage(
            start: start, head: Cursor(position: head, nonce: nonce), units: pageReader.units,
            rows: rows, isPart: isPart)
    }
}

private struct PageReader {
    var reader: ByteReader
    let sent: [Dot: Unit]
    private(set) var units: [FeedUnit] = []
    private(set) var isPart = false
    private var unitByDot: [Dot: HistoryEntry] = [:]
    private var stamp = Stamp(rawValue: 0)
    private var receivedAt: Int64 = 0

    init(reader: ByteReader, sent: [Dot: Unit]) {
        self.reader = reader
        self.sent = sent
    }

    mutating func unit(at position: UInt64) throws(CodecError) {
        let bits = try reader.byte()
        guard bits < 32 else { throw .unknownTag(bits) }
        isPart = isPart || bits & 8 == 8
        let dot = try reader.dot()
        receivedAt = try reader.milliseconds(after: receivedAt)
        let receipt = bits & 4 == 4 ? try reader.receipt() : nil
        let origin = bits & 16 == 16 ? try reader.origin() : nil
        let unit: Unit
        if bits & 1 == 1 {
            guard let own = sent[dot] else { throw .outOfRange }
            unit = own
        } else {
            unit = try reader.unit(after: stamp)
            stamp = unit.stamp
            // The hub may have respelled what was sent.
            guard sent[dot] != unit else { throw .notCanonical }
        }
        let envelope = Envelope(
            position: position, receivedAt: receivedAt, wasConcurrent: bits & 2 == 2)
        let feedUnit = FeedUnit(
            dot: dot, unit: unit, envelope: envelope, receipt: receipt, origin: origin)
        guard unitByDot.updateValue(feedUnit.entry, forKey: dot) == nil else { throw .notSorted }
        units.append(feedUnit)
    }

    mutating func rows() throws(CodecError) -> [RowDelta] {
        var rows: [RowDelta] = []
        for _ in 0..<(try reader.count(limit: reader.remaining)) {
            let row = try row()
            if let last = rows.last, last.key >= row.key { throw .notSorted }
            rows.append(row)
        }
        return rows
    }

    private mutating func row() throws(CodecError) -> RowDelta {
        let bits = try reader.byte()
        guard bits < 4, bits != 2 else { throw .unknownTag(bits) }
        let key = try reader.rowKey()
        var creation: RowState.Creation?
        var implied: [RowState.Field] = []
        if bits & 1 == 1 {
            let dot = try reader.dot(near: key.row)
            let creator = unitByDot[dot]
            if bits & 2 == 2 {
                guard let creator else { throw .outOfRange }
                creation = RowState.Creation(dot: dot, stamp: creator.effectiveStamp)
                implied = impliedFields(of: key, by: creator)
            } else {
                let stamp = Stamp(rawValue: try reader.fixed64())
                guard creator?.effectiveStamp != stamp else { throw .notCanonical }
                creation = RowState.Creation(dot: dot, stamp: stamp)
            }
        }
        let vector = try reader.vector()
        let mentioned = try fields(of: key)
        guard !mentioned.contains(where: implied.contains) else { throw .notCanonical }
        let fields =
            mentioned
            + implied.filter { field in
                !mentioned.contains { $0.id == field.id }
            }
        return RowDelta(
            key: key, vector: vector, creation: creation, fields: fields.sorted { $0.id < $1.id })
    }

    private mutating func fields(of key: RowKey) throws(CodecError) -> [RowState.Field] {
        var fields: [RowState.Field] = []
        for _ in 0..<(try reader.count(limit: Limits.maximumFieldsPerRow)) {
            let id = try reader.fieldID()
            if let last = fields.last, last.id >= id { throw .notSorted }
            var siblings: [Sibling] = []
            let count = try reader.count(limit: Limits.maximumSiblings)
            guard count >= 1 else { throw .notCanonical }
            for _ in 0..<count {
                let sibling = try sibling(key: key, field: id)
                if let last = siblings.last, last.dot >= sibling.dot { throw .notSorted }
                siblings.append(sibling)
            }
            fields.append(RowState.Field(id: id, register: Register(siblings)))
        }
        return fields
    }

    private mutating func sibling(key: RowKey, field: FieldID) throws(CodecError) -> Sibling {
        let tag = try reader.byte()
        let dot = try reader.dot(near: key.row)
        let told = unitByDot[dot]?.sibling(of: key, field)
        switch tag {
        case 0:
            guard let told else { throw .outOfRange }
            return told
        case 1, 2:
            let stamp = Stamp(rawValue: try reader.fixed64())
            let value = try reader.value()
            let evidence = tag == 2 ? try reader.evidence(covering: []) : .none
            let sibling = Sibling(dot: dot, stamp: stamp, value: value, evidence: evidence)
            guard sibling != told else { throw .notCanonical }
            return sibling
        default: throw .unknownTag(tag)
        }
    }
}

/// The registers that the creating unit alone accounts for: not mentioned in a delta.
private func impliedFields(of key: RowKey, by creator: HistoryEntry) -> [RowState.Field] {
    guard let change = creator.unit.change(of: key), change.isCreation else { return [] }
    return change.writes.map { write in
        RowState.Field(
            id: write.field,
            register: Register(
                Sibling(write, dot: creator.dot, stamp: creator.effectiveStamp)))
    }
}

extension FeedUnit {
    /// The unit as history keeps it.
    public var entry: HistoryEntry { HistoryEntry(dot: dot, unit: unit, envelope: envelope) }
}

extension HistoryEntry {
    /// The sibling that this unit put into a field, or `nil` if it did not write it.
    public func sibling(of key: RowKey, _ field: FieldID) -> Sibling? {
        unit.change(of: key)?.writes.first { $0.field == field }.map {
            Sibling($0, dot: dot, stamp: effectiveStamp)
        }
    }
}
