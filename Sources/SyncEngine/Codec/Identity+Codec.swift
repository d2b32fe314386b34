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

    /// A dot of a row's write. Odd: the replica is the one on which the row was born, and the rest
    /// is the zigzag distance of the counter from the row's number, since a row's creation lies
    /// near it. Even: the rest is the ordinal, and the counter follows.
    mutating func dot(_ dot: Dot, near row: RowID) {
        if dot.ordinal == row.ordinal {
            varint(zigzag(Int64(dot.counter) - Int64(row.number)) << 1 | 1)
        } else {
            varint(UInt64(dot.ordinal.rawValue) << 1)
            varint(dot.counter)
        }
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
        guard first & 1 == 1 else {
            guard let ordinal = ReplicaOrdinal(first >> 1) else { throw .outOfRange }
            guard ordinal != row.ordinal else { throw .notCanonical }
            return Dot(ordinal, try counter())
        }
        return Dot(row.ordinal, try counter(row.number, movedBy: unzigzag(first >> 1)))
    }

    /// A counter that stands relative to another number.
    func counter(_ number: UInt64, movedBy distance: Int64) throws(CodecError) -> UInt64 {
        let (counter, overflow) = Int64(number).addingReportingOverflow(distance)
        guard !overflow, counter >= 1, counter <= Int64(Limits.maximumCounter) else {
            throw .outOfRange
        }
        return UInt64(counter)
    }

    public mutating func vector() throws(CodecError) -> VersionVector {
        let count = try count(limit: Limits.maximumVectorEntries)
        return try vectorEntries(count)
    }

    mutating func vectorEntries(_ count: Int) throws(CodecError) -> VersionVector {
        var vector = VersionVector()
        var previous: UInt64 = 0
        for _ in 0..<count {
            let ordinal = try ordinal(after: previous)
            vector.insert(Dot(ordinal, try counter()))
            previous = UInt64(ordinal.rawValue)
        }
        return vector
    }

    /// The ordinal that stands as its distance from the one before.
    mutating func ordinal(after previous: UInt64) throws(CodecError) -> ReplicaOrdinal {
        let distance = try varint()
        guard distance >= 1 else { throw .notSorted }
        let (sum, overflow) = previous.addingReportingOverflow(distance)
        guard !overflow, let ordinal = ReplicaOrdinal(sum) else { throw .outOfRange }
        return ordinal
    }
}
