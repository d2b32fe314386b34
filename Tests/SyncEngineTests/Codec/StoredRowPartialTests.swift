// Reading some fields of a stored row and writing it back must leave the bytes of a whole one.

import SyncEngine
import Testing

@Suite struct StoredRowPartialTests {
    private let hub = Dot(.hub, 3)
    private let other = Dot(.hub, 4)

    /// Field 1 as made, 2 edited, 3 in conflict, 4 with evidence, 5 cleared, 6 a group as made.
    private var row: StoredRow {
        let stamp = Stamp(milliseconds: 1_000)
        let later = Stamp(milliseconds: 2_000, counter: 7)
        func field(_ id: FieldID, _ siblings: Sibling...) -> RowState.Field {
            RowState.Field(id: id, register: Register(siblings))
        }
        return StoredRow(
            shown: RowState(
                vector: VersionVector([other]), creation: .init(dot: hub, stamp: stamp),
                fields: [
                    field(1, Sibling(dot: hub, stamp: stamp, value: .text("made"))),
                    field(2, Sibling(dot: other, stamp: later, value: .text("edited"))),
                    field(
                        3, Sibling(dot: hub, stamp: stamp, value: .integer(700)),
                        Sibling(dot: other, stamp: later, value: .tuple([.null, .text("x")]))),
                    field(
                        4,
                        Sibling(
                            dot: other, stamp: later, value: .integer(1),
                            evidence: Evidence([
                                .intent(.claim), .seen(VersionVector([hub])),
                                .unknown(tag: 9, bytes: [1, 2]),
                            ]))),
                    field(5, Sibling(dot: other, stamp: later, value: .null)),
                    field(
                        6,
                        Sibling(
                            dot: hub, stamp: stamp, value: .tuple([.integer(1), .integer(900)]))),
                ]))
    }

    private func columns(_ row: StoredRow, only wanted: [FieldID]? = nil) -> [ColumnValue] {
        row.shown.fields.compactMap { field in
            guard wanted?.contains(field.id) ?? true, field.register.siblings.count == 1 else {
                return nil
            }
            return ColumnValue(field.id, field.register.siblings[0].value)
        }
    }

    @Test(arguments: 0..<64)
    func `any part of a row is read as in the whole and written back to its bytes`(
        bits: Int
    ) throws {
        let wanted: [FieldID] = [1, 2, 3, 4, 5, 6].filter { (id: FieldID) in
            bits >> (Int(id.rawValue) - 1) & 1 == 1
        }
        let bytes = row.encoded(columns: columns(row))
        let partial = try #require(
            try StoredRow.partial(bytes, columns: columns(row, only: wanted), only: wanted))
        #expect(partial.row.shown.fields == row.shown.fields.filter { wanted.contains($0.id) })
        #expect(partial.row.shown.vector == row.shown.vector)
        #expect(partial.row.shown.creation == row.shown.creation)
        let held = columns(partial.row)
        #expect(partial.row.encoded(columns: held, rest: partial.rest) == bytes)
    }

    @Test func `an edit of a part is an edit of the whole`() throws {
        let bytes = row.encoded(columns: columns(row))
        let write = FieldWrite(field: 3, value: .text("decided"), covers: [hub, other])
        let (dot, stamp) = (Dot(.hub, 9), Stamp(milliseconds: 3_000))
        var whole = row
        whole.overlay([write], by: dot, at: stamp)
        var partial = try #require(try StoredRow.partial(bytes, columns: [], only: [3]))
        partial.row.overlay([write], by: dot, at: stamp)
        let held = columns(partial.row)
        #expect(
            partial.row.encoded(columns: held, rest: partial.rest)
                == whole.encoded(columns: columns(whole)))
    }

    @Test func `a row with unsent writes is not read in part`() throws {
        var waiting = row
        waiting.overlay(
            [FieldWrite(field: 1, value: .text("w"), covers: [hub])], by: Dot(.hub, 9),
            at: Stamp(milliseconds: 1))
        let bytes = waiting.encoded(columns: columns(waiting))
        #expect(try StoredRow.partial(bytes, columns: [], only: [2]) == nil)
    }

    @Test func `bytes that end early are refused`() throws {
        let bytes = row.encoded(columns: columns(row))
        for count in 0..<bytes.count {
            #expect(throws: CodecError.self) {
                _ = try StoredRow.partial(Array(bytes.prefix(count)), columns: [], only: [])
            }
        }
    }
}
