// Values in bytes: self-describing, so that a value of a newer version passes through unharmed.

// First byte: 0 null, 1 integer, 2 text, 3 tuple, 4 pair, 5 a pair of 0...15 in one byte (a stage
// in its cycle), 6 a row id, 16...255 the integers 0...239.
private let smallIntegerBase: Int64 = 16
private let largestSmallInteger: Int64 = 239

/// The byte of a pair of numbers that are small enough to share one.
private func packed(_ parts: [Value]) -> UInt8? {
    guard parts.count == 2, let high = parts[0].integer, let low = parts[1].integer,
        0...15 ~= high, 0...15 ~= low
    else { return nil }
    return UInt8(high << 4 | low)
}

extension ByteWriter {
    public mutating func value(_ value: Value) {
        switch value {
        case .null: byte(0)
        case .integer(let number) where number >= 0 && number <= largestSmallInteger:
            byte(UInt8(number + smallIntegerBase))
        case .integer(let number):
            if let row = RowID(rawValue: number) {
                byte(6)
                rowID(row)
            } else {
                byte(1)
                signed(number)
            }
        case .text(let string):
            byte(2)
            text(string)
        case .tuple(let parts) where parts.count == 2:
            if let both = packed(parts) {
                byte(5)
                byte(both)
            } else {
                byte(4)
                parts.forEach { self.value($0) }
            }
        case .tuple(let parts):
            byte(3)
            varint(parts.count)
            parts.forEach { self.value($0) }
        }
    }
}

extension ByteReader {
    public mutating func value() throws(CodecError) -> Value {
        switch try byte() {
        case 3:
            let count = try count(limit: Limits.maximumTupleCount)
            guard count != 2 else { throw .notCanonical }
            return .tuple(try scalars(count))
        case 4:
            let parts = try scalars(2)
            guard packed(parts) == nil else { throw .notCanonical }
            return .tuple(parts)
        case 5:
            let both = Int64(try byte())
            return .tuple([.integer(both >> 4), .integer(both & 15)])
        case let tag: return try scalar(tag)
        }
    }

    /// Goes past a value without building it; what is skipped is not checked.
    mutating func skipValue() throws(CodecError) {
        switch try byte() {
        case 3: for _ in 0..<(try count(limit: Limits.maximumTupleCount)) { try skipScalar() }
        case 4: for _ in 0..<2 { try skipScalar() }
        case 5: _ = try byte()
        case let tag: try skipScalar(tag)
        }
    }

    private mutating func skipScalar() throws(CodecError) { try skipScalar(try byte()) }

    private mutating func skipScalar(_ tag: UInt8) throws(CodecError) {
        switch tag {
        case 0, 16...255: break
        case 1: _ = try varint()
        case 2: _ = try section(try count(limit: Limits.maximumTextBytes))
        case 6: for _ in 0..<2 { _ = try varint() }
        default: throw .unknownTag(tag)
        }
    }

    private mutating func scalars(_ count: Int) throws(CodecError) -> [Value] {
        var parts: [Value] = []
        for _ in 0..<count { parts.append(try scalar(try byte())) }
        return parts
    }

    private mutating func scalar(_ tag: UInt8) throws(CodecError) -> Value {
        switch tag {
        case 0: return .null
        case 1:
            let number = try signed()
            guard number < 0 || number > largestSmallInteger, RowID(rawValue: number) == nil else {
                throw .notCanonical
            }
            return .integer(number)
        case 2: return .text(try text(limit: Limits.maximumTextBytes))
        case 6: return .integer(try rowID().rawValue)
        case 16...255: return .integer(Int64(tag) - smallIntegerBase)
        default: throw .unknownTag(tag)
        }
    }
}
