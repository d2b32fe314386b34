// Values, evidence and units in bytes: what is written is read, and nothing else is.

import Testing

@testable import SyncEngine

@Suite struct UnitCodecTests {
    private func bytes(_ write: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter()
        write(&writer)
        return writer.bytes
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `values come back`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<500 {
            let value = sample.value()
            var reader = ByteReader(bytes { $0.value(value) })
            #expect(try reader.value() == value)
            try reader.finish()
        }
    }

    @Test func `the numbers of enumerations and booleans take one byte`() {
        #expect((0...239).allSatisfy { number in bytes { $0.value(.integer(number)) }.count == 1 })
        #expect(bytes { $0.value(.integer(240)) }.count == 3)
        #expect(bytes { $0.value(.tuple([.integer(0), .integer(3)])) } == [5, 0x03])
        #expect(bytes { $0.value(.row(RowID("7-300"))) } == [6, 7, 0xAC, 2])
    }

    @Test(
        arguments: [
            ([7], CodecError.unknownTag(7)), ([6, 0, 1], .outOfRange),
            ([1, 0x82, 0x80, 0x80, 0x80, 0x80, 0x40], .notCanonical), ([15], .unknownTag(15)),
            ([1, 2], .notCanonical),
            ([3, 2, 16, 16], .notCanonical), ([3, 17], .outOfRange),
            ([4, 4, 16, 16, 16], .unknownTag(4)),
            ([3, 1, 3], .unknownTag(3)), ([4, 16], .truncated), ([5], .truncated),
            ([4, 16, 31], .notCanonical),
            ([2, 0x81, 0x80, 0x10], .outOfRange),
        ] as [([UInt8], CodecError)])
    func `bytes that are no value are refused`(bytes: [UInt8], error: CodecError) {
        var reader = ByteReader(bytes)
        #expect(throws: error) { try reader.value() }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `evidence comes back, items of newer versions byte for byte`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<500 {
            let covers = sample.list(0...3) { $0.dot() }
            let evidence = sample.evidence(covering: covers)
            guard !evidence.isEmpty else { continue }
            let encoded = bytes { $0.evidence(evidence, covering: covers) }
            var reader = ByteReader(encoded)
            #expect(try reader.evidence(covering: covers) == evidence)
            try reader.finish()
        }
    }

    @Test func `having seen exactly what is covered costs one byte, a little more two`() {
        let covers = [dot(7, 90_000)]
        let same = Evidence([.seen(VersionVector(covers))])
        #expect(bytes { $0.evidence(same, covering: covers) }.count == 1)
        let more = Evidence([.seen(VersionVector([dot(7, 90_040)]))])
        #expect(bytes { $0.evidence(more, covering: covers) }.count == 2)
    }

    @Test(
        arguments: [
            ([0], CodecError.notCanonical), ([0b1100], .outOfRange),
            ([0b11_0000, 0], .notCanonical),
            ([0b10_0000], .notCanonical), ([0x40, 4, 0], .notSorted),
            ([0x80, 1, 6, 0, 6, 0], .notSorted),
            ([0xC0, 8], .outOfRange), ([2, 0x81, 0x80, 0x10], .outOfRange),
        ] as [([UInt8], CodecError)])
    func `bytes that are no evidence are refused`(bytes: [UInt8], error: CodecError) {
        var reader = ByteReader(bytes)
        #expect(throws: error) { try reader.evidence(covering: []) }
    }

    @Test func `a seen-vector in a longer form than it needs is refused`() {
        let covers = [dot(7, 9)]
        for longer in [[0b11_0000, 1, 7, 0], [0b11_0000, 1, 7, 1], [0b10_0000, 0]] as [[UInt8]] {
            var reader = ByteReader(longer)
            #expect(throws: CodecError.notCanonical) { try reader.evidence(covering: covers) }
        }
        var beyond = ByteReader([0b10_0000, 19])
        #expect(throws: CodecError.outOfRange) { try beyond.evidence(covering: covers) }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `units come back, alone and after another`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            let (unit, before) = (sample.unit(), sample.stamp())
            var alone = ByteReader(bytes { $0.unit(unit) })
            #expect(try alone.unit() == unit)
            try alone.finish()
            var batched = ByteReader(bytes { $0.unit(unit, after: before) })
            #expect(try batched.unit(after: before) == unit)
            try batched.finish()
            var head = ByteReader(bytes { $0.unit(unit) })
            #expect(try head.unitStamp() == unit.stamp)
        }
    }

    @Test func `covers are written sorted and once, however they were given`() throws {
        let write = FieldWrite(
            field: 1, value: .null, covers: [dot(3, 1), dot(2, 1), dot(3, 1)])
        #expect(write.covers == [dot(2, 1), dot(3, 1)])
        let unit = unit(edit(ticket(2, 1), write))
        var reader = ByteReader(bytes { $0.unit(unit) })
        #expect(try reader.unit() == unit)
    }

    @Test(
        arguments: [
            // No change; a row twice; a field twice; one write counted as several; a cover twice;
            // a time before 1970; a counter of 0 said to follow; a cover of the row's replica that
            // is spelled out; one beyond the counters; an only change behind a count.
            ([0, 1], CodecError.outOfRange),
            ([0, 9, 41, 2, 1, 1, 16, 0, 41, 2, 1, 1, 16, 0], .notSorted),
            ([0, 80, 2, 1, 2, 1, 16, 0, 1, 16, 0], .notSorted),
            ([0, 80, 2, 1, 1, 1, 16, 0], .notCanonical),
            ([0, 82, 2, 1, 1, 16, 4, 1, 1], .notSorted),
            ([1, 82, 2, 1, 1, 16, 0], .outOfRange),
            ([0, 7, 0, 41, 2, 1, 1, 16, 0], .outOfRange),
            ([0, 82, 2, 1, 1, 16, 2, 4, 1], .notCanonical),
            ([0, 82, 2, 1, 1, 16, 2, 3], .outOfRange),
            ([0, 5, 41, 2, 1, 1, 16, 0], .notCanonical),
        ] as [([UInt8], CodecError)])
    func `bytes that are no unit are refused`(bytes: [UInt8], error: CodecError) {
        var reader = ByteReader(bytes)
        #expect(throws: error) { try reader.unit() }
    }
}
