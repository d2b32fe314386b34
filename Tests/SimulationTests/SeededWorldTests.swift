// Random worlds: edits, refusals, partial pages, and a network that cuts, repeats, delays,
// reorders.

import Foundation
import Testing

@Suite struct SeededWorlds {
    /// `scripts/simulate` asks for more.
    static let seeds = ProcessInfo.processInfo.environment["SIMULATION_SEEDS"].flatMap { Int($0) }

    @Test(arguments: 0..<(seeds ?? 60))
    func `nothing is lost and nothing comes back, whatever the network does`(seed: Int) throws {
        let world = try World(laptops: 2 + seed % 3, seed: UInt64(seed))
        try wander(in: world, steps: 60, seed: UInt64(seed))
        let faults = try world.settle()
        #expect(faults == [])
    }
}

@Suite struct `Seeded pages` {
    @Test func `catch-ups of the worlds end within units, too`() throws {
        let parts = try stride(from: 0, to: 32, by: 4).map { seed in
            let world = try World(laptops: 3, seed: UInt64(seed))
            try wander(in: world, steps: 60, seed: UInt64(seed))
            #expect(try world.settle() == [])
            return world.hub.parts
        }
        #expect(parts.reduce(0, +) > 20)
    }
}

/// A seeded walk: about half of the steps are people's, the others the network's.
func wander(in world: World, steps: Int, seed: UInt64) throws {
    var random = SeededRandom(seed ^ 0x5EED)
    for _ in 0..<steps {
        let laptop = random.below(world.laptops.count)
        switch random.below(22) {
        case 0...2: try world.edit(on: laptop, world.note)
        case 3: try world.edit(on: laptop, world.note, SimulationSchema.second)
        case 4: try world.editBoth(on: laptop)
        case 5: try world.createTwo(on: laptop)
        case 6: try world.remark(on: laptop)
        case 7, 8: try world.edit(on: laptop, world.label)
        case 9: try world.create(on: laptop, SimulationSchema.label)
        case 10: try world.retryRefused(on: laptop)
        case 11, 12: try world.send(laptop)
        case 13: try world.deliverRequest(at: random.below(3))
        case 14: try world.deliverAnswer(at: random.below(3))
        case 15: try world.deliverRequest(at: random.below(3), keep: true)
        case 16: try world.deliverAnswer(at: random.below(3), keep: true)
        case 17: world.dropRequest(at: random.below(2))
        case 18: world.dropAnswer(at: random.below(2))
        case 19: try world.findTooLarge(laptop)
        case 20: try world.beRefusedAndComeAgain(on: laptop)
        default: try world.sync(laptop)
        }
    }
}
