// Numbers, texts and blocks: one encoding each, and a typed error for everything else.

import SyncEngine
import Testing

@Suite struct NumberCodecTests {
    private func bytes(_ write: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter()
        write(&writer)
        return writer.bytes
    }

    private let edges: [UInt64] =
        (0...63).flatMap { [1 << $0, (1 << $0) - 1] as [UInt64] } + [.max, .max - 1]

    @Test func `every number of bits comes back, in the fewest bytes`() throws {
        for value in edges {
            let encoded = bytes { $0.varint(value) }
            let significant = max(1, 64 - value.leadingZeroBitCount)
            #expect(encoded.count == (significant + 6) / 7)
            var reader = ByteReader(encoded)
            #expect(try reader.varint() == value)
            #expect(reader.isAtEnd)
        }
    }

    @Test func `signed numbers come back, and small ones are one byte`() throws {
        for value in edges.map({ Int64(bitPattern: $0) }) + [-1, -64, .min] {
            var reader = ByteReader(bytes { $0.signed(value) })
            #expect(try reader.signed() == value)
        }
        #expect((-64...63).allSatisfy { value in bytes { $0.signed(value) }.count == 1 })
    }

    @Test func `fixed numbers are little-endian`() throws {
        #expect(bytes { $0.fixed32(0x0102_0304) } == [4, 3, 2, 1])
        #expect(bytes { $0.fixed64(0x0102_0304_0506_0708) } == [8, 7, 6, 5, 4, 3, 2, 1])
        var reader = ByteReader([4, 3, 2, 1, 8, 7, 6, 5, 4, 3, 2, 1])
        #expect(try reader.fixed32() == 0x0102_0304)
        #expect(try reader.fixed64() == 0x0102_0304_0506_0708)
    }

    @Test(
        arguments: [
            ([0x80], CodecError.truncated), ([], .truncated), ([0x80, 0x00], .notCanonical),
            ([0xFF, 0x80, 0x00], .notCanonical),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], .outOfRange),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .notCanonical),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00], .outOfRange),
        ] as [([UInt8], CodecError)])
    func `a number that is cut, padded or too long is refused`(
        bytes: [UInt8], error: CodecError
    ) {
        var reader = ByteReader(bytes)
        #expect(throws: error) { try reader.varint() }
    }

    @Test func `texts come back byte for byte`() throws {
        for text in ["", "é", "e\u{301}", "a\u{0}b", "👩‍🔧", "\r\n"] {
            var reader = ByteReader(bytes { $0.text(text) })
            #expect(try Array(reader.text(limit: 100).utf8) == Array(text.utf8))
        }
    }

    /// Overlong forms, surrogates, stray and missing continuations, beyond the last code point.
    @Test(
        arguments: [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0x80],
            [0xC3],
            [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func `bytes that are no UTF-8 are refused`(content: [UInt8]) {
        var reader = ByteReader([UInt8(content.count)] + content)
        #expect(throws: CodecError.invalidText) { try reader.text(limit: 100) }
    }

    @Test func `a length beyond its limit or the bytes is refused before it is used`() {
        let huge = bytes { $0.varint(UInt64.max) }
        var texts = ByteReader(huge)
        #expect(throws: CodecError.outOfRange) { try texts.text(limit: .max) }
        var blocks = ByteReader([5, 1, 2])
        #expect(throws: CodecError.truncated) { try blocks.block(limit: 5) }
        var limited = ByteReader([3, 1, 2, 3])
        #expect(throws: CodecError.outOfRange) { try limited.block(limit: 2) }
        var sections = ByteReader([1])
        #expect(throws: CodecError.truncated) { _ = try sections.section(2) }
    }

    @Test func `a section ends where it says, and the reader goes on behind it`() throws {
        var reader = ByteReader([1, 2, 3, 4])
        var section = try reader.section(2)
        #expect(try section.raw(2) == [1, 2])
        #expect(throws: CodecError.truncated) { try section.byte() }
        #expect(try reader.byte() == 3)
        #expect(throws: CodecError.trailingBytes) { try reader.finish() }
    }

    @Test func `ids, dots and vectors come back`() throws {
        var sample = Sample(seed: 6)
        for _ in 0..<500 {
            let (dot, row, vector) = (sample.dot(), sample.rowID(), sample.vector())
            var reader = ByteReader(
                bytes {
                    $0.dot(dot); $0.rowID(row); $0.vector(vector)
                })
            #expect(try reader.dot() == dot)
            #expect(try reader.rowID() == row)
            #expect(try reader.vector() == vector)
            try reader.finish()
        }
    }

    @Test(
        arguments: [
            ([0, 1], CodecError.outOfRange), ([1, 0], .outOfRange),
            ([0x80, 0x80, 0x80, 0x04, 1], .outOfRange),
            ([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20], .outOfRange),
        ] as [([UInt8], CodecError)])
    func `a dot with an ordinal or a counter out of range is refused`(
        bytes: [UInt8], error: CodecError
    ) {
        var reader = ByteReader(bytes)
        #expect(throws: error) { try reader.dot() }
        var ids = ByteReader(bytes)
        #expect(throws: error) { try ids.rowID() }
    }

    @Test func `a vector with an ordinal twice, or too many, is refused`() {
        var twice = ByteReader([2, 3, 1, 0, 1])
        #expect(throws: CodecError.notSorted) { try twice.vector() }
        var many = ByteReader(bytes { $0.varint(10_001) })
        #expect(throws: CodecError.outOfRange) { try many.vector() }
        var wrapping = ByteReader(
            bytes {
                $0.varint(2); $0.varint(5); $0.varint(1); $0.varint(UInt64.max)
            })
        #expect(throws: CodecError.outOfRange) { try wrapping.vector() }
    }
}
