// Verdicts are given once, kept with their dot, and said again as often as they are asked for.

import SyncEngine
import Testing

@Suite struct HubVerdictTests {
    private var hub = MemoryHub()
    private var laptop: MemoryLaptop

    init() { laptop = MemoryLaptop(2, at: &hub) }

    /// Sends the outbox, and throws the answer away.
    private mutating func loseAnswer() -> [UInt8] {
        var lost: [UInt8] = []
        _ = laptop.sync { message in
            guard case .answer(let bytes) = hub.answer(message.body, from: ordinal(2)) else {
                return .failed("refused")
            }
            lost = bytes
            return .failed("cut")
        }
        return lost
    }

    @Test mutating func `a repeated push gets its verdicts again and is judged no second time`() {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        laptop.act(unit(edit(ticket(9, 9), write(1, "nobody knows this row"))))
        _ = loseAnswer()
        let (log, rows) = (hub.log, hub.rows)
        #expect(hub.commits.count == 1 && laptop.verdicts.isEmpty)
        for _ in 0..<2 { _ = loseAnswer() }
        laptop.sync(with: &hub)
        #expect(hub.log == log && hub.rows == rows && hub.commits.count == 1)
        #expect(
            laptop.verdicts == [
                1: .applied, 2: .refused(Refusal(.unknownRow, key: ticket(9, 9))),
            ])
    }

    @Test mutating func `what is new behind a repeated part is judged, the rest is not`() {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        _ = loseAnswer()
        laptop.act(unit(edit(ticket(2, 1), write(1, "b", covering: dot(2, 1)))))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts == [1: .applied, 2: .applied])
        #expect(hub.log.map(\.dot) == [dot(2, 1), dot(2, 2)])
        #expect(hub.commits.map { $0.accepted.count } == [1, 1])
    }

    @Test mutating func `a lost answer uses the same nonce again, and the hub keeps its count`() {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        _ = loseAnswer()
        let next = laptop.position.incarnation.next
        #expect(next != nil && hub.incarnations[ordinal(2)] == next)
        _ = loseAnswer()
        #expect(laptop.position.incarnation.next == next)
        laptop.sync(with: &hub)
        #expect(laptop.position.incarnation == Incarnation(current: next!))
        #expect(hub.incarnations[ordinal(2)] == next)
    }

    @Test mutating func `the same counter with another content is stale, whole`() {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        _ = loseAnswer()
        var twin = laptop
        twin.units = [.unit(counter: 1, unit(create(ticket(2, 1), write(1, "b"))))]
        twin.act(unit(create(ticket(2, 2), write(1, "c"))))
        let before = hub.log
        #expect(twin.sync(with: &hub) == .rejected(.stale, report()))
        #expect(hub.log == before && hub.acknowledged[ordinal(2)] == 1)
        #expect(twin.verdicts.isEmpty && twin.position.acknowledged == 0)
    }

    @Test mutating func `a void of a counter that was judged gets the verdict of its unit`() {
        let first = unit(create(ticket(2, 1), write(1, "a")))
        laptop.act(first)
        _ = loseAnswer()
        laptop.units = [.void(counter: 1, UnitHash(first))]
        laptop.sync(with: &hub)
        #expect(laptop.verdicts == [1: .applied])
    }

    @Test mutating func `a void passes its counter and leaves no trace but its hash`() {
        let parked = unit(create(ticket(2, 1), write(1, "a")))
        laptop.units = [.void(counter: 1, UnitHash(parked))]
        laptop.act(unit(create(ticket(2, 2), write(1, "b"))))
        laptop.sync(with: &hub)
        #expect(laptop.verdicts == [1: .void, 2: .applied])
        #expect(hub.rows.keys.sorted() == [ticket(2, 2)])
        #expect(
            hub.commits[0].setAside == [
                .init(dot: dot(2, 1), verdict: .void, hash: UnitHash(parked), content: [])
            ])
        #expect(hub.log.map(\.envelope?.position) == [1])
    }

    @Test mutating func `a clone that speaks with an old nonce is stale, also with a bare pull`() {
        var twin = laptop
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        laptop.sync(with: &hub)
        #expect(twin.sync(with: &hub) == .rejected(.stale, report()))
        twin.act(unit(create(ticket(2, 1), write(1, "twin"))))
        #expect(twin.sync(with: &hub) == .rejected(.stale, report()))
        #expect(hub.log.count == 1 && twin.position.cursor.position == 0)
        #expect(laptop.sync(with: &hub) == .upToDate(report()))
    }

    private func report() -> LaptopSession.Report {
        var report = LaptopSession.Report()
        report.hubVersions = [4, 7]
        return report
    }

    @Test mutating func `a delayed duplicate of an old push changes nothing and renumbers nobody`()
    {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        var old: [UInt8] = []
        _ = laptop.sync { message in
            old = message.body
            return .failed("delayed")
        }
        laptop.sync(with: &hub)
        laptop.act(unit(edit(ticket(2, 1), write(1, "b", covering: dot(2, 1)))))
        laptop.sync(with: &hub)
        let (log, rows, nonce) = (hub.log, hub.rows, hub.incarnations)
        guard case .answer(let bytes) = hub.answer(old, from: ordinal(2)) else {
            Issue.record("no answer")
            return
        }
        let answer = try? SyncAnswer(bytes, sent: [:])
        #expect(answer?.result == .rejected(.stale))
        #expect(hub.log == log && hub.rows == rows && hub.incarnations == nonce)
        #expect(laptop.sync(with: &hub) == .upToDate(report()))
    }

    @Test mutating func `a laptop that was told less than the hub has hears it again`() {
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        laptop.act(unit(create(ticket(2, 2), write(1, "b"))))
        _ = loseAnswer()
        #expect(laptop.position.acknowledged == 0 && hub.acknowledged[ordinal(2)] == 2)
        var session = laptop.session()
        _ = session.step(.begin)
        guard case .send(let message) = session.step(.outbox([laptop.units[0]], hasMore: true))[0],
            case .answer(let bytes) = hub.answer(message.body, from: ordinal(2))
        else {
            Issue.record("no answer")
            return
        }
        guard case .unit(_, let first, _) = laptop.units[0],
            case .accepted(let accepted) = try? SyncAnswer(bytes, sent: [dot(2, 1): first]).result
        else {
            Issue.record("not accepted")
            return
        }
        #expect(accepted.acknowledged == 1 && accepted.verdicts == [.applied])
        #expect(accepted.page.units.map(\.dot) == [dot(2, 1), dot(2, 2)])
    }
}
