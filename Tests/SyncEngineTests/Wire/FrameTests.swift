// The envelope of messages finds every cut, every flipped bit and every other kind of message.

import SyncEngine
import Testing

@Suite struct FrameTests {
    private let payload: [UInt8] = Array("what a laptop said".utf8)

    @Test func `a frame gives back its payload`() throws {
        for count in [0, 1, 127, 128, 20_000] {
            let payload = [UInt8](repeating: 7, count: count)
            var reader = try Frame.opened(.answer, Frame.sealed(.answer, payload))
            #expect(try reader.raw(count) == payload)
            #expect(reader.isAtEnd)
        }
    }

    @Test func `every cut is found`() {
        let frame = Frame.sealed(.request, payload)
        for length in 0..<frame.count {
            #expect(throws: CodecError.self) {
                try Frame.opened(.request, Array(frame.prefix(length)))
            }
        }
    }

    @Test func `every flipped bit is found`() {
        let frame = Frame.sealed(.request, payload)
        for bit in 0..<frame.count * 8 {
            var garbled = frame
            garbled[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CodecError.self) { try Frame.opened(.request, garbled) }
        }
    }

    @Test func `bytes behind a frame are refused`() {
        #expect(throws: CodecError.trailingBytes) {
            try Frame.opened(.request, Frame.sealed(.request, payload) + [0])
        }
    }

    @Test func `another kind of message, and another version, are named`() {
        let frame = Frame.sealed(.request, payload)
        #expect(throws: CodecError.unknownTag(1)) { try Frame.opened(.answer, frame) }
        #expect(throws: CodecError.unsupportedVersion(2)) {
            try Frame.opened(.request, [2] + frame.dropFirst())
        }
        #expect(throws: CodecError.unsupportedVersion(60)) {
            try Frame.opened(.answer, Array("<html>".utf8))
        }
    }

    @Test func `a length that promises too much is refused before the bytes are looked for`() {
        var writer = ByteWriter()
        writer.raw([1, 2])
        writer.varint(Limits.maximumAnswerBytes + 1)
        #expect(throws: CodecError.outOfRange) { try Frame.opened(.answer, writer.bytes) }
    }
}
