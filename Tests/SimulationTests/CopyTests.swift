// Laptops whose disks are copied, restored, and used in turn: nothing is masked, lost or doubled.

import LocalStore
import SyncEngine
import Testing

@Suite struct Copies {
    @Test(arguments: 0..<(SeededWorlds.seeds ?? 30))
    func `copied and restored laptops lose nothing and double nothing`(seed: Int) throws {
        let world = try World(laptops: 2, seed: UInt64(seed))
        try wanderWithCopies(in: world, steps: 50, seed: UInt64(seed))
        let faults = try world.settle()
        #expect(faults == [])
    }

    @Test(arguments: Flaw.allCases.filter(\.isAboutCopies))
    func `the models of copies catch every simpler way`(flaw: Flaw) throws {
        var caught = 0
        for seed in 0..<60 where caught == 0 {
            let world = try World(laptops: 2, seed: UInt64(seed), flaw: flaw)
            do {
                try wanderWithCopies(in: world, steps: 50, seed: UInt64(seed))
                if try !world.settle().isEmpty { caught += 1 }
            } catch let error as StoreError {
                caught += error.code == .outdated ? 0 : 1  // a replica found that it does not fit
            }
        }
        #expect(caught > 0, "no run showed that \(flaw) loses or doubles work")
    }

    /// What happens to a laptop with an edit that waits, and to a copy of it.
    enum Letter: CaseIterable {
        case copyEdits, copyRemarks, laptopSyncs, copySyncs, laptopSends, requestRepeats
    }

    @Test(arguments: Letter.allCases)
    func `every word of four letters about a copied laptop keeps every edit once`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first) {
            let world = try World(laptops: 1, seed: 3)
            try world.remark(on: 0)
            try world.edit(on: 0, world.note)
            try world.copy(0)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Letter, in world: World) throws {
        switch letter {
        case .copyEdits: try world.edit(on: 1, world.note)
        case .copyRemarks: try world.remark(on: 1)
        case .laptopSyncs: try world.sync(0)
        case .copySyncs: try world.sync(1)
        case .laptopSends: try world.send(0)
        case .requestRepeats: try world.deliverRequest(keep: true)
        }
    }

    /// What happens to a laptop with work that waits, and to two copies of it.
    enum Three: CaseIterable {
        case firstEdits, secondRemarks, thirdEdits, firstSyncs, secondSyncs, thirdSyncs
        case secondIsNotAnswered
    }

    @Test(arguments: Three.allCases)
    func `every word of three letters about two copies keeps every edit once`(
        first: Three
    ) throws {
        for word in words(beginningWith: first, length: 3) {
            let world = try World(laptops: 1, seed: 6)
            try world.remark(on: 0)
            for _ in 0..<2 { try world.copy(0) }
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Three, in world: World) throws {
        switch letter {
        case .firstEdits: try world.edit(on: 0, world.note)
        case .secondRemarks: try world.remark(on: 1)
        case .thirdEdits: try world.edit(on: 2, world.note)
        case .firstSyncs: try world.sync(0)
        case .secondSyncs: try world.sync(1)
        case .thirdSyncs: try world.sync(2)
        case .secondIsNotAnswered:
            try world.send(1)
            try world.deliverRequest()
            world.dropAnswer()
        }
    }

    @Test func `two copies that were cut in the middle of one push bring the rest once`() throws {
        let world = try World(laptops: 1, seed: 1)
        // More than one push carries.
        for _ in 0..<5 { try world.remark(on: 0) }
        let copy = try world.copy(0)
        try world.send(copy)
        try world.deliverRequest()
        world.dropAnswer()
        try world.sync(0)
        #expect(world.laptops[0].ordinal != world.laptops[copy].ordinal)
        try world.sync(copy)
        #expect(try world.settle() == [])
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 5)
    }

    @Test func `a late duplicate of a request renumbers nobody`() throws {
        let world = try World(laptops: 1, seed: 1)
        try world.edit(on: 0, world.note)
        try world.send(0)
        try world.deliverRequest(keep: true)
        try world.deliverAnswer()
        try world.edit(on: 0, world.note)
        try world.sync(0)
        let ordinal = world.laptops[0].ordinal
        try world.deliverRequest()
        try world.deliverAnswer()
        try world.sync(0)
        #expect(world.laptops[0].ordinal == ordinal)
        #expect(try world.settle() == [])
    }
}

/// A seeded walk in which disks are copied, and lost.
func wanderWithCopies(in world: World, steps: Int, seed: UInt64) throws {
    var random = SeededRandom(seed ^ 0xC0B1E5)
    for _ in 0..<steps {
        let laptop = random.below(world.laptops.count)
        switch random.below(20) {
        case 0...2: try world.edit(on: laptop, world.note)
        case 3: try world.editBoth(on: laptop)
        case 4: try world.create(on: laptop, SimulationSchema.note)
        case 5, 6: try world.remark(on: laptop)
        case 7: try world.edit(on: laptop, world.label)
        case 8, 9: try world.send(laptop)
        case 10: try world.deliverRequest(at: random.below(3))
        case 11: try world.deliverAnswer(at: random.below(3))
        case 12: try world.deliverRequest(at: random.below(3), keep: true)
        case 13: world.dropAnswer(at: random.below(2))
        case 14: try world.findTooLarge(laptop)
        case 15: if world.laptops.count < 5 { try world.copy(laptop) }
        case 16:
            if world.laptops.count > 2, laptop < world.laptops.count - 1 {
                try world.lose(laptop, goOnWith: world.laptops.count - 1)
            }
        default: try world.sync(laptop)
        }
    }
}
