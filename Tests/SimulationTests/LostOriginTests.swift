// Copies of laptops, and a hub that goes back to before they were told apart: one edit has two
// names, and nothing but what laptops remember says so.

import LocalStore
import SyncEngine
import Testing

@Suite struct LostOrigins {
    @Test(arguments: 0..<(SeededWorlds.seeds ?? 24))
    func `copies that a restored hub does not know lose nothing and double nothing`(
        seed: Int
    ) throws {
        let world = try World(laptops: 2, seed: UInt64(seed))
        try world.backUpHub()
        try wanderWithLostCopies(in: world, steps: 60, seed: UInt64(seed))
        let faults = try world.settle()
        #expect(faults == [])
    }

    @Test(arguments: Flaw.allCases.filter(\.isAboutLostOrigins))
    func `the models of lost origins catch every simpler way`(flaw: Flaw) throws {
        var caught = 0
        for seed in 0..<60 where caught == 0 {
            let world = try World(laptops: 2, seed: UInt64(seed), flaw: flaw)
            try world.backUpHub()
            do {
                if flaw == .forkUnnoticed {
                    try fork(in: world)
                } else {
                    try wanderWithLostCopies(in: world, steps: 60, seed: UInt64(seed))
                }
                if try !world.settle().isEmpty { caught += 1 }
            } catch is StoreError {
                caught += 1  // a replica found that it does not fit
            }
        }
        #expect(caught > 0, "no run showed that \(flaw) loses or doubles work")
    }

    /// A lost hub had a laptop's work, this one has a copy's under the same name, and the laptop
    /// makes a row before it hears of it.
    private func fork(in world: World) throws {
        let copy = try world.copy(1)
        try world.edit(on: 1, world.note)
        try world.sync(1)
        try world.restoreHub(0)
        try world.remark(on: copy)
        try world.sync(copy)
        try world.backUpHub()
        try world.restoreHub(1)
        try world.remark(on: 1)
        try world.sync(1)
    }

    @Test func `a laptop whose name another copy has at a restored hub gets one of its own`() throws
    {
        let world = try World(laptops: 2, seed: 4)
        try world.backUpHub()
        try fork(in: world)
        #expect(world.laptops[1].ordinal != world.laptops[2].ordinal)
        #expect(try world.settle() == [])
        #expect(try world.hub.store.read { try $0.select("SELECT id FROM remark") }.count == 2)
    }

    @Test func `a copy that was made in mid-push finds by the answer that it is one`() throws {
        let world = try World(laptops: 1, seed: 5)
        try world.remark(on: 0)
        // The nonce of the push is on the disk when it is copied.
        try world.send(0)
        let copy = try world.copy(0)
        try world.edit(on: 0, world.note)
        try world.edit(on: copy, world.note)
        try world.sync(copy)
        try world.deliverRequest()
        try world.deliverAnswer()
        #expect(try world.laptops[0].store.read { try $0.unsent() }.count == 2)
        #expect(try world.settle() == [])
        #expect(world.laptops[0].ordinal != world.laptops[copy].ordinal)
    }

    /// What happens to a laptop, a copy of it that wrote its work again, one that has nothing to do
    /// with them, and a hub that goes back to before all that.
    enum Letter: CaseIterable {
        case laptopSyncs, copySyncs, otherSyncs, laptopRemarks, copyEdits, otherEdits, restore
    }

    @Test(arguments: Letter.allCases)
    func `every word of four letters about work that a lost hub had under another name`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first) where word.contains(.restore) {
            let world = try renamed(isSent: true)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    @Test(arguments: Letter.allCases)
    func `every word of three letters about work under another name that only its copy knows`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first, length: 3) where word.contains(.restore) {
            let world = try renamed(isSent: false)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    /// Laptop 0 has a remark, its copy 3 as well, and neither can send it under its name any more:
    /// there the hub has a remark of copy 2. The hub was saved before.
    /// - Parameter isSent: whether the copy has sent it, and laptop 1 has it.
    private func renamed(isSent: Bool) throws -> World {
        let world = try World(laptops: 2, seed: 11)
        try world.backUpHub()
        let first = try world.copy(0)
        try world.remark(on: first)
        try world.sync(first)
        try world.remark(on: 0)
        let second = try world.copy(0)
        if isSent {
            try world.sync(second)
            try world.sync(1)
        }
        return world
    }

    private func perform(_ letter: Letter, in world: World) throws {
        switch letter {
        case .laptopSyncs: try world.sync(0)
        case .copySyncs: try world.sync(3)
        case .otherSyncs: try world.sync(1)
        case .laptopRemarks: try world.remark(on: 0)
        case .copyEdits: try world.editRemark(on: 3)
        case .otherEdits: try world.editRemark(on: 1)
        case .restore: try world.restoreHub(0, forgetting: true)
        }
    }
}

/// A seeded walk in which laptops are copied, and the hub goes back to before that.
func wanderWithLostCopies(in world: World, steps: Int, seed: UInt64) throws {
    var random = SeededRandom(seed ^ 0x0121)
    for _ in 0..<steps {
        let laptop = random.below(world.laptops.count)
        switch random.below(22) {
        case 0, 1: try world.edit(on: laptop, world.note)
        case 2: try world.editBoth(on: laptop)
        case 3, 4: try world.editRemark(on: laptop)
        case 5, 6: try world.remark(on: laptop)
        case 7: try world.send(laptop)
        case 8: try world.deliverRequest(at: random.below(3))
        case 9: try world.deliverAnswer(at: random.below(3))
        case 10: try world.deliverRequest(at: random.below(3), keep: true)
        case 11: world.dropAnswer(at: random.below(2))
        case 12: if world.backupCount < 3 { try world.backUpHub() }
        case 13: try world.restoreHub(random.below(3), forgetting: true)
        case 14, 15: if world.laptops.count < 5 { try world.copy(laptop) }
        case 16: try world.joinAgain(laptop)
        case 17, 18: try world.syncOneRound(laptop)
        default: try world.sync(laptop)
        }
    }
}
