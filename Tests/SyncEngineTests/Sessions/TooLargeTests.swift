// Pushes that are too large for the hub or for something before it: they halve, down to one unit,
// which is set aside by name, and the rest flows.

import SyncEngine
import Testing

@Suite struct TooLargeTests {
    private var hub = MemoryHub()
    private var laptop: MemoryLaptop

    init() { laptop = MemoryLaptop(2, at: &hub) }

    /// Syncs through a proxy that lets no body beyond its limit pass.
    private mutating func sync(bodyLimit: Int) -> (outcome: LaptopSession.Outcome, pushes: [Int]) {
        var pushes: [Int] = []
        let outcome = laptop.sync { message in
            pushes.append((try? SyncRequest(message.body))?.items.count ?? -1)
            guard message.body.count <= bodyLimit else { return .tooLarge }
            guard case .answer(let bytes) = hub.answer(message.body, from: ordinal(2)) else {
                return .failed("refused")
            }
            return .answered(bytes)
        }
        return (outcome, pushes)
    }

    private mutating func act(_ lengths: Int...) {
        for length in lengths {
            let key = ticket(2, UInt64(laptop.units.count) + 1)
            laptop.act(unit(create(key, write(1, String(repeating: "x", count: length)))))
        }
    }

    @Test mutating func `a push halves until it passes, and grows again`() {
        act(100, 100, 100, 100, 100, 100, 100, 100, 100, 100)
        let (outcome, pushes) = sync(bodyLimit: 500)
        guard case .upToDate(let report) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(report.pushed == 10)
        #expect(pushes == [10, 5, 2, 4, 4])
        #expect(hub.log.count == 10 && laptop.parked.isEmpty)
    }

    @Test mutating func `one unit that never passes is parked by name, and the rest flows`() {
        act(10, 900, 10, 10)
        let (outcome, pushes) = sync(bodyLimit: 500)
        guard case .upToDate = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(laptop.parked == [2: Refusal(.tooLarge)])
        #expect(laptop.verdicts == [1: .applied, 2: .void, 3: .applied, 4: .applied])
        #expect(hub.log.map(\.dot.counter) == [1, 3, 4])
        #expect(pushes.first == 4)
    }

    @Test mutating func `what builds on the parked unit is refused with it, by name`() {
        act(900)
        laptop.act(unit(edit(ticket(2, 1), write(1, "short", covering: dot(2, 1)))))
        act(10)
        _ = sync(bodyLimit: 500)
        #expect(laptop.verdicts[1] == .void)
        #expect(
            laptop.verdicts[2] == .refused(Refusal(.buildsOnRefused, key: ticket(2, 1))))
        #expect(laptop.verdicts[3] == .applied)
    }

    @Test mutating func `a hub that finds everything too large ends the session`() {
        let (outcome, pushes) = sync(bodyLimit: 0)
        guard case .unanswered = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(pushes == [0])
        act(10)
        let (again, tries) = sync(bodyLimit: 0)
        guard case .unanswered = again else {
            Issue.record("\(again)")
            return
        }
        #expect(tries == [1, 1] && laptop.parked.count == 1)
    }

    @Test mutating func `the nonce stays the same while a push shrinks`() {
        act(100, 100, 100, 100)
        var nonces: Set<Nonce?> = []
        _ = laptop.sync { message in
            nonces.insert((try? SyncRequest(message.body))?.position.incarnation.next)
            return .tooLarge
        }
        #expect(nonces.count == 1 && !nonces.contains(nil))
    }
}
