// The order in which a hub checks a request, and that a rejected one has no effect whatever.

import SyncEngine
import Testing

@Suite struct HubCheckTests {
    /// What is wrong with a request; in the order of the hub's checks.
    private enum Wrong: CaseIterable {
        case version, revoked, timeline, cursor, acknowledged, incarnation

        var rejection: Rejection {
            switch self {
            case .version: .unsupportedVersion
            case .revoked: .revoked
            case .timeline: .otherTimeline
            case .cursor: .unknownCursor
            case .acknowledged: .hubBehind
            case .incarnation: .stale
            }
        }
    }

    private func answer(_ wrongs: [Wrong]) throws -> (SyncAnswer.Result, MemoryHub) {
        var hub = MemoryHub()
        let laptop = MemoryLaptop(2, at: &hub)
        var position = laptop.position
        var schemaVersion = position.schemaVersion
        for wrong in wrongs {
            switch wrong {
            case .version: schemaVersion += 2
            case .revoked: hub.revoked = [ordinal(2)]
            case .timeline: position.timeline = Timeline(Nonce(9))
            case .cursor: position.cursor = Cursor(position: 0, nonce: Nonce(9))
            case .acknowledged: position.acknowledged = 1
            case .incarnation: position.incarnation = Incarnation(current: Nonce(9))
            }
        }
        let request = SyncRequest(
            id: Nonce(5),
            position: LaptopPosition(
                ordinal: position.ordinal, timeline: position.timeline, cursor: position.cursor,
                incarnation: position.incarnation, versions: (schemaVersion, 7),
                acknowledged: position.acknowledged),
            waitSeconds: 0, items: [.unit(unit(create(ticket(2, 1), write(1, "a"))))])
        guard case .answer(let bytes) = hub.answer(request.encoded(), from: ordinal(2)) else {
            throw CodecError.truncated
        }
        let answer = try SyncAnswer(
            bytes, sent: [dot(2, 1): unit(create(ticket(2, 1), write(1, "a")))])
        #expect(answer.id == Nonce(5) && answer.timeline == hub.timeline)
        return (answer.result, hub)
    }

    @Test func `of several things that are wrong, the first in the order is the answer`() throws {
        let all = Wrong.allCases
        for mask in 1..<(1 << all.count) {
            let wrongs = all.indices.filter { mask >> $0 & 1 == 1 }.map { all[$0] }
            let (result, hub) = try answer(wrongs)
            #expect(result == .rejected(wrongs[0].rejection), "\(wrongs)")
            #expect(hub.commits.isEmpty && hub.log.isEmpty && hub.rows.isEmpty)
        }
        guard case .accepted = try answer([]).0 else {
            Issue.record("nothing was wrong")
            return
        }
    }

    @Test func `the numbers of the rejections follow the order of the checks`() {
        #expect(Rejection.allCases.map(\.rawValue) == Array(1...8))
        // The last two answer requests for a new ordinal and offers only.
        #expect(Wrong.allCases.map(\.rejection) == Rejection.allCases.dropLast(2))
    }

    @Test(arguments: [3, 5] as [UInt64])
    func `a neighbouring version of the schema is served`(version: UInt64) throws {
        #expect(try result(version: version) != .rejected(.unsupportedVersion))
    }

    @Test(arguments: [0, 2, 6, .max] as [UInt64])
    func `a version further away is refused`(version: UInt64) throws {
        #expect(try result(version: version) == .rejected(.unsupportedVersion))
    }

    private func result(version: UInt64) throws -> SyncAnswer.Result {
        var hub = MemoryHub()
        let position = MemoryLaptop(2, at: &hub).position
        let request = SyncRequest(
            id: Nonce(5),
            position: LaptopPosition(
                ordinal: position.ordinal, timeline: position.timeline, cursor: position.cursor,
                incarnation: position.incarnation, versions: (version, 1)),
            waitSeconds: 0, items: [])
        guard case .answer(let bytes) = hub.answer(request.encoded(), from: ordinal(2)) else {
            throw CodecError.truncated
        }
        return try SyncAnswer(bytes, sent: [:]).result
    }

    @Test(arguments: [
        Cursor(position: 9, nonce: Nonce(0xC9)), Cursor(position: 2, nonce: Nonce(0xBAD)),
        Cursor(position: 1, nonce: Nonce(0xC1)), nil,
    ])
    func `staged pages of another past are not gone on with`(head: Cursor?) throws {
        var hub = MemoryHub()
        var other = MemoryLaptop(3, at: &hub)
        for n in 1...2 as ClosedRange<UInt64> { other.act(unit(create(ticket(3, n)))) }
        other.sync(with: &hub)
        var position = MemoryLaptop(2, at: &hub).position
        position.staged = StagedPages(end: FeedPlace(1), head: head ?? hub.head)
        let request = SyncRequest(id: Nonce(5), position: position, waitSeconds: 0, items: [])
        guard case .answer(let bytes) = hub.answer(request.encoded(), from: ordinal(2)) else {
            throw CodecError.truncated
        }
        let result = try SyncAnswer(bytes, sent: [:]).result
        if head == nil {
            #expect(result != .rejected(.unknownCursor))
        } else {
            #expect(result == .rejected(.unknownCursor))
        }
    }

    @Test func `a request that speaks for another replica is refused outside of the protocol`() {
        var hub = MemoryHub()
        let position = MemoryLaptop(2, at: &hub).position
        let request = SyncRequest(id: Nonce(5), position: position, waitSeconds: 0, items: [])
        #expect(hub.answer(request.encoded(), from: ordinal(3)) == .refuse(.otherReplica))
        #expect(hub.loads.isEmpty)
    }

    @Test func `bytes that are no request are refused before anything is loaded`() {
        var hub = MemoryHub()
        #expect(
            hub.answer(Array("<html>".utf8), from: ordinal(2))
                == .refuse(.damaged(.unsupportedVersion(60))))
        #expect(hub.answer([], from: ordinal(2)) == .refuse(.damaged(.truncated)))
        #expect(hub.loads.isEmpty)
    }

    @Test func `a bare pull of an idle laptop asks for no right to write`() {
        var hub = MemoryHub()
        var laptop = MemoryLaptop(2, at: &hub)
        laptop.sync(with: &hub)
        #expect(hub.loads.map(\.mayWrite) == [false])
        laptop.act(unit(create(ticket(2, 1), write(1, "a"))))
        laptop.sync(with: &hub)
        #expect(hub.loads.map(\.mayWrite) == [false, true])
        #expect(hub.loads[1].rows == [ticket(2, 1)] && hub.loads[1].counters == 1..<2)
    }
}
