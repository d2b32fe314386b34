// Each reason for which a hub refuses a unit, by name; and a refused unit leaves no trace.

import SyncEngine
import Testing

@Suite struct RefusalTests {
    private var hub = MemoryHub()
    private var ada: MemoryLaptop
    private var ben: MemoryLaptop

    init() {
        ada = MemoryLaptop(2, at: &hub)
        ben = MemoryLaptop(3, at: &hub)
        ada.act(
            unit(create(ticket(2, 1), write(1, "a"), write(TestSchema.code, "A-1"))))
        ada.sync(with: &hub)
        ben.sync(with: &hub)
    }

    private var title: FieldID { TestSchema.title }

    /// What the hub says of one unit of the second laptop.
    private mutating func verdict(_ changes: RowChange...) -> Verdict? {
        let dot = ben.act(Unit(stamp: Stamp(milliseconds: 200_000), changes: changes))
        ben.sync(with: &hub)
        return ben.verdicts[dot.counter]
    }

    private func refused(
        _ code: Refusal.Code, _ key: RowKey? = nil, _ field: FieldID? = nil, on dot: Dot? = nil
    ) -> Verdict {
        .refused(Refusal(code, key: key, field: field, buildsOn: dot))
    }

    @Test mutating func `a write to a row that nobody made`() {
        #expect(
            verdict(edit(ticket(9, 1), write(1, "x"))) == refused(.unknownRow, ticket(9, 1)))
        #expect(
            verdict(edit(RowKey(500, RowID(ordinal(9), 1)), write(1, "x")))
                == refused(.unknownRow, RowKey(500, RowID(ordinal(9), 1))))
    }

    @Test mutating func `a creation of a row that exists, or whose id is another's to give`() {
        #expect(verdict(create(ticket(2, 1), write(1, "x"))) == refused(.rowExists, ticket(2, 1)))
        #expect(verdict(create(ticket(2, 7), write(1, "x"))) == refused(.rowExists, ticket(2, 7)))
        #expect(verdict(create(ticket(3, 1), write(1, "x"))) == .applied)
        #expect(verdict(create(ticket(3, 1), write(1, "x"))) == refused(.rowExists, ticket(3, 1)))
    }

    @Test mutating func `covers that the row has not seen`() {
        #expect(
            verdict(edit(ticket(2, 1), write(1, "x", covering: dot(2, 2))))
                == refused(.unknownDot, ticket(2, 1), title))
        #expect(
            verdict(edit(ticket(2, 1), write(1, "x", covering: dot(3, 2))))
                == refused(.unknownDot, ticket(2, 1), title), "its own dot")
        #expect(
            verdict(create(ticket(3, 1), write(1, "x", covering: dot(2, 1))))
                == refused(.unknownDot, ticket(3, 1), title))
    }

    @Test(arguments: [dot(2, 2), dot(4, 1), dot(3, 1), dot(1, 1)])
    mutating func `a seen-vector that claims what the hub does not know`(seen: Dot) {
        let claim = FieldWrite(
            field: 1, value: .text("x"), evidence: Evidence([.seen(VersionVector([seen]))]))
        #expect(verdict(edit(ticket(2, 1), claim)) == refused(.unknownDot, ticket(2, 1), title))
    }

    @Test mutating func `a seen-vector of what the hub knows, and of one's own, is taken`() {
        ben.act(unit(create(ticket(3, 1), write(1, "mine"))))
        let seen = Evidence([.seen(VersionVector([dot(2, 1), dot(3, 1)]))])
        let write = FieldWrite(field: 1, value: .text("x"), covers: [dot(2, 1)], evidence: seen)
        #expect(verdict(edit(ticket(2, 1), write)) == .applied)
    }

    @Test mutating func `a field that is written once`() {
        #expect(
            verdict(edit(ticket(2, 1), write(TestSchema.code, "A-2", covering: dot(2, 1))))
                == refused(.writtenOnce, ticket(2, 1), TestSchema.code))
    }

    @Test(
        arguments: [
            (1, .integer(3)), (1, .tuple([.text("x")])), (2, .integer(1)),
            (2, .tuple([.integer(0)])),
            (2, .tuple([.text("0"), .integer(1)])), (2, .tuple([.integer(0), .integer(-1)])),
            (3, .text("high")), (3, .integer(-1)), (4, .integer(0)), (4, .integer(-7)),
            (4, .text("2-1")), (6, .integer(2)), (6, .tuple([.null])),
        ] as [(UInt16, Value)])
    mutating func `a value that does not fit its field`(field: UInt16, value: Value) {
        let bad = FieldWrite(field: FieldID(field), value: value)
        #expect(
            verdict(edit(ticket(2, 1), bad)) == refused(.badValue, ticket(2, 1), FieldID(field)))
    }

    @Test(
        arguments: [
            (1, .null), (2, .tuple([.integer(0), .integer(77)])), (2, .null), (3, .integer(99)),
            (4, .null), (6, .integer(1)), (900, .tuple([.text("newer"), .integer(-5)])),
        ] as [(UInt16, Value)])
    mutating func `a cleared field, and what a newer version knows, is taken`(
        field: UInt16, value: Value
    ) {
        let good = FieldWrite(field: FieldID(field), value: value)
        let verdict = verdict(edit(ticket(2, 1), good))
        #expect(verdict == .applied || verdict == .sibling)
        #expect(hub.rows[ticket(2, 1)]?[FieldID(field)].siblings.last?.value == value)
    }

    @Test mutating func `what a role may not write`() {
        let category = RowKey(TestSchema.category, RowID(ordinal(3), 1))
        let member = RowKey(Directory.memberEntity, RowID(ordinal(3), 1))
        #expect(verdict(create(category, write(1, "x"))) == refused(.notAllowed, category, 1))
        #expect(verdict(create(member, write(1, "x"))) == refused(.notAllowed, member, 1))
        for role in [Role.admin, .owner] {
            hub.roles[ordinal(3)] = role
            let other = RowKey(TestSchema.category, RowID(ordinal(3), role == .admin ? 2 : 3))
            #expect(verdict(create(other, write(1, "x"))) == .applied)
            #expect(verdict(create(member, write(1, "x"))) == refused(.notAllowed, member, 1))
        }
        hub.roles[ordinal(3)] = .member
        let known = RowKey(TestSchema.category, RowID(ordinal(3), 2))
        #expect(verdict(edit(known, write(1, "y"))) == refused(.notAllowed, known, 1))
    }

    @Test mutating func `a reference to a row that the hub does not know`() {
        let owner = FieldWrite(field: TestSchema.owner, value: .row(contact(9, 4).row))
        #expect(
            verdict(edit(ticket(2, 1), owner))
                == refused(.unknownRow, ticket(2, 1), TestSchema.owner))
    }

    @Test mutating func `a reference to a row that the same unit makes is taken, in either order`()
    {
        let owner = FieldWrite(field: TestSchema.owner, value: .row(contact(3, 1).row))
        let first = create(contact(3, 1), write(1, "Client"))
        #expect(verdict(edit(ticket(2, 1), owner), first) == .applied)
        let other = FieldWrite(
            field: TestSchema.owner, value: .row(contact(3, 2).row), covers: [dot(3, 1)])
        #expect(
            verdict(create(contact(3, 2), write(1, "Client")), edit(ticket(2, 1), other))
                == .applied)
    }

    @Test mutating func `more fields, or more siblings, than any reader takes`() {
        for start in stride(from: 100, through: 300, by: 100) as StrideThrough<UInt16> {
            let writes = (start..<start + 100).map { FieldWrite(field: FieldID($0), value: .null) }
            let verdict = verdict(
                RowChange(key: ticket(2, 1), isCreation: false, writes: writes))
            let isTaken = start < 300
            #expect(verdict == (isTaken ? .applied : refused(.tooLarge, ticket(2, 1))))
        }
        #expect(hub.rows[ticket(2, 1)]?.fields.count == 202)
        for number in 1...Limits.maximumSiblings {
            ben.act(unit(edit(ticket(2, 1), write(1, "x\(number)"))))
        }
        ben.sync(with: &hub)
        #expect(hub.rows[ticket(2, 1)]?[1].siblings.count == Limits.maximumSiblings)
        #expect(ben.verdicts[1_003] == refused(.tooLarge, ticket(2, 1), title))
    }

    @Test mutating func `more text, losing values included, than an answer can carry`() {
        let long = String(repeating: "x", count: 250_000)
        for _ in 1...17 {
            _ = verdict(edit(ticket(2, 1), write(1, long)))
        }
        #expect(ben.verdicts[16] == .sibling)
        #expect(ben.verdicts[17] == refused(.tooLarge, ticket(2, 1)))
        #expect(hub.rows[ticket(2, 1)]?[1].siblings.count == 17)
    }

    @Test mutating func `a refused unit leaves no trace, also not of its good changes`() {
        let (rows, log) = (hub.rows, hub.log)
        let acknowledged = hub.acknowledged[ordinal(3)] ?? 0
        let verdict = verdict(
            create(ticket(3, 1), write(1, "good")),
            edit(ticket(2, 1), write(1, "good", covering: dot(2, 1))),
            edit(ticket(9, 1), write(1, "bad")))
        #expect(verdict == refused(.unknownRow, ticket(9, 1)))
        #expect(hub.rows == rows && hub.log == log)
        #expect(hub.acknowledged[ordinal(3)] == acknowledged + 1)
        #expect(hub.commits.last?.setAside.map(\.dot) == [dot(3, 1)])
        #expect(hub.commits.last?.rows == [])
    }

    @Test mutating func `the bytes of a refused unit are kept with its reason`() {
        let bad = unit(edit(ticket(9, 1), write(1, "x")))
        ben.act(bad)
        ben.sync(with: &hub)
        var writer = ByteWriter()
        writer.unit(bad)
        #expect(hub.commits.last?.setAside.map(\.content) == [writer.bytes])
        #expect(hub.commits.last?.setAside.map(\.hash) == [UnitHash(bad)])
    }
}
