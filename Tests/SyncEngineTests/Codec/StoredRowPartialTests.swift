// A part of a stored row: read, changed and written back it is what the whole row would have been.

import SyncEngine
import Testing

@Suite struct StoredRowPartialTests {
    /// A row that nothing unsent lies on, with its columns and some fields to look at.
    private func confirmed(
        _ sample: inout Sample
    ) -> (row: StoredRow, columns: [ColumnValue], wanted: [FieldID]) {
        var (stored, columns) = sample.storedRow()
        stored.base = nil
        let wanted = (1...12).map { FieldID($0) }.filter { _ in sample.chance(3) }
        return (stored, columns, wanted)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `what was not changed is written back as it was`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            let (stored, columns, wanted) = confirmed(&sample)
            let bytes = stored.encoded(columns: columns)
            let held = columns.filter { wanted.contains($0.field) }
            let (part, rest) = try #require(
                try StoredRow.partial(bytes, columns: held, only: wanted))
            #expect(part.shown.fields == stored.shown.fields.filter { wanted.contains($0.id) })
            #expect(part.shown.vector == stored.shown.vector)
            #expect(part.encoded(columns: held, rest: rest) == bytes)
        }
    }

    @Test(arguments: [5, 6, 7, 8] as [UInt64])
    func `an edit of a part is the edit of the whole`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            var (stored, columns, wanted) = confirmed(&sample)
            guard let field = wanted.first else { continue }
            let bytes = stored.encoded(columns: columns)
            let held = columns.filter { wanted.contains($0.field) }
            var (part, rest) = try #require(
                try StoredRow.partial(bytes, columns: held, only: wanted))
            let edit = FieldWrite(
                field: field, value: sample.value(),
                covers: stored.shown[field].siblings.map(\.dot))
            let (dot, stamp) = (sample.dot(), sample.stamp())
            part.overlay([edit], by: dot, at: stamp)
            stored.overlay([edit], by: dot, at: stamp)
            columns.removeAll { $0.field == field }
            let others = held.filter { $0.field != field }
            #expect(
                part.encoded(columns: others, rest: rest) == stored.encoded(columns: columns))
        }
    }

    @Test func `a row under unsent writes is not read in part`() throws {
        var sample = Sample(seed: 9)
        for base in [StoredRow.Base.unborn, .fields([])] {
            var stored = confirmed(&sample).row
            stored.base = base
            #expect(
                try StoredRow.partial(stored.encoded(columns: []), columns: [], only: []) == nil)
        }
    }

    @Test func `no cut and no flipped bit traps a partial reading`() {
        var sample = Sample(seed: 10)
        for _ in 0..<20 {
            let (stored, columns, wanted) = confirmed(&sample)
            let bytes = stored.encoded(columns: columns)
            let cuts = (0..<bytes.count).filter { length in
                (try? StoredRow.partial(
                    Array(bytes.prefix(length)), columns: columns, only: wanted)) != nil
            }
            #expect(cuts == [])
            for bit in 0..<bytes.count * 8 {
                var garbled = bytes
                garbled[bit / 8] ^= 1 << UInt8(bit % 8)
                _ = try? StoredRow.partial(garbled, columns: columns, only: wanted)
            }
        }
    }
}
