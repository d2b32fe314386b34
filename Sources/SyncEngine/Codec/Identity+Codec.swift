// Ids, dots and vectors in bytes.

extension ByteWriter {
    public mutating func ordinal(_ ordinal: ReplicaOrdinal) { varint(UInt64(ordinal.rawValue)) }

    public mutating func dot(_ dot: Dot) {
        ordinal(dot.ordinal)
        varint(dot.counter)
    }

    public mutating func rowID(_ id: RowID) {
        ordinal(id.ordinal)
        varint(id.number)
    }

    /// A dot of a row's write: where the replica is the one on which the row was born, the counter
    /// stands relative to the row's number, since a row's creation lies near it.
    mutating func dot(_ dot: Dot, near row: RowID) {
        guard dot.ordinal == row.ordinal else { return self.dot(dot) }
        varint(UInt64(0))
        signed(Int64(dot.counter) - Int64(row.number))
    }

    /// A count, then (distance to the ordinal before, counter) in ascending order.
    public mutating func vector(_ vector: VersionVector) {
        varint(vector.entries.count)
        vectorEntries(vector)
    }

    mutating func vectorEntries(_ vector: VersionVector) {
        var previous: UInt32 = 0
        for entry in vector.entries {
            varint(UInt64(entry.ordinal.rawValue - previous))
            varint(entry.counter)
            previous = entry.ordinal.rawValue
        }
    }
}

extension ByteReader {
    public mutating func ordinal() throws(CodecError) -> ReplicaOrdinal {
        guard let ordinal = ReplicaOrdinal(try varint()) else { throw .outOfRange }
        return ordinal
    }

    public mutating func counter() throws(CodecError) -> UInt64 {
        let value = try varint()
        guard value >= 1, value <= Limits.maximumCounter else { throw .outOfRange }
        return value
    }

    public mutating func dot() throws(CodecError) -> Dot {
        let ordinal = try ordinal()
        return Dot(ordinal, try counter())
    }

    public mutating func rowID() throws(CodecError) -> RowID {
        let ordinal = try ordinal()
        return RowID(ordinal, try counter())
    }

    mutating func dot(near row: RowID) throws(CodecError) -> Dot {
        let first = try varint()
        guard first == 0 else {
            guard let ordinal = ReplicaOrdinal(first) else { throw .outOfRange }
            guard ordinal != row.ordinal else { throw .notCanonical }
            return Dot(ordinal, try counter())
        }
        let (counter, overflow) = Int64(row.number).addingReportingOverflow(try signed())
        guard !overflow, counter >= 1, counter <= Int64(Limits.maximumCounter) else {
            throw .outOfRange
        }
        return Dot(row.ordinal, UInt64(counter))
    }

    public mutating func vector() throws(CodecError) -> VersionVector {
        let count = try count(limit: Limits.maximumVectorEntries)
        return try vectorEntries(count)
    }

    mutating func vectorEntries(_ count: Int) throws(CodecError) -> VersionVector {
        var vector = VersionVector()
        var previous: UInt64 = 0
        for _ in 0..<count {
            let distance = try varint()
            guard distance >= 1 else { throw .notSorted }
            let (sum, overflow) = previous.addingReportingOverflow(distance)
            guard !overflow, let ordinal = ReplicaOrdinal(sum) else { throw .outOfRange }
            vector.insert(Dot(ordinal, try counter()))
            previous = sum
        }
        return vector
    }
}
