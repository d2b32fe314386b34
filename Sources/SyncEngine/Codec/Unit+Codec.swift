// Units in bytes: the outbox, the history and the wire hold this same encoding.

extension ByteWriter {
    /// The time stands first, so that a reader that cannot make out the rest still knows what the
    /// next unit's time is relative to.
    /// - Parameter reference: the stamp that the unit's own stands relative to: the one before it
    ///   in a batch, zero alone.
    public mutating func unit(_ unit: Unit, after reference: Stamp = Stamp(rawValue: 0)) {
        signed(unit.stamp.milliseconds - reference.milliseconds)
        let counter = UInt64(unit.stamp.counter)
        if unit.changes.count == 1, counter == 0 {
            varint(unit.changes[0].head << 1)
            content(of: unit.changes[0])
            return
        }
        varint((UInt64(unit.changes.count) << 1 | (counter == 0 ? 0 : 1)) << 1 | 1)
        if counter != 0 { varint(counter) }
        for index in unit.changes.indices {
            varint(unit.changes[index].head)
            content(of: unit.changes[index])
        }
    }

    private mutating func content(of change: RowChange) {
        rowID(change.key.row)
        if change.writes.count != 1 { varint(change.writes.count) }
        for index in change.writes.indices { write(change.writes[index], of: change.key.row) }
    }

    private mutating func write(_ write: FieldWrite, of row: RowID) {
        varint(UInt64(write.field.rawValue))
        value(write.value)
        varint(UInt64(write.covers.count) << 1 | (write.evidence.isEmpty ? 0 : 1))
        for cover in write.covers { dot(cover, near: row) }
        if !write.evidence.isEmpty { evidence(write.evidence, covering: write.covers) }
    }
}

extension RowChange {
    /// Entity, whether it creates, and whether it writes one field only share a number.
    fileprivate var head: UInt64 {
        UInt64(key.entity.rawValue) << 2 | (isCreation ? 2 : 0) | (writes.count == 1 ? 1 : 0)
    }
}

extension ByteReader {
    public mutating func unit(after reference: Stamp = Stamp(rawValue: 0)) throws(CodecError)
        -> Unit
    {
        let head = try unitHead(after: reference)
        if let change = head.onlyChange {
            return Unit(stamp: head.stamp, changes: [try self.change(change)])
        }
        var changes: [RowChange] = []
        for _ in 0..<head.count { changes.append(try change(varint())) }
        guard changes.count == 1 || Set(changes.map(\.key)).count == changes.count else {
            throw .notSorted
        }
        return Unit(stamp: head.stamp, changes: changes)
    }

    /// The stamp of a unit that was encoded alone, without reading what it does.
    public mutating func unitStamp() throws(CodecError) -> Stamp {
        try unitHead(after: Stamp(rawValue: 0)).stamp
    }

    private struct UnitHead {
        let stamp: Stamp
        let count: UInt64
        /// The change's own head, where it stood in the place of the count.
        var onlyChange: UInt64?
    }

    private mutating func unitHead(after reference: Stamp) throws(CodecError) -> UnitHead {
        let milliseconds = try milliseconds(after: reference.milliseconds)
        let first = try varint()
        guard first & 1 == 1 else {
            return UnitHead(
                stamp: Stamp(milliseconds: milliseconds, counter: 0), count: 1,
                onlyChange: first >> 1)
        }
        let count = first >> 2
        guard count >= 1, count <= UInt64(Limits.maximumRowsPerUnit) else { throw .outOfRange }
        guard first & 2 != 0 else {
            guard count > 1 else { throw .notCanonical }
            return UnitHead(
                stamp: Stamp(milliseconds: milliseconds, counter: 0), count: count)
        }
        let counter = try varint()
        guard counter >= 1, counter <= UInt64(UInt16.max) else { throw .outOfRange }
        return UnitHead(
            stamp: Stamp(milliseconds: milliseconds, counter: UInt16(counter)), count: count)
    }

    /// A time since 1970 that stands relative to another.
    mutating func milliseconds(after reference: Int64) throws(CodecError) -> Int64 {
        let (milliseconds, overflow) = reference.addingReportingOverflow(try signed())
        guard !overflow, milliseconds >= 0, milliseconds <= Limits.maximumMilliseconds else {
            throw .outOfRange
        }
        return milliseconds
    }

    private mutating func change(_ header: UInt64) throws(CodecError) -> RowChange {
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
