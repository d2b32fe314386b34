// A row's clock on disk: every shape comes back, and a row that nothing happened to costs little.

import SyncEngine
import Testing

@Suite struct StoredRowTests {
    private let birth = RowState.Creation(dot: dot(7, 12), stamp: Stamp(milliseconds: 1_700_000))

    private func sibling(_ value: Value, _ evidence: Evidence = .none) -> Sibling {
        Sibling(dot: birth.dot, stamp: birth.stamp, value: value, evidence: evidence)
    }

    private func row(_ fields: (FieldID, Sibling)...) -> RowState {
        RowState(
            vector: VersionVector([birth.dot]), creation: birth,
            fields: fields.map { .init(id: $0.0, register: Register($0.1)) })
    }

    @Test func `a created and never edited row costs its birth alone, whatever its fields`() throws
    {
        let stored = StoredRow(shown: row((1, sibling(.text("title"))), (2, sibling(.integer(3)))))
        let columns = [
            ColumnValue(1, .text("title")), ColumnValue(2, .integer(3)), ColumnValue(3, .null),
        ]
        let bytes = stored.encoded(columns: columns)
        #expect(bytes.count == 13)
        #expect(try StoredRow(bytes, columns: columns) == stored)
    }

    @Test func `what no column can tell is kept: null, evidence, a second sibling, another value`()
        throws
    {
        let seen = Evidence([.seen(VersionVector([dot(3, 1)]))])
        var state = row(
            (1, sibling(.null)), (2, sibling(.text("x"), seen)), (3, sibling(.text("shown not"))),
            (4, sibling(.tuple([.null, .null]))), (9_000, sibling(.text("newer"))))
        state.vector = VersionVector([birth.dot, dot(3, 4)])
        state[5] = Register([
            sibling(.integer(1)),
            Sibling(dot: dot(3, 4), stamp: Stamp(milliseconds: 5, counter: 2), value: .integer(2)),
        ])
        let stored = StoredRow(shown: state)
        let columns = [
            ColumnValue(1, .null), ColumnValue(2, .text("x")), ColumnValue(3, .text("made up")),
            ColumnValue(4, .tuple([.null, .null])), ColumnValue(5, .integer(2)),
        ]
        let bytes = stored.encoded(columns: columns)
        #expect(try StoredRow(bytes, columns: columns) == stored)
        #expect(try StoredRow(stored.encoded(columns: []), columns: []) == stored)
    }

    @Test func `an overlay keeps the base of what it touched, and takes it off again`() throws {
        let base = row((1, sibling(.text("a"))), (2, sibling(.integer(1))))
        var stored = StoredRow(shown: base)
        #expect(stored.confirmed == base)
        let later = Stamp(milliseconds: 1_800_000)
        stored.overlay([write(1, "b", covering: birth.dot)], by: dot(3, 1), at: later)
        stored.overlay([write(1, "c", covering: birth.dot, dot(3, 1))], by: dot(3, 2), at: later)
        stored.overlay([write(6, "new")], by: dot(3, 3), at: later)
        #expect(stored.shown[1].siblings.map(\.value) == [.text("c")])
        #expect(stored.shown.vector == base.vector)
        #expect(stored.confirmed == base)
        let columns = [ColumnValue(1, .text("c")), ColumnValue(2, .integer(1))]
        #expect(try StoredRow(stored.encoded(columns: columns), columns: columns) == stored)
    }

    @Test func `a row that the hub does not know has no confirmed state`() throws {
        var stored = StoredRow(shown: row((1, sibling(.text("a")))), base: .unborn)
        stored.overlay([write(1, "b", covering: birth.dot)], by: dot(7, 13), at: birth.stamp)
        #expect(stored.base == .unborn && stored.confirmed == nil)
        let bytes = stored.encoded(columns: [])
        #expect(try StoredRow(bytes, columns: []) == stored)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `rows of every shape come back`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<300 {
            let (stored, columns) = sample.storedRow()
            let bytes = stored.encoded(columns: columns)
            #expect(try StoredRow(bytes, columns: columns) == stored)
        }
    }

    /// kind, birth 7.12 at 0, vector, fields; the only column is field 1 with `x`.
    @Test(
        arguments: [
            // A kind of a newer version; the birth's vector in full; a field twice.
            ([3, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], CodecError.unsupportedVersion(3)),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 2, 7, 12, 0], .notCanonical),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 5, 16, 9, 1, 5, 16, 0], .notSorted),
            // A field without siblings; a held value that needs no mention; a column that does not
            // exist; the birth's dot and stamp in full; a dot twice.
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0], .notCanonical),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 4, 0], .notCanonical),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 4, 0], .notCanonical),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 1, 7, 12, 0, 0, 16, 0], .notCanonical),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 2, 5, 16, 5, 17, 0], .notSorted),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 8, 0], .unknownTag(8)),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0xE9, 7, 0], .outOfRange),
            ([0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .trailingBytes),
        ] as [([UInt8], CodecError)])
    func `bytes that no row is written as are refused`(bytes: [UInt8], error: CodecError) {
        #expect(throws: error) {
            try StoredRow(bytes, columns: [ColumnValue(1, .text("x"))])
        }
    }
}

extension Sample {
    /// A row with the columns that a table would have: known fields, some of them held.
    mutating func storedRow() -> (StoredRow, [ColumnValue]) {
        var stored = StoredRow(shown: row())
        if chance(3) { stored.base = .unborn }
        for _ in 0..<int(0...2) {
            let own = Dot(ordinal(), counter())
            let writes = fields(0...2).map { id in
                let shown = stored.shown[id].siblings.map(\.dot)
                return FieldWrite(field: id, value: value(), covers: shown.filter { _ in flag() })
            }
            stored.overlay(writes, by: own, at: stamp())
        }
        let columns = stored.shown.fields.filter { $0.id.rawValue <= 8 }.map { field in
            let winner = field.register.siblings.last!.value
            let isMade = field.register.siblings.count > 1 && chance(3)
            return ColumnValue(field.id, isMade ? value() : winner)
        }
        let unset = (1...8).map { FieldID($0) }.filter { id in stored.shown[id].siblings.isEmpty }
        let all = columns + unset.map { ColumnValue($0, .null) }
        return (stored, all.sorted { $0.field < $1.field })
    }
}
