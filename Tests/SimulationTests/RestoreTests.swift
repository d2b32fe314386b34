// Hubs that go back to a backup, once and again, while laptops are copied too: everything that was
// acknowledged and that any laptop still has comes back.

import LocalStore
import SyncEngine
import Testing

@Suite struct Restores {
    @Test(arguments: 0..<(SeededWorlds.seeds ?? 24))
    func `restored hubs get back what any laptop has, whatever the network does`(
        seed: Int
    ) throws {
        let world = try World(laptops: 2 + seed % 2, seed: UInt64(seed))
        try wanderWithRestores(in: world, steps: 60, seed: UInt64(seed), copies: false)
        let faults = try world.settle()
        #expect(faults == [])
    }

    @Test(arguments: 0..<(SeededWorlds.seeds ?? 24))
    func `restored hubs and copied laptops together lose nothing and double nothing`(
        seed: Int
    ) throws {
        let world = try World(laptops: 2, seed: UInt64(seed))
        try wanderWithRestores(in: world, steps: 60, seed: UInt64(seed), copies: true)
        let faults = try world.settle()
        #expect(faults == [])
    }

    @Test(arguments: Flaw.allCases.filter(\.isAboutRestores))
    func `the models of restores catch every simpler way`(flaw: Flaw) throws {
        var caught = 0
        for seed in 0..<40 where caught == 0 {
            let world = try World(laptops: 2, seed: UInt64(seed), flaw: flaw)
            do {
                try wanderWithRestores(in: world, steps: 60, seed: UInt64(seed), copies: false)
                if try !world.settle().isEmpty { caught += 1 }
            } catch is StoreError {
                caught += 1  // a replica found that it does not fit
            }
        }
        #expect(caught > 0, "no run showed that \(flaw) loses work")
    }

    /// What happens between a backup and the laptops' meeting the restored hub.
    enum Letter: CaseIterable {
        case firstEdits, secondEdits, firstSyncs, secondSyncs, restore, secondBackup
    }

    @Test(arguments: Letter.allCases)
    func `every word of four letters about a restored hub ends with nothing lost`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first) where word.contains(.restore) {
            let world = try World(laptops: 2, seed: 5)
            try world.backUpHub()
            try world.edit(on: 0, world.note)
            try world.sync(0)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Letter, in world: World) throws {
        switch letter {
        case .firstEdits: try world.edit(on: 0, world.note)
        case .secondEdits: try world.remark(on: 1)
        case .firstSyncs: try world.sync(0)
        case .secondSyncs: try world.sync(1)
        case .restore: try world.restoreHub(world.backupCount - 1)
        case .secondBackup: try world.backUpHub()
        }
    }

    /// What happens to a laptop, a copy of it, and a hub that goes back.
    enum Both: CaseIterable {
        case laptopEdits, copyRemarks, laptopSyncs, copySyncs, copyIsNotAnswered, restore, backup
    }

    @Test(arguments: Both.allCases)
    func `every word of four letters about a copy and a restored hub keeps every edit once`(
        first: Both
    ) throws {
        for word in words(beginningWith: first) where word.contains(.restore) {
            let world = try World(laptops: 1, seed: 8)
            try world.remark(on: 0)
            try world.copy(0)
            try world.backUpHub()
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Both, in world: World) throws {
        switch letter {
        case .laptopEdits: try world.edit(on: 0, world.note)
        case .copyRemarks: try world.remark(on: 1)
        case .laptopSyncs: try world.sync(0)
        case .copySyncs: try world.sync(1)
        case .copyIsNotAnswered:
            try world.send(1)
            try world.deliverRequest()
            world.dropAnswer()
        case .restore: try world.restoreHub(world.backupCount - 1)
        case .backup: try world.backUpHub()
        }
    }

    @Test func `where two units claim one name the first stands, and nobody loses the other`()
        throws
    {
        let world = try World(laptops: 2, seed: 8)
        try world.backUpHub()
        let copy = try world.copy(0)
        // The lost hub had taken the copy's, and a laptop has it; the restored one takes the
        // first's.
        try world.remark(on: copy)
        try world.remark(on: 0)
        try world.sync(copy)
        try world.sync(1)
        try world.restoreHub(0)
        for laptop in [0, 1, copy] { try world.sync(laptop) }
        #expect(world.laptops[0].ordinal != world.laptops[copy].ordinal)
        #expect(try world.settle() == [])
        let remarks = try world.hub.store.read { try $0.select("SELECT id FROM remark") }
        #expect(remarks.count == 2)
    }

    @Test func `a laptop that dies in the middle of its offer begins again`() throws {
        let world = try World(laptops: 2, seed: 5)
        try world.backUpHub()
        for _ in 0..<7 { try world.remark(on: 0) }
        try world.sync(0)
        try world.sync(1)
        try world.restoreHub(0)
        try world.send(1)
        // The question, the beginning of the offer, and two units of it.
        for _ in 0..<3 {
            try world.deliverRequest()
            try world.deliverAnswer()
        }
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 2)
        // The other one brings them all; then the first goes on from its disk.
        try world.sync(0)
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 7)
        try world.sync(1)
        #expect(try world.settle() == [])
    }
}

/// A seeded walk in which hubs are saved and restored, and laptops copied if asked for.
func wanderWithRestores(in world: World, steps: Int, seed: UInt64, copies: Bool) throws {
    var random = SeededRandom(seed ^ 0x7E57)
    for _ in 0..<steps {
        let laptop = random.below(world.laptops.count)
        switch random.below(20) {
        case 0...2: try world.edit(on: laptop, world.note)
        case 3: try world.editBoth(on: laptop)
        case 4: try world.create(on: laptop, SimulationSchema.note)
        case 5: try world.remark(on: laptop)
        case 6: try world.edit(on: laptop, world.label)
        case 7: try world.send(laptop)
        case 8: try world.deliverRequest(at: random.below(3))
        case 9: try world.deliverAnswer(at: random.below(3))
        case 10: try world.deliverRequest(at: random.below(3), keep: true)
        case 11: try world.backUpHub()
        case 12: if random.below(2) == 0 { try world.restoreHub(random.below(4)) }
        case 13: if copies, world.laptops.count < 4 { try world.copy(laptop) }
        case 14, 15: try world.syncOneRound(laptop)
        default: try world.sync(laptop)
        }
    }
}
