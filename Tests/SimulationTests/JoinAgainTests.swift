// Laptops that a restored hub does not know join again with what they have: nothing is lost,
// nothing is there twice, whoever comes first.

import LocalStore
import SyncEngine
import Testing

@Suite struct JoiningAgain {
    /// A hub with one laptop and a backup, and a second laptop that came after it.
    private func world(seed: UInt64, flaw: Flaw? = nil) throws -> World {
        let world = try World(laptops: 1, seed: seed, flaw: flaw)
        try world.backUpHub()
        try world.enrol()
        try world.sync(1)
        return world
    }

    @Test(arguments: 0..<(SeededWorlds.seeds ?? 30))
    func `laptops that came after the backup come back with everything`(seed: Int) throws {
        let world = try world(seed: UInt64(seed))
        try wanderWithLateLaptops(in: world, steps: 60, seed: UInt64(seed))
        let faults = try world.settle()
        #expect(faults == [])
    }

    @Test(arguments: Flaw.allCases.filter(\.isAboutJoiningAgain))
    func `the models of joining again catch every simpler way`(flaw: Flaw) throws {
        var caught = 0
        for seed in 0..<60 where caught == 0 {
            let world = try world(seed: UInt64(seed), flaw: flaw)
            do {
                try wanderWithLateLaptops(in: world, steps: 60, seed: UInt64(seed))
                if try !world.settle().isEmpty { caught += 1 }
            } catch is StoreError {
                caught += 1  // a replica found that it does not fit
            }
        }
        #expect(caught > 0, "no run showed that \(flaw) loses or doubles work")
    }

    /// What happens around a laptop that came after the backup: it, and one that the hub knows.
    enum Letter: CaseIterable {
        case lateEdits, lateRemarks, lateSyncs, answerIsLost, otherSyncs, restore, joinsAgain
    }

    @Test(arguments: Letter.allCases)
    func `every word of four letters about joining again ends with nothing lost or doubled`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first) where word.contains(.restore) {
            let world = try world(seed: 9)
            try world.remark(on: 1)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Letter, in world: World) throws {
        switch letter {
        case .lateEdits: try world.edit(on: 1, world.note)
        case .lateRemarks: try world.remark(on: 1)
        case .lateSyncs: try world.sync(1)
        case .answerIsLost:
            try world.send(1)
            try world.deliverRequest()
            world.dropAnswer()
        case .otherSyncs: try world.sync(0)
        case .restore: try world.restoreHub(0, forgetting: true)
        case .joinsAgain: try world.joinAgain(1)
        }
    }

    @Test func `what the lost hub took without a word keeps its name, whoever brings it first`()
        throws
    {
        for otherIsFirst in [false, true] {
            let world = try world(seed: 3)
            try world.remark(on: 1)
            try world.send(1)
            try world.deliverRequest()
            world.dropAnswer()
            // The other laptop has it; its author does not know that it is sent.
            try world.sync(0)
            try world.restoreHub(0, forgetting: true)
            if otherIsFirst { try world.sync(0) }
            let former = world.laptops[1].ordinal
            try world.joinAgain(1)
            try world.sync(1)
            #expect(world.laptops[1].ordinal.rawValue > former.rawValue + 999)
            #expect(try world.settle() == [])
            let remarks = try world.hub.store.read { try $0.select("SELECT id FROM remark") }
            #expect(remarks.map { $0["id"] } == [.row(RowID(former, 1))])
        }
    }

    /// Two copies of one laptop, each with work of its own, come back one after the other.
    private func copiesJoinAgain(in world: World) throws {
        try world.remark(on: 1)
        let copy = try world.copy(1)
        try world.remark(on: copy)
        try world.edit(on: 1, world.note)
        try world.restoreHub(0, forgetting: true)
        for laptop in [1, copy] {
            try world.joinAgain(laptop)
            try world.sync(laptop)
        }
    }

    @Test func `of two copies that join again both go on, and work counts once`() throws {
        let world = try world(seed: 4)
        try copiesJoinAgain(in: world)
        #expect(world.laptops[1].ordinal != world.laptops[2].ordinal)
        #expect(try world.settle() == [])
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 2)
    }

    @Test func `a laptop whose disk is copied while it joins again is found to be two`() throws {
        let world = try world(seed: 5)
        try world.remark(on: 1)
        try world.sync(1)
        try world.restoreHub(0, forgetting: true)
        try world.joinAgain(1)
        let copy = try world.copy(1)
        try world.remark(on: copy)
        try world.remark(on: 1)
        try world.sync(1)
        try world.sync(copy)
        #expect(world.laptops[1].ordinal != world.laptops[copy].ordinal)
        #expect(try world.settle() == [])
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 3)
    }
}

/// A seeded walk in which hubs go back, also to before a laptop came; the hub has a first backup.
func wanderWithLateLaptops(in world: World, steps: Int, seed: UInt64) throws {
    var random = SeededRandom(seed ^ 0xA6A1)
    for _ in 0..<steps {
        let laptop = random.below(world.laptops.count)
        switch random.below(22) {
        case 0...2: try world.edit(on: laptop, world.note)
        case 3: try world.editBoth(on: laptop)
        case 4: try world.create(on: laptop, SimulationSchema.note)
        case 5, 6: try world.remark(on: laptop)
        case 7: try world.send(laptop)
        case 8: try world.deliverRequest(at: random.below(3))
        case 9: try world.deliverAnswer(at: random.below(3))
        case 10: try world.deliverRequest(at: random.below(3), keep: true)
        case 11: world.dropAnswer(at: random.below(2))
        case 12: if world.backupCount < 3 { try world.backUpHub() }
        case 13: try world.restoreHub(random.below(3), forgetting: true)
        case 14, 15: try world.joinAgain(laptop)
        case 16: if world.laptops.count < 4 { try world.enrol() }
        case 17, 18: try world.syncOneRound(laptop)
        default: try world.sync(laptop)
        }
    }
}
