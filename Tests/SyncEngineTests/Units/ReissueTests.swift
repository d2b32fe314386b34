// Writing units again under another ordinal: names, references, covers, and what had been seen.

import SyncEngine
import Testing

@Suite struct ReissueTests {
    private let old = ReplicaOrdinal(7)!
    private let new = ReplicaOrdinal(8)!
    private let other = ReplicaOrdinal(3)!
    private let schema = Schema(
        name: "s", version: 1, rulesVersion: 1,
        entities: [
            Entity(
                id: 10, name: "ticket",
                fields: [Field(id: 1, name: "title", kind: .text, rule: Latest())]),
            Entity(
                id: 11, name: "comment", owner: 1,
                fields: [
                    Field(id: 1, name: "ticket", kind: .reference(10), rule: Latest()),
                    Field(
                        id: 2, name: "pair",
                        columns: [
                            Column(name: "a", kind: .reference(10)), Column(name: "b", kind: .text),
                        ], rule: Latest()),
                ]),
        ])

    private func reissue(_ fates: [UnitFate], acknowledged: UInt64 = 5) -> Reissue {
        Reissue(from: old, to: new, unsent: (acknowledged, fates), schema: schema)
    }

    @Test func `the fork is behind what is acknowledged and known`() {
        #expect(reissue([]).fork == 5)
        #expect(reissue([.same(.applied), .same(.void), .unknown, .same(.applied)]).fork == 7)
    }

    @Test func `dots, ids, references and covers get their new names, all others stay`() throws {
        var reissue = reissue([.unknown, .unknown])
        let ticket = RowKey(10, RowID(old, 4))
        let kept = RowKey(10, RowID(old, 1))
        let making = Unit(
            stamp: Stamp(rawValue: 1),
            changes: [RowChange(key: ticket, isCreation: true, writes: [])])
        #expect(reissue.rename(6) == Dot(new, 1))
        reissue.renameRows(madeBy: making)
        #expect(reissue.rename(7) == Dot(new, 2))
        let comment = RowKey(11, RowID(old, 9))
        let unit = Unit(
            stamp: Stamp(rawValue: 9),
            changes: [
                RowChange(
                    key: comment, isCreation: true,
                    writes: [
                        FieldWrite(field: 1, value: .row(ticket.row)),
                        FieldWrite(field: 2, value: .tuple([.row(ticket.row), .text("x")])),
                    ]),
                RowChange(
                    key: kept, isCreation: false,
                    writes: [
                        FieldWrite(
                            field: 1, value: .text("t"),
                            covers: [Dot(other, 1), Dot(old, 5), Dot(old, 6)])
                    ]),
            ])
        reissue.renameRows(madeBy: unit)
        let again = reissue.unit(unit)
        #expect(again.stamp == unit.stamp)
        #expect(again.changes[0].key.row == RowID(new, 1))
        #expect(again.changes[0].writes[0].value == .row(RowID(new, 1)))
        #expect(again.changes[0].writes[1].value == .tuple([.row(RowID(new, 1)), .text("x")]))
        #expect(again.changes[1].key == kept)
        #expect(again.changes[1].writes[0].covers == [Dot(other, 1), Dot(old, 5), Dot(new, 1)])
    }

    @Test func `what had been seen beyond the fork is said by its new names, or not at all`() {
        var reissue = reissue([.same(.applied), .unknown, .different])
        _ = reissue.rename(7)
        _ = reissue.rename(8)
        func seen(_ counter: UInt64) -> VersionVector {
            reissue.vector(VersionVector([Dot(old, counter), Dot(other, 2)]))
        }
        #expect(seen(6) == VersionVector([Dot(old, 6), Dot(other, 2)]))
        #expect(seen(7) == VersionVector([Dot(old, 6), Dot(new, 1), Dot(other, 2)]))
        #expect(seen(9) == VersionVector([Dot(old, 6), Dot(new, 2), Dot(other, 2)]))
    }

    @Test func `a unit that lives elsewhere counts as seen where all before it are ours`() {
        let copy = ReplicaOrdinal(4)!
        let fates: [UnitFate] = [
            .elsewhere(Dot(copy, 1), .applied, rows: []),
            .elsewhere(Dot(copy, 3), .applied, rows: []), .unknown,
        ]
        var reissue = reissue(fates)
        let unit = Unit(
            stamp: Stamp(rawValue: 1),
            changes: [RowChange(key: RowKey(10, RowID(old, 1)), isCreation: false, writes: [])])
        reissue.adopt(unit, 6, as: Dot(copy, 1), rows: [])
        reissue.adopt(unit, 7, as: Dot(copy, 3), rows: [])
        _ = reissue.rename(8)
        let seen = reissue.vector(VersionVector([Dot(old, 8)]))
        #expect(seen == VersionVector([Dot(old, 5), Dot(copy, 1), Dot(new, 1)]))
    }

    @Test func `two copies write one unit again in the same bytes`() {
        let making = Unit(
            stamp: Stamp(rawValue: 1),
            changes: [RowChange(key: RowKey(10, RowID(old, 4)), isCreation: true, writes: [])])
        let hashes = (0..<2).map { _ in
            var reissue = reissue([.unknown])
            _ = reissue.rename(6)
            reissue.renameRows(madeBy: making)
            return UnitHash(reissue.unit(making))
        }
        #expect(hashes[0] == hashes[1])
    }
}
