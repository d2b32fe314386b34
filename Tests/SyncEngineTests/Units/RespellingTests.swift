// Names of another time, read as those of now: dots, ids, references, covers, and what had been
// seen.

import SyncEngine
import Testing

@Suite struct RespellingTests {
    private let one = ReplicaOrdinal(7)!
    private let heir = ReplicaOrdinal(9)!
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
                    Field(id: 2, name: "text", kind: .text, rule: Latest()),
                ]),
        ])

    /// 7.2, which made ticket 7-1, is 9.1 and made 9-1.
    private var names: Respelling {
        let making = Unit(
            stamp: Stamp(rawValue: 1),
            changes: [RowChange(key: RowKey(10, RowID(one, 1)), isCreation: true, writes: [])])
        var names = Respelling()
        names.add(
            making, OtherName(was: Dot(one, 2), became: Dot(heir, 1), rows: [RowID(heir, 1)]))
        return names
    }

    @Test func `keys, references and covers are read by the new names, all others stay`() {
        let unit = Unit(
            stamp: Stamp(rawValue: 9),
            changes: [
                RowChange(
                    key: RowKey(10, RowID(one, 1)), isCreation: false,
                    writes: [
                        FieldWrite(
                            field: 1, value: .text("t"), covers: [Dot(one, 1), Dot(one, 2)])
                    ]),
                RowChange(
                    key: RowKey(11, RowID(one, 1)), isCreation: true,
                    writes: [
                        FieldWrite(field: 1, value: .row(RowID(one, 1))),
                        FieldWrite(field: 2, value: .integer(RowID(one, 1).rawValue)),
                    ]),
            ])
        let respelled = names.unit(unit, schema)
        #expect(respelled.stamp == unit.stamp)
        #expect(respelled.changes[0].key == RowKey(10, RowID(heir, 1)))
        #expect(respelled.changes[0].writes[0].covers == [Dot(one, 1), Dot(heir, 1)])
        #expect(respelled.changes[1].key == unit.changes[1].key)
        #expect(respelled.changes[1].writes[0].value == .row(RowID(heir, 1)))
        #expect(respelled.changes[1].writes[1] == unit.changes[1].writes[1])
        #expect(names.unit(respelled, schema) == respelled)
    }

    @Test func `what had been seen never claims more than it was`() {
        let names = names
        func seen(_ dots: Dot...) -> VersionVector { VersionVector(dots) }
        #expect(names.vector(seen(Dot(one, 1), Dot(other, 5))) == seen(Dot(one, 1), Dot(other, 5)))
        // 7.2 means another unit now, and what is behind it may, too.
        #expect(
            names.vector(seen(Dot(one, 4), Dot(other, 5)))
                == seen(Dot(one, 1), Dot(heir, 1), Dot(other, 5)))
        // An heir's units that were not all seen cannot be said by a vector.
        var gap = Respelling()
        gap.add(Dot(one, 1), as: Dot(heir, 2))
        #expect(gap.vector(seen(Dot(one, 1))) == seen())
    }
}
