// The chain's values, held against vectors that another program's SHA-256 made.

import SyncEngine
import Testing

@Suite struct ChainValueTests {
    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex)
        return try stride(from: 0, to: digits.count, by: 2).map { index in
            try #require(UInt8(String(digits[index...index + 1]), radix: 16))
        }
    }

    @Test func `every value follows from the one before, as the vectors have it`() throws {
        let file = try GoldenVector.file("chain/values.json")
        let timeline = Timeline(Nonce(try #require(UInt64(try file.text("timeline"), radix: 16))))
        let entity = EntityID(UInt16(try #require(file.object["entity"] as? Int)))
        let row = try #require(RowID(try file.text("row")))
        var value = ChainValue(anchoredAt: timeline, RowKey(entity, row))
        #expect(Self.hex(value.bytes) == (try file.text("first")))
        for step in try file.cases {
            value = value.followed(
                by: try step.dot("dot"), try Self.bytes(step.text("unit")),
                position: UInt64(try #require(step.object["position"] as? Int)),
                receivedAt: Int64(try #require(step.object["received_at"] as? Int)))
            #expect(Self.hex(value.bytes) == (try step.text("value")))
        }
        #expect(try file.cases.count == 3)
        #expect(ChainValue(bytes: value.bytes) == value)
        #expect(ChainValue(bytes: [0]) == nil)
    }

    @Test func `a replayed row is the row that the hub made`() throws {
        let one = try #require(ReplicaOrdinal(2))
        let key = RowKey(10, RowID(one, 1))
        let early = FieldWrite(field: 1, value: .text("a"))
        let late = FieldWrite(field: 1, value: .text("b"), covers: [Dot(one, 1)])
        func entry(_ dot: Dot, _ change: RowChange) -> HistoryEntry {
            HistoryEntry(
                dot: dot, unit: Unit(stamp: Stamp(milliseconds: 900), changes: [change]),
                envelope: Envelope(
                    position: dot.counter, receivedAt: 500, wasConcurrent: false))
        }
        var replay = RowReplay()
        let edit = RowChange(key: key, isCreation: false, writes: [late])
        replay.take(edit, of: entry(Dot(one, 2), edit))
        #expect(replay.state == nil)
        let creation = RowChange(key: key, isCreation: true, writes: [early])
        replay.take(creation, of: entry(Dot(one, 1), creation))
        replay.take(edit, of: entry(Dot(one, 2), edit))
        let state = try #require(replay.state)
        #expect(state[1].siblings.map(\.value) == [.text("b")])
        #expect(state[1].siblings.map(\.stamp.milliseconds) == [500])
        #expect(state.vector == VersionVector([Dot(one, 2)]))
    }
}
