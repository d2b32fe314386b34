// The simpler forms of the protocol lose work, and the same worlds that pass with ours show it.

import LocalStore
import Testing

@Suite struct Flaws {
    @Test(
        arguments: Flaw.allCases.filter { flaw in
            !flaw.isAboutCopies && !flaw.isAboutRestores && !flaw.isAboutJoiningAgain
                && !flaw.isAboutLostOrigins
        })
    func `the models catch every simpler form of the protocol`(flaw: Flaw) throws {
        var caught = 0
        for seed in 0..<40 where caught == 0 {
            let world = try World(laptops: 2 + seed % 3, seed: UInt64(seed), flaw: flaw)
            do {
                try wander(in: world, steps: 60, seed: UInt64(seed))
                if try !world.settle().isEmpty { caught += 1 }
            } catch let error as StoreError where error.code == .corrupt {
                caught += 1  // the replica itself found that something is missing
            }
        }
        #expect(caught > 0, "no run showed that \(flaw) loses work")
    }
}
