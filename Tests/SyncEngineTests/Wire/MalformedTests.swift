// Whatever arrives is read as what a writer would have written, or refused with a typed error;
// nothing traps, also behind a checksum that somebody made to fit.

import Testing

@testable import SyncEngine

/// A kind of bytes with the way to read them and the way to write back what was read.
struct Subject: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// `nil` where the bytes stand without a frame.
    let frame: Frame.Kind?
    let make: @Sendable (inout Sample) -> [UInt8]
    /// Reads bytes and writes what it read.
    let rewritten: @Sendable ([UInt8]) throws(CodecError) -> [UInt8]

    static let columns = (1...8).map { ColumnValue(FieldID($0), .integer(Int64($0))) }

    static let all = [
        Subject(
            testDescription: "requests", frame: .request, make: { $0.request().encoded() },
            rewritten: { bytes throws(CodecError) in try SyncRequest(bytes).encoded() }),
        Subject(
            testDescription: "answers", frame: .answer,
            make: { $0.answer().answer.encoded(to: .hub, sent: 0..<0) },
            rewritten: { bytes throws(CodecError) in
                try SyncAnswer(bytes, sent: [:]).encoded(to: .hub, sent: 0..<0)
            }),
        Subject(
            testDescription: "stored rows", frame: nil,
            make: { $0.storedRow().0.encoded(columns: columns) },
            rewritten: { bytes throws(CodecError) in
                try StoredRow(bytes, columns: columns).encoded(columns: columns)
            }),
        Subject(
            testDescription: "units", frame: nil,
            make: { sample in
                var writer = ByteWriter()
                writer.unit(sample.unit())
                return writer.bytes
            },
            rewritten: { bytes throws(CodecError) in
                var reader = ByteReader(bytes)
                var writer = ByteWriter()
                writer.unit(try reader.unit())
                try reader.finish()
                return writer.bytes
            }),
    ]

    /// Bytes that are few enough to garble each of them in every way.
    func some(_ sample: inout Sample) -> [UInt8] {
        while true {
            let bytes = make(&sample)
            if 60...400 ~= bytes.count { return bytes }
        }
    }

    /// What stands inside of the frame.
    func content(_ bytes: [UInt8]) -> [UInt8] {
        guard let frame, var reader = try? Frame.opened(frame, bytes) else { return bytes }
        return (try? reader.raw(reader.remaining)) ?? []
    }

    /// Puts garbled content into a frame whose checksum fits.
    func sealed(_ content: [UInt8]) -> [UInt8] {
        frame.map { Frame.sealed($0, content) } ?? content
    }

    func isRead(_ bytes: [UInt8]) -> Bool { (try? rewritten(bytes)) != nil }

    /// Reads the bytes; says so if they were read and are not what would be written.
    ///
    /// A stored row may keep a value beside a column that holds it: there the second writing has
    /// to be the first.
    func isCanonicalOrRefused(_ bytes: [UInt8]) -> Bool {
        guard let again = try? rewritten(bytes) else { return true }
        if again == bytes { return true }
        return testDescription == "stored rows" && (try? rewritten(again)) == again
    }
}

@Suite struct MalformedTests {
    @Test(arguments: Subject.all)
    func `every cut is refused`(subject: Subject) {
        var sample = Sample(seed: 31)
        for _ in 0..<20 {
            let bytes = subject.some(&sample)
            let content = subject.content(bytes)
            #expect((try? subject.rewritten(bytes)) == bytes)
            let cuts = (0..<bytes.count).map { Array(bytes.prefix($0)) }
            #expect(cuts.filter(subject.isRead) == [])
            let resealed = (0..<content.count).map { subject.sealed(Array(content.prefix($0))) }
            #expect(resealed.filter(subject.isRead) == [])
            #expect(!subject.isRead(subject.sealed(content + [0])))
        }
    }

    @Test(arguments: Subject.all.filter { $0.frame != nil })
    func `every flipped bit of a message is found by its checksum`(subject: Subject) {
        var sample = Sample(seed: 32)
        for _ in 0..<10 {
            let bytes = subject.some(&sample)
            let read = (0..<bytes.count * 8).filter { subject.isRead(flipped(bytes, $0)) }
            #expect(read == [])
        }
    }

    @Test(arguments: Subject.all, [33, 34] as [UInt64])
    func `every flipped bit behind a fitting checksum is refused, or is another message`(
        subject: Subject, seed: UInt64
    ) {
        var sample = Sample(seed: seed)
        for _ in 0..<8 {
            let content = subject.content(subject.some(&sample))
            let failures = (0..<content.count * 8).filter { bit in
                !subject.isCanonicalOrRefused(subject.sealed(flipped(content, bit)))
            }
            #expect(failures == [], "\(content)")
        }
    }

    @Test(arguments: Subject.all, [35, 36] as [UInt64])
    func `random bytes, and valid ones with a stretch overwritten, trap nothing`(
        subject: Subject, seed: UInt64
    ) {
        var sample = Sample(seed: seed)
        for _ in 0..<1_000 {
            let noise = sample.bytes(0...60)
            #expect(subject.isCanonicalOrRefused(subject.sealed(noise)), "\(noise)")
            var content = subject.content(subject.make(&sample))
            let start = sample.int(0...content.count - 1)
            let end = min(content.count, start + sample.int(1...6))
            content.replaceSubrange(start..<end, with: sample.bytes(0...6))
            #expect(subject.isCanonicalOrRefused(subject.sealed(content)), "\(content)")
        }
    }

    @Test func `own units that come bare survive every flip as well`() {
        var sample = Sample(seed: 37)
        var bare = 0
        while bare < 6 {
            let (answer, receiver, sent) = sample.answer()
            let bytes = answer.encoded(to: receiver, sent: sent)
            guard !sent.isEmpty, bytes.count < 600, case .accepted = answer.result else { continue }
            bare += 1
            let content = Subject.all[1].content(bytes)
            let same = (0..<content.count * 8).filter { bit in
                let garbled = Frame.sealed(.answer, flipped(content, bit))
                return (try? SyncAnswer(garbled, sent: sent)) == answer
            }
            #expect(same == [])
        }
    }

    private func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return bytes
    }
}

/// Few bytes that promise much: the promise is refused, or broken off where the bytes end.
@Suite struct PromiseBombTests {
    private func failure(_ content: [UInt8], _ subject: Int) -> CodecError? {
        let subject = Subject.all[subject]
        do throws(CodecError) {
            _ = try subject.rewritten(subject.sealed(content))
            return nil
        } catch {
            return error
        }
    }

    private func varint(_ value: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(value)
        return writer.bytes
    }

    /// A request of replica 2 up to its number of items.
    private var requestHead: [UInt8] {
        var sample = Sample(seed: 1)
        let request = SyncRequest(
            id: Nonce(1), position: sample.position(), waitSeconds: 0, items: [])
        return Array(Subject.all[0].content(request.encoded()).dropLast())
    }

    @Test func `items of a request`() {
        let most = varint(Limits.maximumUnitsPerPush)
        #expect(failure(requestHead + most, 0) == .truncated)
        #expect(failure(requestHead + varint(Limits.maximumUnitsPerPush + 1), 0) == .outOfRange)
        #expect(failure(requestHead + [1] + varint(Limits.maximumRequestBytes), 0) == .truncated)
        #expect(
            failure(requestHead + [1] + varint(Limits.maximumRequestBytes + 1), 0) == .outOfRange)
    }

    @Test func `rows, fields, covers, seen entries and text of a unit`() {
        let rows = varint(Limits.maximumRowsPerUnit << 2 | 1)
        #expect(failure([0] + rows, 3) == .truncated)
        #expect(failure([0] + varint((Limits.maximumRowsPerUnit + 1) << 2 | 1), 3) == .outOfRange)
        let fields = varint(Limits.maximumFieldsPerRow)
        #expect(failure([0, 80, 2, 1] + fields, 3) == .truncated)
        #expect(
            failure([0, 80, 2, 1] + varint(Limits.maximumFieldsPerRow + 1), 3) == .outOfRange)
        let head: [UInt8] = [0, 82, 2, 1, 1]
        #expect(failure(head + [16] + varint(Limits.maximumCovers << 1), 3) == .truncated)
        #expect(failure(head + [16] + varint((Limits.maximumCovers + 1) << 1), 3) == .outOfRange)
        #expect(failure(head + [2] + varint(Limits.maximumTextBytes), 3) == .truncated)
        #expect(failure(head + [2] + varint(Limits.maximumTextBytes + 1), 3) == .outOfRange)
        let seen = head + [16, 1, 0b11_0000]
        #expect(failure(seen + varint(Limits.maximumVectorEntries), 3) == .truncated)
        #expect(failure(seen + varint(Limits.maximumVectorEntries + 1), 3) == .outOfRange)
    }

    @Test func `units, rows and verdicts of an answer`() {
        var sample = Sample(seed: 2)
        let page = FeedPage(
            start: 0, head: Cursor(position: 0, nonce: sample.nonce()), units: [], rows: [])
        let answer = SyncAnswer(
            id: Nonce(1), hubMilliseconds: 1, timeline: Timeline(Nonce(2)), versions: (1, 1),
            result: .accepted(
                .init(acknowledged: 0, incarnation: Nonce(3), verdicts: [], page: page)))
        let content = Subject.all[1].content(answer.encoded(to: .hub, sent: 0..<0))
        // Behind the verdicts' count: start, units, distance to the head, the head's nonce, rows.
        let verdicts = Array(content.dropLast(13))
        #expect(failure(verdicts + varint(Limits.maximumUnitsPerPush + 1), 1) == .outOfRange)
        #expect(failure(verdicts + varint(Limits.maximumUnitsPerPush), 1) == .truncated)
        #expect(failure(verdicts + [1] + varint(Limits.maximumUnitsPerPush) + [0], 1) == .truncated)
        let start = verdicts + [0, 0]
        let nonce = [UInt8](repeating: 0, count: 8)
        #expect(
            failure(start + varint(Limits.maximumUnitsPerPage) + [0] + nonce, 1) == .truncated)
        #expect(failure(start + varint(Limits.maximumUnitsPerPage + 1), 1) == .outOfRange)
        #expect(failure(start + [0, 0] + nonce + varint(1_000_000), 1) == .outOfRange)
        // A part without rows, and one of two units, would be followed for ever.
        let unit: [UInt8] = [8, 3, 1, 0, 0, 0x44, 3, 1, 0]
        #expect(failure(start + [1, 0] + nonce + unit + [0], 1) == .outOfRange)
        #expect(
            failure(start + [1, 0] + nonce + [32] + unit.dropFirst() + [0], 1) == .unknownTag(32))
    }
}
