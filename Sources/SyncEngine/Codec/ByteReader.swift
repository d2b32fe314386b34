// Reads the canonical encoding and nothing else: bounded, refusing, never trapping.

/// Takes values off the front of a byte array.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var index: Int
    private let end: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        index = 0
        end = bytes.count
    }

    private init(_ bytes: [UInt8], from index: Int, to end: Int) {
        self.bytes = bytes
        self.index = index
        self.end = end
    }

    public var remaining: Int { end - index }
    public var isAtEnd: Bool { index == end }

    public mutating func byte() throws(CodecError) -> UInt8 {
        guard index < end else { throw .truncated }
        defer { index += 1 }
        return bytes[index]
    }

    public mutating func varint() throws(CodecError) -> UInt64 {
        let first = try byte()
        if first < 0x80 { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .outOfRange }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 {
                guard next != 0 else { throw .notCanonical }
                return value
            }
            shift += 7
            guard shift <= 63 else { throw .outOfRange }
        }
    }

    /// A varint that may not exceed `limit`; checked before anything is allocated for it.
    public mutating func count(limit: Int) throws(CodecError) -> Int {
        let value = try varint()
        guard value <= UInt64(limit) else { throw .outOfRange }
        return Int(value)
    }

    public mutating func signed() throws(CodecError) -> Int64 {
        unzigzag(try varint())
    }

    public mutating func fixed64() throws(CodecError) -> UInt64 {
        guard remaining >= 8 else { throw .truncated }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
        index += 8
        return value
    }

    public mutating func fixed32() throws(CodecError) -> UInt32 {
        guard remaining >= 4 else { throw .truncated }
        var value: UInt32 = 0
        for offset in 0..<4 { value |= UInt32(bytes[index + offset]) << UInt32(8 * offset) }
        index += 4
        return value
    }

    public mutating func raw(_ count: Int) throws(CodecError) -> [UInt8] {
        guard count <= remaining else { throw .truncated }
        defer { index += count }
        return Array(bytes[index..<index + count])
    }

    public mutating func block(limit: Int) throws(CodecError) -> [UInt8] {
        let length = try count(limit: limit)
        return try raw(length)
    }

    /// The bytes between a place where this reader was and where it is now.
    func bytes(since earlier: ByteReader) -> ArraySlice<UInt8> { bytes[earlier.index..<index] }

    /// A reader over the next `count` bytes; this reader goes on behind them.
    public mutating func section(_ count: Int) throws(CodecError) -> ByteReader {
        guard count <= remaining else { throw .truncated }
        defer { index += count }
        return ByteReader(bytes, from: index, to: index + count)
    }

    public mutating func text(limit: Int) throws(CodecError) -> String {
        let length = try count(limit: limit)
        guard length <= remaining else { throw .truncated }
        guard let text = String(validating: bytes[index..<index + length], as: UTF8.self) else {
            throw .invalidText
        }
        index += length
        return text
    }

    /// - Throws: ``CodecError/trailingBytes`` unless everything was read.
    public func finish() throws(CodecError) {
        guard isAtEnd else { throw .trailingBytes }
    }
}
