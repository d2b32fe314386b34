// One edit under whatever name: what a unit was when it was written.

/// The first name and content of a unit. All copies of a laptop have the same, so one edit is known
/// by it, however often it was written again, respelled, lost with a hub and brought back.
public struct UnitOrigin: Hashable, Sendable {
    public let dot: Dot
    public let hash: UnitHash

    public init(dot: Dot, hash: UnitHash) {
        self.dot = dot
        self.hash = hash
    }

    /// Of a unit that is what it was first.
    public init(_ dot: Dot, _ unit: Unit) { self.init(dot: dot, hash: UnitHash(unit)) }
}

/// Another name under which the hub has a unit that a laptop gave back.
public struct OtherName: Hashable, Sendable {
    public let was: Dot
    public let became: Dot
    /// The ids that the rows it made have there, in the unit's order.
    public let rows: [RowID]

    public init(was: Dot, became: Dot, rows: [RowID]) {
        self.was = was
        self.became = became
        self.rows = rows
    }
}

extension Unit {
    /// The rows that it makes, in its order.
    public var madeRows: [RowKey] { changes.filter(\.isCreation).map(\.key) }
}

extension ByteWriter {
    public mutating func origin(_ origin: UnitOrigin) {
        dot(origin.dot)
        raw(origin.hash.bytes)
    }

    /// A count, then each counter and what it was first, ascending.
    mutating func origins(_ originByCounter: [UInt64: UnitOrigin]) {
        varint(originByCounter.count)
        for (counter, origin) in originByCounter.sorted(by: { $0.key < $1.key }) {
            varint(counter)
            self.origin(origin)
        }
    }

    mutating func otherNames(_ names: [OtherName]) {
        varint(names.count)
        for name in names {
            dot(name.was)
            dot(name.became)
            varint(name.rows.count)
            name.rows.forEach { rowID($0) }
        }
    }
}

extension ByteReader {
    public mutating func origin() throws(CodecError) -> UnitOrigin {
        UnitOrigin(dot: try dot(), hash: try unitHash())
    }

    /// What some of the counters were first; at least one.
    mutating func origins(
        of counters: Range<UInt64>
    ) throws(CodecError) -> [UInt64: UnitOrigin] {
        var origins: [UInt64: UnitOrigin] = [:]
        var last: UInt64 = 0
        let count = try count(limit: Limits.maximumHashesPerRequest)
        guard count > 0 else { throw .notCanonical }
        for _ in 0..<count {
            let counter = try varint()
            guard counter > last else { throw .notSorted }
            guard counters.contains(counter) else { throw .outOfRange }
            origins[counter] = try origin()
            last = counter
        }
        return origins
    }

    mutating func otherNames() throws(CodecError) -> [OtherName] {
        var names: [OtherName] = []
        for _ in 0..<(try count(limit: Limits.maximumUnitsPerPush)) {
            let was = try dot()
            let became = try dot()
            var rows: [RowID] = []
            for _ in 0..<(try count(limit: Limits.maximumRowsPerUnit)) { rows.append(try rowID()) }
            names.append(OtherName(was: was, became: became, rows: rows))
        }
        return names
    }
}
