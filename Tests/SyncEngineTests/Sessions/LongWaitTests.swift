// A pull may wait at the hub until there is something to say; what it waits for, and what ends it.

import SyncEngine
import Testing

@Suite struct LongWaitTests {
    private var hub = MemoryHub()
    private var ada: MemoryLaptop
    private var ben: MemoryLaptop
    private var session = HubSession(schema: TestSchema.schema)

    init() {
        ada = MemoryLaptop(2, at: &hub)
        ben = MemoryLaptop(3, at: &hub)
    }

    private func request(
        _ waitSeconds: UInt64 = 30, items: [SyncRequest.Item] = []
    ) -> SyncRequest {
        SyncRequest(id: Nonce(1), position: ben.position, waitSeconds: waitSeconds, items: items)
    }

    /// Has a pull of the second laptop wait at the hub.
    private mutating func wait() {
        let body = request().encoded()
        let ending = hub.run(&session, .received(body, from: ordinal(3), at: hub.now))
        #expect(ending == .wait(30))
    }

    private func answer(_ ending: MemoryHub.Ending) throws -> SyncAnswer {
        guard case .answer(let bytes) = ending else { throw CodecError.truncated }
        return try SyncAnswer(bytes, sent: [:])
    }

    private func page(_ answer: SyncAnswer) -> FeedPage? {
        guard case .accepted(let accepted) = answer.result else { return nil }
        return accepted.page
    }

    private mutating func adaWrites() {
        ada.act(unit(create(ticket(2, UInt64(ada.units.count) + 1), write(1, "a"))))
        ada.sync(with: &hub)
    }

    @Test mutating func `a commit wakes it, and the answer brings the unit and the hub's time now`()
        throws
    {
        wait()
        hub.now += 20_000
        adaWrites()
        #expect(session.step(.clock(hub.now)).isEmpty)
        let answer = try answer(hub.run(&session, .woken))
        #expect(page(answer)?.units.map(\.dot) == [dot(2, 1)])
        #expect(answer.hubMilliseconds == 1_020_000)
    }

    @Test mutating func `at the end of its time it says that there is nothing, and the time`()
        throws
    {
        wait()
        #expect(session.step(.clock(1_030_000)).isEmpty)
        let answer = try answer(hub.run(&session, .waitEnded))
        #expect(page(answer)?.isEmpty == true && page(answer)?.reachesHead == true)
        #expect(answer.hubMilliseconds == 1_030_000)
    }

    @Test mutating func `woken by nothing that it could say, it waits on`() throws {
        wait()
        ada.act(unit(edit(ticket(9, 9), write(1, "refused"))))
        ada.sync(with: &hub)
        #expect(hub.run(&session, .woken) == .wait(30))
        adaWrites()
        #expect(try page(answer(hub.run(&session, .woken)))?.units.count == 1)
    }

    @Test mutating func `whoever is revoked while waiting hears nothing more`() throws {
        wait()
        adaWrites()
        hub.revoked = [ordinal(3)]
        #expect(try answer(hub.run(&session, .woken)).result == .rejected(.revoked))
    }

    @Test mutating func `a twin that pushes while one waits makes it stale`() throws {
        wait()
        hub.incarnations[ordinal(3)] = Nonce(0xBAD)
        #expect(try answer(hub.run(&session, .woken)).result == .rejected(.stale))
    }

    @Test mutating func `with something to say nothing waits`() throws {
        adaWrites()
        let ending = hub.run(
            &session, .received(request().encoded(), from: ordinal(3), at: hub.now))
        #expect(try page(answer(ending))?.units.count == 1)
    }

    @Test mutating func `a push never waits`() throws {
        let push = request(items: [.unit(unit(create(ticket(3, 1), write(1, "b"))))])
        let ending = hub.run(&session, .received(push.encoded(), from: ordinal(3), at: hub.now))
        guard case .answer = ending else {
            Issue.record("\(ending)")
            return
        }
    }

    @Test mutating func `a pull that has pages staged never waits: their catch-up has to end`() {
        adaWrites()
        ben.position.staged = StagedPages(end: FeedPlace(1), head: hub.head)
        let ending = hub.run(
            &session, .received(request().encoded(), from: ordinal(3), at: hub.now))
        guard case .answer = ending else {
            Issue.record("\(ending)")
            return
        }
    }

    @Test mutating func `a laptop asks to wait only with nothing to send and nothing staged`() {
        func asked(_ laptop: MemoryLaptop) -> UInt64? {
            var laptop = laptop
            var session = laptop.session(waitSeconds: 60)
            guard case .send(let message) = laptop.run(&session, .begin) else { return nil }
            let request = try? SyncRequest(message.body)
            #expect(request?.waitSeconds == message.waitSeconds)
            return request?.waitSeconds
        }
        #expect(asked(ben) == 60)
        var staged = ben
        staged.position.staged = StagedPages(
            end: FeedPlace(3), head: Cursor(position: 3, nonce: Nonce(1)))
        #expect(asked(staged) == 0)
        var busy = ben
        busy.act(unit(create(ticket(3, 1), write(1, "b"))))
        #expect(asked(busy) == 0)
        var endless = ben.session(waitSeconds: .max)
        guard case .send(let message) = ben.run(&endless, .begin) else { return }
        #expect(message.waitSeconds == Limits.maximumWaitSeconds)
    }
}
