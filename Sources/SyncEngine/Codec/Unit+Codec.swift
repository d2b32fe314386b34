// Units in bytes: the outbox, the history and the wire hold this same encoding.

extension ByteWriter {
    /// The time stands first, so that a reader that cannot make out the rest still knows what the
    /// next unit's time is relative to.
    /// - Parameter reference: the stamp that the unit's own stands relative to: the one before it
    ///   in a batch, zero alone.
    public mutating func unit(_ unit: Unit, after reference: Stamp = Stamp(rawValue: 0)) {
        signed(unit.stamp.milliseconds - reference.milliseconds)
        let hasCounter = unit.stamp.counter != 0
        varint(UInt64(unit.changes.count) << 1 | (hasCounter ? 1 : 0))
        if hasCounter { varint(UInt64(unit.stamp.counter)) }
        for change in unit.changes { self.change(change) }
    }

    /// Entity, whether it creates, and whether it writes one field only share the first number.
    private mutating func change(_ change: RowChange) {
        let isSingle = change.writes.count == 1
        varint(
            UInt64(change.key.entity.rawValue) << 2 | (change.isCreation ? 2 : 0)
                | (isSingle ? 1 : 0))
        rowID(change.key.row)
        if !isSingle { varint(change.writes.count) }
        for write in change.writes { self.write(write, of: change.key.row) }
    }

    private mutating func write(_ write: FieldWrite, of row: RowID) {
        varint(UInt64(write.field.rawValue))
        value(write.value)
        varint(UInt64(write.covers.count) << 1 | (write.evidence.isEmpty ? 0 : 1))
        for cover in write.covers { dot(cover, near: row) }
        if !write.evidence.isEmpty { evidence(write.evidence, covering: write.covers) }
    }
}

extension ByteReader {
    public mutating func unit(after reference: Stamp = Stamp(rawValue: 0)) throws(CodecError)
        -> Unit
    {
        let (stamp, count) = try unitHead(after: reference)
        var changes: [RowChange] = []
        for _ in 0..<count { changes.append(try change()) }
        guard changes.count == 1 || Set(changes.map(\.key)).count == changes.count else {
            throw .notSorted
        }
        return Unit(stamp: stamp, changes: changes)
    }

    /// The stamp of a unit that was encoded alone, without reading what it does.
    public mutating func unitStamp() throws(CodecError) -> Stamp {
        try unitHead(after: Stamp(rawValue: 0)).stamp
    }

    private mutating func unitHead(
        after reference: Stamp
    ) throws(CodecError) -> (stamp: Stamp, rows: UInt64) {
        let milliseconds = try milliseconds(after: reference.milliseconds)
        let header = try varint()
        let count = header >> 1
        guard count >= 1, count <= UInt64(Limits.maximumRowsPerUnit) else { throw .outOfRange }
        var counter: UInt64 = 0
        if header & 1 == 1 {
            counter = try varint()
            guard counter >= 1, counter <= UInt64(UInt16.max) else { throw .outOfRange }
        }
        return (Stamp(milliseconds: milliseconds, counter: UInt16(counter)), count)
    }

    /// A time since 1970 that stands relative to another.
    mutating func milliseconds(after reference: Int64) throws(CodecError) -> Int64 {
        let (milliseconds, overflow) = reference.addingReportingOverflow(try signed())
        guard !overflow, milliseconds >= 0, milliseconds <= Limits.maximumMilliseconds else {
            throw .outOfRange
        }
        return milliseconds
    }

    private mutating func change() throws(CodecError) -> RowChange {
        let header = try varint()
        guard header >> 2 <= UInt64(UInt16.max) else { throw .outOfRange }
        let key = RowKey(EntityID(UInt16(header >> 2)), try rowID())
        var count = 1
        if header & 1 == 0 {
            count = try self.count(limit: Limits.maximumFieldsPerRow)
            guard count != 1 else { throw .notCanonical }
        }
        var writes: [FieldWrite] = []
        for _ in 0..<count {
            let write = try write(of: key.row)
            if let last = writes.last, last.field >= write.field { throw .notSorted }
            writes.append(write)
        }
        return RowChange(key: key, isCreation: header & 2 != 0, writes: writes)
    }

    private mutating func write(of row: RowID) throws(CodecError) -> FieldWrite {
        let field = try varint()
        guard field <= UInt64(UInt16.max) else { throw .outOfRange }
        let value = try value()
        let header = try varint()
        guard header >> 1 <= UInt64(Limits.maximumCovers) else { throw .outOfRange }
        var covers: [Dot] = []
        for _ in 0..<header >> 1 {
            let cover = try dot(near: row)
            if let last = covers.last, last >= cover { throw .notSorted }
            covers.append(cover)
        }
        let evidence = header & 1 == 1 ? try evidence(covering: covers) : .none
        return FieldWrite(
            field: FieldID(UInt16(field)), value: value, covers: covers, evidence: evidence)
    }
}
