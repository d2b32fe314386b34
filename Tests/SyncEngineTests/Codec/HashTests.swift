// The two checksums against what others say of them.

import Crypto
import SyncEngine
import Testing

@Suite struct HashTests {
    @Test func `SHA-256 is the library's, for every length up to 300`() {
        var sample = Sample(seed: 4)
        for length in 0...300 {
            let bytes = sample.bytes(length...length)
            #expect(SyncEngine.SHA256.hash(bytes) == Array(Crypto.SHA256.hash(data: bytes)))
        }
    }

    @Test func `SHA-256 of parts is that of the whole`() {
        var sample = Sample(seed: 5)
        for _ in 0..<50 {
            let parts = sample.list(0...6) { $0.bytes(0...150) }
            var hash = SyncEngine.SHA256()
            for part in parts { hash.update(part) }
            #expect(hash.finish() == SyncEngine.SHA256.hash(parts.flatMap(\.self)))
        }
    }

    @Test func `CRC-32C has the check value of its catalogue`() {
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8]()) == 0)
        // RFC 3720, appendix B.4: 32 bytes of zeroes, of ones, ascending.
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    }

    @Test func `a unit's hash is over all that its author said, and no more`() {
        let first = unit(edit(ticket(2, 1), write(1, "a", covering: dot(2, 1))))
        let others = [
            unit(edit(ticket(2, 1), write(1, "b", covering: dot(2, 1)))),
            unit(edit(ticket(2, 1), write(1, "a"))),
            unit(edit(ticket(2, 2), write(1, "a", covering: dot(2, 1)))),
            unit(edit(ticket(2, 1), write(2, "a", covering: dot(2, 1)))),
            unit(create(ticket(2, 1), write(1, "a", covering: dot(2, 1)))),
            unit(edit(ticket(2, 1), write(1, "a", covering: dot(2, 1))), second: 101),
        ]
        #expect(Set(others.map(UnitHash.init) + [UnitHash(first)]).count == 7)
        var writer = ByteWriter()
        writer.unit(first)
        #expect(UnitHash(first) == UnitHash(encodedUnit: writer.bytes))
        #expect(UnitHash(first).bytes == Array(SyncEngine.SHA256.hash(writer.bytes).prefix(16)))
        #expect(UnitHash(bytes: [1, 2]) == nil)
    }
}
