// Who a copy of a laptop is from now on, and what became of each unit that it had not sent.

/// The hub's answer to a ``RenumberRequest``.
public typealias RenumberAnswer = HubReply<Renumbered>

/// What the hub keeps of a new ordinal, and says again whenever the request is repeated.
public struct Renumbered: ReplyContent {
    public let replica: NewReplica
    /// Of the request's counters, in order.
    public let fates: [UnitFate]

    public static let kind = Frame.Kind.renumberAnswer

    public init(replica: NewReplica, fates: [UnitFate]) {
        self.replica = replica
        self.fates = fates
    }

    public func write(to writer: inout ByteWriter) {
        writer.ordinal(replica.ordinal)
        writer.fixed64(replica.incarnation.rawValue)
        writer.fixed64(replica.birthCertificate.rawValue)
        writer.text(replica.name)
        writer.varint(fates.count)
        for fate in fates { writer.fate(fate) }
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
        replica = NewReplica(
            ordinal: try reader.ordinal(), incarnation: Nonce(try reader.fixed64()),
            birthCertificate: Nonce(try reader.fixed64()), name: try reader.text(limit: 1_024))
        var fates: [UnitFate] = []
        for _ in 0..<(try reader.count(limit: Limits.maximumHashesPerRequest)) {
            fates.append(try reader.fate())
        }
        self.fates = fates
    }

    /// The bytes that the hub keeps.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 64 + fates.count)
        write(to: &writer)
        return writer.bytes
    }

    /// - Throws: ``CodecError``.
    public init(encoded: [UInt8]) throws(CodecError) {
        var reader = ByteReader(encoded)
        try self.init(from: &reader)
        try reader.finish()
    }
}

/// What a laptop is told that gets an ordinal.
public struct NewReplica: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    public let incarnation: Nonce
    public let birthCertificate: Nonce
    /// The laptop's name as the hub keeps it.
    public let name: String

    public init(
        ordinal: ReplicaOrdinal, incarnation: Nonce, birthCertificate: Nonce, name: String
    ) {
        self.ordinal = ordinal
        self.incarnation = incarnation
        self.birthCertificate = birthCertificate
        self.name = name
    }
}

extension ByteWriter {
    /// 0 unknown, 1 different, 2 same and the verdict, 3 elsewhere: dot, verdict, rows.
    fileprivate mutating func fate(_ fate: UnitFate) {
        switch fate {
        case .unknown: byte(0)
        case .different: byte(1)
        case .same(let verdict):
            byte(2)
            self.verdict(verdict)
        case .elsewhere(let dot, let verdict, let rows):
            byte(3)
            self.dot(dot)
            self.verdict(verdict)
            varint(rows.count)
            rows.forEach { rowID($0) }
        }
    }
}

extension ByteReader {
    fileprivate mutating func fate() throws(CodecError) -> UnitFate {
        switch try byte() {
        case 0: return .unknown
        case 1: return .different
        case 2: return .same(try verdict())
        case 3:
            let dot = try dot()
            let verdict = try verdict()
            var rows: [RowID] = []
            for _ in 0..<(try count(limit: Limits.maximumRowsPerUnit)) { rows.append(try rowID()) }
            return .elsewhere(dot, verdict, rows: rows)
        case let tag: throw .unknownTag(tag)
        }
    }
}
