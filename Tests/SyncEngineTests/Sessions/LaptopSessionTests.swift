// A laptop's session step by step: what it asks of its store, what it believes, what it does not.

import SyncEngine
import Testing

@Suite struct LaptopSessionTests {
    private var hub = MemoryHub()
    private var laptop: MemoryLaptop

    init() { laptop = MemoryLaptop(2, at: &hub) }

    private func creation(_ n: UInt64, _ text: String = "a") -> Unit {
        unit(create(ticket(2, n), write(1, text)))
    }

    private func body(_ effects: [LaptopSession.Effect]) -> LaptopSession.Message? {
        if effects.count == 1, case .send(let message) = effects[0] { message } else { nil }
    }

    @Test mutating func `a push loads, keeps its nonce, sends, commits, and is up to date`() throws
    {
        laptop.act(creation(1))
        var session = laptop.session()
        #expect(
            session.step(.begin) == [
                .loadOutbox(after: 0, maximumUnits: 5_000, maximumBytes: 2_097_152)
            ])
        guard
            case .storeIncarnation(let next) =
                session.step(.outbox(laptop.units, hasMore: false))[0]
        else {
            Issue.record("the nonce was not kept before it was sent")
            return
        }
        let message = try #require(body(session.step(.incarnationStored)))
        let request = try SyncRequest(message.body)
        #expect(request.id == message.id && request.position.incarnation.next == next)
        #expect(request.items == [.unit(creation(1))])
        guard case .answer(let bytes) = hub.answer(message.body, from: ordinal(2)),
            case .commit(let commit) = session.step(.answered(bytes))[0]
        else {
            Issue.record("no commit")
            return
        }
        #expect(commit.expected.cursor == laptop.position.cursor)
        #expect(commit.acknowledged == 1 && commit.incarnation == next)
        #expect(commit.verdicts == [CounterVerdict(counter: 1, verdict: .applied)])
        #expect(commit.hubMilliseconds == 1_000_000)
        #expect(commit.page.units.map(\.unit) == [creation(1)])
        guard case .finish(.upToDate(let report)) = session.step(.committed)[0] else {
            Issue.record("not up to date")
            return
        }
        #expect(report.pushed == 1 && report.pulled == 1 && report.hubVersions == [4, 7])
        #expect(session.position.incarnation == Incarnation(current: next))
    }

    @Test mutating func `a first push that is likely in vain may be small; those behind it grow`()
        throws
    {
        for n in 1...9 as ClosedRange<UInt64> { laptop.act(creation(n)) }
        var session = LaptopSession(
            position: laptop.position, firstUnits: 1, random: SystemRandomNumberGenerator())
        var sizes: [Int] = []
        var effects = session.step(.begin)
        while case .loadOutbox(let after, let maximumUnits, _)? = effects.first {
            sizes.append(maximumUnits)
            let items = laptop.units.dropFirst(Int(after)).prefix(maximumUnits)
            let hasMore = Int(after) + items.count < laptop.units.count
            _ = session.step(.outbox(Array(items), hasMore: hasMore))
            let message = try #require(body(session.step(.incarnationStored)))
            guard case .answer(let bytes) = hub.answer(message.body, from: ordinal(2)) else {
                break
            }
            _ = session.step(.answered(bytes))
            effects = session.step(.committed)
        }
        #expect(sizes == [1, 2, 4, 8])
        guard case .finish(.upToDate(let report))? = effects.first else {
            Issue.record("not up to date")
            return
        }
        #expect(report.pushed == 9)
    }

    @Test mutating func `a pull moves no nonce`() throws {
        var session = laptop.session()
        _ = session.step(.begin)
        let message = try #require(body(session.step(.outbox([], hasMore: false))))
        #expect(try SyncRequest(message.body).position.incarnation.next == nil)
    }

    @Test mutating func `two sessions never use the same request id`() throws {
        var ids: Set<Nonce> = []
        for _ in 0..<50 {
            var session = laptop.session()
            guard case .send(let message) = laptop.run(&session, .begin) else { continue }
            ids.insert(message.id)
        }
        #expect(ids.count == 50)
    }

    /// What a session makes of an answer that somebody changed on the way.
    private mutating func outcome(
        _ change: (SyncAnswer) -> SyncAnswer
    ) throws -> LaptopSession.Effect {
        laptop.act(creation(UInt64(laptop.units.count) + 1))
        var session = laptop.session()
        guard case .send(let message) = laptop.run(&session, .begin),
            case .answer(let bytes) = hub.answer(message.body, from: ordinal(2))
        else { throw CodecError.truncated }
        var sent: [Dot: Unit] = [:]
        for case .unit(let counter, let unit, _) in laptop.units { sent[dot(2, counter)] = unit }
        let changed = change(try SyncAnswer(bytes, sent: sent))
        return session.step(.answered(changed.encoded(sent: sent)))[0]
    }

    private func changed(
        _ answer: SyncAnswer, id: Nonce? = nil, timeline: Timeline? = nil,
        accepted: ((SyncAnswer.Accepted) -> SyncAnswer.Accepted)? = nil
    ) -> SyncAnswer {
        var result = answer.result
        if let accepted, case .accepted(let content) = result {
            result = .accepted(accepted(content))
        }
        return SyncAnswer(
            id: id ?? answer.id, hubMilliseconds: answer.hubMilliseconds,
            timeline: timeline ?? answer.timeline, versions: (4, 7), result: result)
    }

    /// An answer with the page or the other parts of another.
    private func with(
        _ old: SyncAnswer.Accepted, acknowledged: UInt64? = nil, incarnation: Nonce? = nil,
        verdicts: [Verdict]? = nil, page: FeedPage? = nil
    ) -> SyncAnswer.Accepted {
        .init(
            acknowledged: acknowledged ?? old.acknowledged,
            incarnation: incarnation ?? old.incarnation, verdicts: verdicts ?? old.verdicts,
            page: page ?? old.page)
    }

    private func emptyPage(_ start: UInt64, head: UInt64) -> FeedPage {
        FeedPage(
            start: start, head: Cursor(position: head, nonce: Nonce(1)), units: [], rows: [])
    }

    @Test
    mutating func `an answer that does not continue where the replica stands changes nothing`()
        throws
    {
        let session = self
        let page = { (start: UInt64, head: UInt64) in session.emptyPage(start, head: head) }
        let lies: [(SyncAnswer) -> SyncAnswer] = [
            { session.changed($0, id: Nonce(77)) },
            { session.changed($0, timeline: Timeline(Nonce(77))) },
            { session.changed($0) { session.with($0, acknowledged: 0) } },
            { session.changed($0) { session.with($0, acknowledged: 7) } },
            { session.changed($0) { session.with($0, incarnation: Nonce(77)) } },
            { session.changed($0) { session.with($0, verdicts: []) } },
            { session.changed($0) { session.with($0, verdicts: [.applied, .applied]) } },
            { session.changed($0) { session.with($0, page: page(1, 1)) } },
            // Short of the head without a unit: following it would never end.
            { session.changed($0) { session.with($0, page: page(0, 5)) } },
        ]
        for (index, lie) in lies.enumerated() {
            var copy = self
            let effect = try copy.outcome(lie)
            guard case .finish(.unanswered(let reason, _)) = effect, !reason.contains("damaged")
            else {
                Issue.record("lie \(index) was believed: \(effect)")
                continue
            }
        }
        guard case .commit = try outcome({ session.changed($0) }) else {
            Issue.record("the truth was not believed")
            return
        }
    }

    @Test(arguments: [[], Array("<!DOCTYPE html>".utf8), [1, 2, 0, 0, 0, 0, 0]] as [[UInt8]])
    mutating func `a body that is no answer is no answer`(body: [UInt8]) {
        var session = laptop.session()
        _ = laptop.run(&session, .begin)
        guard case .finish(.unanswered(let reason, _)) = laptop.run(&session, .answered(body))
        else {
            Issue.record("it was believed")
            return
        }
        #expect(reason.contains("damaged"))
        #expect(laptop.commits.isEmpty)
    }

    @Test mutating func `a request of another replica's shape is no answer`() throws {
        var session = laptop.session()
        guard case .send(let message) = laptop.run(&session, .begin) else { return }
        guard case .finish(.unanswered) = laptop.run(&session, .answered(message.body)) else {
            Issue.record("an echo was believed")
            return
        }
    }

    @Test mutating func `the answer of an earlier request is not taken for that of this one`()
        throws
    {
        var old: [UInt8] = []
        _ = laptop.sync { [hub] message in
            var hub = hub
            if case .answer(let bytes) = hub.answer(message.body, from: ordinal(2)) { old = bytes }
            return .failed("cut")
        }
        var session = laptop.session()
        _ = laptop.run(&session, .begin)
        guard case .finish(.unanswered(let reason, _)) = laptop.run(&session, .answered(old)) else {
            Issue.record("it was believed")
            return
        }
        #expect(reason == "the answer belongs to another request")
    }

    @Test mutating func `no answer ends the session and says why`() {
        laptop.act(creation(1))
        let outcome = laptop.sync { _ in .failed("connection refused") }
        #expect(outcome == .unanswered("connection refused", .init()))
        #expect(laptop.commits.isEmpty && laptop.position.acknowledged == 0)
    }

    @Test mutating func `a rejection ends the session and changes nothing`() {
        hub.revoked = [ordinal(2)]
        laptop.act(creation(1))
        guard case .rejected(.revoked, _) = laptop.sync(with: &hub) else {
            Issue.record("not rejected")
            return
        }
        #expect(laptop.commits.isEmpty && laptop.position.acknowledged == 0)
    }

    @Test mutating func `a catch-up of many pages becomes the cursor only at the head`() {
        var other = MemoryLaptop(3, at: &hub)
        for n in 1...7 { other.act(unit(create(ticket(3, UInt64(n)), write(1, "b")))) }
        other.sync(with: &hub)
        hub.unitsPerPage = 3
        laptop.sync(with: &hub)
        #expect(laptop.commits.map(\.page.start) == [0, 3, 6])
        #expect(laptop.commits.map(\.page.end) == [3, 6, 7])
        #expect(laptop.commits.map(\.expected.cursor.position) == [0, 0, 0])
        #expect(laptop.commits.map(\.expected.place.position) == [0, 3, 6])
        #expect(laptop.position.cursor == hub.head && laptop.position.place == FeedPlace(7))
        #expect(laptop.base == hub.rows)
    }

    @Test mutating func `a catch-up does not go on at a hub that went back and grew anew`() {
        var other = MemoryLaptop(3, at: &hub)
        var third = MemoryLaptop(4, at: &hub)
        let disk = hub
        for n in 1...5 { other.act(unit(create(ticket(3, UInt64(n)), write(1, "lost")))) }
        other.sync(with: &hub)
        hub.unitsPerPage = 3
        var answers = 0
        _ = laptop.sync { message in
            answers += 1
            guard answers == 1, case .answer(let bytes) = hub.answer(message.body, from: ordinal(2))
            else { return .failed("cut") }
            return .answered(bytes)
        }
        #expect(laptop.position.place == FeedPlace(3))
        hub = disk
        for n in 1...6 { third.act(unit(create(ticket(4, UInt64(n)), write(1, "new")))) }
        third.sync(with: &hub)
        guard case .rejected(.unknownCursor, _) = laptop.sync(with: &hub) else {
            Issue.record("went on")
            return
        }
        #expect(laptop.base.isEmpty && laptop.position.place == FeedPlace(3))
    }

    @Test mutating func `a unit with more rows than a page takes comes in parts`() {
        var other = MemoryLaptop(3, at: &hub)
        let keys = (1...5).map { ticket(3, UInt64($0)) }
        other.act(
            Unit(
                stamp: Stamp(milliseconds: 1), changes: keys.map { create($0, write(1, "b")) }))
        other.act(unit(edit(keys[0], write(1, "c", covering: dot(3, 1)))))
        other.sync(with: &hub)
        hub.rowsPerPage = 2
        guard case .upToDate(let report) = laptop.sync(with: &hub) else {
            Issue.record("not up to date")
            return
        }
        #expect(laptop.commits.map(\.page.isPart) == [true, true, false, false])
        #expect(laptop.commits.map(\.page.start) == [0, 0, 0, 1])
        #expect(laptop.commits.map(\.expected.place.row) == [nil, keys[1], keys[3], nil])
        #expect(laptop.base == hub.rows && laptop.position.cursor == hub.head)
        #expect(laptop.history.map(\.entry) == hub.log && report.pulled == 2)
    }

    @Test mutating func `a part that repeats rows is no answer`() {
        var other = MemoryLaptop(3, at: &hub)
        let keys = (1...3).map { ticket(3, UInt64($0)) }
        other.act(
            Unit(
                stamp: Stamp(milliseconds: 1), changes: keys.map { create($0, write(1, "b")) }))
        other.sync(with: &hub)
        hub.rowsPerPage = 1
        let hub = hub
        let outcome = laptop.sync { message in
            // A hub that forgets which row was the last gives the first part for ever.
            guard var position = try? SyncRequest(message.body).position,
                let id = try? SyncRequest(message.body).id
            else { return .failed("unreadable") }
            position.staged = nil
            var forgetful = hub
            let request = SyncRequest(id: id, position: position, waitSeconds: 0, items: [])
            guard case .answer(let bytes) = forgetful.answer(request.encoded(), from: ordinal(2))
            else { return .failed("refused") }
            return .answered(bytes)
        }
        guard case .unanswered = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(laptop.commits.count == 1 && laptop.base.isEmpty)
    }

    @Test mutating func `an interrupted catch-up goes on behind its last staged page`() {
        var other = MemoryLaptop(3, at: &hub)
        for n in 1...5 { other.act(unit(create(ticket(3, UInt64(n)), write(1, "b")))) }
        other.sync(with: &hub)
        hub.unitsPerPage = 2
        var answers = 0
        _ = laptop.sync { message in
            answers += 1
            guard answers <= 2, case .answer(let bytes) = hub.answer(message.body, from: ordinal(2))
            else { return .failed("cut") }
            return .answered(bytes)
        }
        #expect(laptop.position.cursor.position == 0 && laptop.position.place == FeedPlace(4))
        #expect(laptop.base.isEmpty)
        laptop.sync(with: &hub)
        #expect(laptop.commits.map(\.page.start) == [0, 2, 4])
        #expect(laptop.base == hub.rows)
    }
}
