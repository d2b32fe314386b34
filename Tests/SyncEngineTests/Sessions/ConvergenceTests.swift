// Three laptops and a hub over the least stores there are, on a network that cuts answers and sends
// old requests again: in the end all hold the same, and every unit was judged once.

import SyncEngine
import Testing

@Suite struct ConvergenceTests {
    @Test(arguments: Array(1...24) as [UInt64])
    func `laptops that act and sync at random end with the hub's rows`(seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<40 { world.step() }
        world.settle()
        let numbers = world.laptops.indices
        for number in numbers {
            #expect(world.laptops[number].base == world.hub.rows)
            #expect(world.laptops[number].position.cursor == world.hub.head)
            #expect(world.laptops[number].history.map(\.entry) == world.hub.log)
            let counters = UInt64(world.laptops[number].units.count)
            #expect(
                world.laptops[number].verdicts.keys.sorted() == Array(0..<counters).map { $0 + 1 })
        }
        let judged = world.hub.commits.flatMap { commit in
            commit.accepted.map(\.dot) + commit.setAside.map(\.dot)
        }
        #expect(Set(judged).count == judged.count)
        let written = world.laptops.flatMap { $0.verdicts.values }
            .filter { $0 == .applied || $0 == .sibling }
        #expect(world.hub.log.count == written.count)
        #expect(world.hub.log.count > 5)
    }
}

private struct World {
    var hub = MemoryHub()
    var laptops: [MemoryLaptop] = []
    private var sample: Sample
    private var old: [(body: [UInt8], sender: ReplicaOrdinal)] = []

    init(seed: UInt64) {
        sample = Sample(seed: seed)
        hub.unitsPerPage = sample.int(1...4)
        hub.rowsPerPage = sample.int(1...4)
        for number in 2...4 as ClosedRange<UInt64> {
            laptops.append(MemoryLaptop(number, at: &hub))
        }
    }

    mutating func step() {
        hub.now += 1_000
        let number = sample.int(0...laptops.count - 1)
        switch sample.int(0...4) {
        case 0...2: act(number)
        case 3: sync(number, isBroken: sample.flag())
        default:
            guard !old.isEmpty else { return }
            let delayed = sample.pick(old)
            _ = hub.answer(delayed.body, from: delayed.sender)
        }
    }

    mutating func settle() {
        for _ in 0..<3 {
            for number in laptops.indices { sync(number, isBroken: false) }
        }
    }

    /// Writes a title over what the laptop has of it, or makes a row, or something that is refused.
    private mutating func act(_ number: Int) {
        let laptop = laptops[number]
        let ordinal = UInt64(laptop.position.ordinal.rawValue)
        let counter = UInt64(laptop.units.count) + 1
        let known = laptop.base.keys.sorted()
        guard !known.isEmpty, !sample.chance(4) else {
            let numbers = (0..<UInt64(sample.int(1...3))).map { counter * 3 + $0 }
            laptops[number].act(
                Unit(
                    stamp: Stamp(milliseconds: 100_000),
                    changes: numbers.map { create(ticket(ordinal, $0), write(1, "new")) }))
            return
        }
        if sample.chance(6) {
            laptops[number].act(unit(edit(ticket(9, 9), write(1, "nobody knows it"))))
            return
        }
        let key = sample.pick(known)
        let covers = laptop.base[key]![1].siblings.map(\.dot).filter { _ in !sample.chance(4) }
        let title = FieldWrite(field: 1, value: .text("by \(ordinal).\(counter)"), covers: covers)
        laptops[number].act(unit(edit(key, title)))
    }

    private mutating func sync(_ number: Int, isBroken: Bool) {
        let ordinal = laptops[number].position.ordinal
        _ = laptops[number].sync { message in
            old.append((message.body, ordinal))
            if isBroken, sample.chance(3) { return .failed("lost on its way") }
            guard case .answer(let bytes) = hub.answer(message.body, from: ordinal) else {
                return .failed("refused")
            }
            if isBroken, sample.chance(3) { return .failed("the answer was lost") }
            if isBroken, sample.chance(4) {
                return .answered(Array(bytes.dropLast(sample.int(1...9))))
            }
            return .answered(bytes)
        }
    }
}
