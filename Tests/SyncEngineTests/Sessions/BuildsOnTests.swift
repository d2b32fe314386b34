// A unit that builds on a refused or parked one is refused with it, by name; and the rest is taken.

import SyncEngine
import Testing

@Suite struct BuildsOnTests {
    private var hub = MemoryHub()
    private var laptop: MemoryLaptop

    init() {
        laptop = MemoryLaptop(2, at: &hub)
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        laptop.sync(with: &hub)
    }

    private var bad: FieldWrite { FieldWrite(field: TestSchema.flag, value: .integer(7)) }

    @Test mutating func `covering a refused dot`() {
        laptop.act(unit(edit(ticket(2, 1), write(1, "b", covering: dot(2, 1)), bad)))
        laptop.act(unit(edit(ticket(2, 1), write(1, "c", covering: dot(2, 1), dot(2, 2)))))
        laptop.act(unit(edit(ticket(2, 1), FieldWrite(field: 3, value: .integer(1)))))
        laptop.sync(with: &hub)
        #expect(
            laptop.verdicts[2] == .refused(Refusal(.badValue, key: ticket(2, 1), field: 6)))
        #expect(
            laptop.verdicts[3]
                == .refused(
                    Refusal(.buildsOnRefused, key: ticket(2, 1), field: 1, buildsOn: dot(2, 2))))
        #expect(laptop.verdicts[4] == .applied)
        #expect(hub.rows[ticket(2, 1)]?[1].siblings.map(\.value) == [.text("a")])
        #expect(hub.rows[ticket(2, 1)]?.vector == VersionVector([dot(2, 4)]))
    }

    @Test mutating func `writing, and naming, a row whose creation was refused`() {
        laptop.act(unit(create(contact(2, 1), FieldWrite(field: 1, value: .integer(5)))))
        laptop.act(unit(edit(contact(2, 1), write(1, "b"))))
        let owner = FieldWrite(field: TestSchema.owner, value: .row(contact(2, 1).row))
        laptop.act(unit(edit(ticket(2, 1), owner)))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts[2] == .refused(Refusal(.badValue, key: contact(2, 1), field: 1)))
        #expect(
            laptop.verdicts[3]
                == .refused(Refusal(.buildsOnRefused, key: contact(2, 1), buildsOn: dot(2, 2))))
        #expect(
            laptop.verdicts[4]
                == .refused(
                    Refusal(.buildsOnRefused, key: ticket(2, 1), field: 4, buildsOn: dot(2, 2))))
        #expect(hub.rows.keys.sorted() == [ticket(2, 1)])
    }

    @Test mutating func `in a later push, and after a void, it is refused as well`() {
        let parked = unit(create(contact(2, 1), write(1, "b")))
        laptop.units.append(.void(counter: 2, UnitHash(parked)))
        laptop.act(unit(edit(contact(2, 1), write(1, "c", covering: dot(2, 2)))))
        laptop.sync(with: &hub)
        laptop.act(unit(edit(contact(2, 1), write(1, "d"))))
        laptop.act(unit(edit(ticket(2, 1), write(1, "e", covering: dot(2, 2)))))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts[2] == .void)
        for counter in [3, 4] as [UInt64] {
            #expect(
                laptop.verdicts[counter]
                    == .refused(Refusal(.buildsOnRefused, key: contact(2, 1))))
        }
        #expect(
            laptop.verdicts[5]
                == .refused(
                    Refusal(.buildsOnRefused, key: ticket(2, 1), field: 1, buildsOn: dot(2, 2))))
    }

    @Test mutating func `an earlier unit of the same push is known`() {
        laptop.act(unit(create(contact(2, 1), write(1, "b"))))
        laptop.act(unit(edit(contact(2, 1), write(1, "c", covering: dot(2, 2)))))
        let owner = FieldWrite(field: TestSchema.owner, value: .row(contact(2, 1).row))
        laptop.act(unit(edit(ticket(2, 1), owner)))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts.values.allSatisfy { $0 == .applied })
        #expect(hub.rows[contact(2, 1)]?[1].siblings.map(\.dot) == [dot(2, 3)])
    }

    @Test mutating func `one's own write that was not covered stays beside, as a sibling`() {
        laptop.act(unit(edit(ticket(2, 1), write(1, "b"))))
        laptop.act(unit(edit(ticket(2, 1), write(1, "c", covering: dot(2, 1), dot(2, 2)))))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts == [1: .applied, 2: .sibling, 3: .applied])
        #expect(hub.log.map(\.envelope?.wasConcurrent) == [false, true, false])
    }

    @Test mutating func `an item that cannot be read is refused alone`() throws {
        let units = [
            unit(edit(ticket(2, 1), write(1, "b", covering: dot(2, 1))), second: 50),
            unit(edit(ticket(2, 1), write(1, "c", covering: dot(2, 2))), second: 70),
        ]
        var writer = ByteWriter()
        writer.signed(60_000)
        writer.raw([82, 2, 1, 1, 9, 0])
        var huge = writer.bytes
        huge += [UInt8](repeating: 0, count: Limits.maximumUnitBytes)
        laptop.position.incarnation.next = Nonce(0xAB)
        let request = SyncRequest(
            id: Nonce(1), position: laptop.position, waitSeconds: 0,
            items: [.unit(units[0]), .malformed(writer.bytes), .malformed(huge), .unit(units[1])])
        guard case .answer(let bytes) = hub.answer(request.encoded(), from: ordinal(2)) else {
            Issue.record("no answer")
            return
        }
        let answer = try SyncAnswer(bytes, sent: [dot(2, 2): units[0], dot(2, 5): units[1]])
        guard case .accepted(let accepted) = answer.result else {
            Issue.record("\(answer.result)")
            return
        }
        #expect(
            accepted.verdicts == [
                .applied, .refused(Refusal(.malformed)), .refused(Refusal(.tooLarge)), .applied,
            ])
        #expect(hub.log.map(\.unit.stamp.milliseconds) == [100_000, 50_000, 70_000])
        #expect(hub.commits.last?.setAside.map(\.content) == [writer.bytes, huge])
    }
}
