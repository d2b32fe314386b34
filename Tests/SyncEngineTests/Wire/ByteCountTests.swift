// What a sync costs in bytes: the numbers that specs/wire-format.md states.

import SyncEngine
import Testing

@Suite struct ByteCountTests {
    /// A laptop of a workspace with a million units, which made 100,000 of them.
    private func position(pushes: Bool) -> LaptopPosition {
        var sample = Sample(seed: 1)
        return LaptopPosition(
            ordinal: ordinal(23), timeline: Timeline(sample.nonce()),
            cursor: Cursor(position: 1_000_000, nonce: sample.nonce()),
            incarnation: Incarnation(
                current: sample.nonce(), next: pushes ? sample.nonce() : nil),
            versions: (3, 2), acknowledged: 100_000)
    }

    private func bytes(_ units: [Unit], waitSeconds: UInt64 = 0) -> Int {
        let request = SyncRequest(
            id: Nonce(.max), position: position(pushes: !units.isEmpty), waitSeconds: waitSeconds,
            items: units.map { .unit($0) })
        return request.encoded().count
    }

    /// specs/wire-format.md, "Byte counts": the sum of its table.
    private let pushHeader = 59

    @Test func `the header of a push is 59 bytes, that of a waiting pull 52`() {
        let empty = SyncRequest(
            id: Nonce(1), position: position(pushes: true), waitSeconds: 0, items: [])
        #expect(empty.encoded().count == pushHeader)
        #expect(bytes([], waitSeconds: 300) == 52)
        #expect(bytes([], waitSeconds: 0) == 51)
    }

    @Test func `a sync with nothing to say is at most 96 bytes each way`() {
        #expect(bytes([], waitSeconds: 300) <= 96)
        let head = Cursor(position: 1_000_000, nonce: Nonce(.max))
        let page = FeedPage(start: 1_000_000, head: head, units: [], rows: [])
        let accepted = SyncAnswer.Accepted(
            acknowledged: 100_000, incarnation: Nonce(.max), verdicts: [], page: page)
        let answer = SyncAnswer(
            id: Nonce(.max), hubMilliseconds: 1_800_000_000_000, timeline: Timeline(Nonce(.max)),
            versions: (3, 2), result: .accepted(accepted))
        let count = answer.encoded(to: ordinal(23), sent: 0..<0).count
        #expect(count == 58)
        #expect(count <= 96)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a status edit is at most 64 bytes beyond the header`(seed: UInt64) {
        var desk = Desk(seed: seed)
        let counts = desk.statusEdits(200).map { bytes([$0]) - pushHeader }
        #expect(counts.max()! <= 64)
        #expect(counts.max()! == 32)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a thousand status edits of distinct tickets are at most 20 bytes each`(seed: UInt64) {
        var desk = Desk(seed: seed)
        let count = bytes(desk.statusEdits(1_000)) - pushHeader
        #expect(count <= 20_000)
        #expect(count > 18_000, "the sample has become easier")
    }
}

/// A workspace that three importers filled and forty laptops work on.
private struct Desk {
    var sample: Sample
    private let rule = StageCycle(finishes: [3, 4])
    private let status: FieldID = 3

    init(seed: UInt64) { sample = Sample(seed: seed) }

    /// Edits of distinct tickets in the order in which they were acted; half of them are finishes.
    mutating func statusEdits(_ count: Int) -> [Unit] {
        var numbers: Set<Int> = []
        while numbers.count < count { numbers.insert(sample.int(1...60_000)) }
        var milliseconds: Int64 = 1_800_000_000_000
        return numbers.sorted().shuffled(using: &sample.generator).enumerated().map { index, n in
            milliseconds += Int64(sample.int(20_000...900_000))
            return edit(n, finishes: index.isMultiple(of: 2), at: milliseconds)
        }
    }

    private mutating func edit(_ n: Int, finishes: Bool, at milliseconds: Int64) -> Unit {
        let importer = ordinal(UInt64(sample.int(2...4)))
        let key = RowKey(10, RowID(importer, UInt64(n)))
        let birth = Dot(importer, UInt64(sample.int(n...100_000)))
        var vector = VersionVector([birth])
        // The status came with the ticket, with a later line of the import, or from a laptop.
        var last = birth
        switch sample.int(1...10) {
        case 1...5: break
        case 6...7: last = Dot(importer, min(birth.counter + UInt64(sample.int(1...40)), 100_000))
        default: last = Dot(ordinal(UInt64(sample.int(5...44))), UInt64(sample.int(1...100_000)))
        }
        vector.insert(last)
        if sample.chance(4) {
            vector.insert(Dot(ordinal(UInt64(sample.int(5...44))), UInt64(sample.int(1...100_000))))
        }
        let value = Value.tuple([.integer(0), .integer(finishes ? 3 : 1)])
        let shown = Sibling(dot: last, stamp: Stamp(milliseconds: 1), value: .null)
        let row = RowState(
            vector: vector, creation: .init(dot: birth, stamp: Stamp(milliseconds: 1)),
            fields: [.init(id: status, register: Register(shown))])
        let draft = Draft(
            value: value, rendered: FieldView(status, of: row), seen: vector,
            writer: .init(ordinal: ordinal(23)))
        let write = FieldWrite(
            field: status, value: value, covers: [last], evidence: rule.evidence(for: draft))
        return Unit(
            stamp: Stamp(milliseconds: milliseconds),
            changes: [RowChange(key: key, isCreation: false, writes: [write])])
    }
}
