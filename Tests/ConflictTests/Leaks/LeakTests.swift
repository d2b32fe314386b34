// Nothing that was never seen or said reaches a client, whatever people and networks do; and the
// obvious rules do leak in the same runs, so that the runs are known to look in the right places.

import Foundation
import SupportDesk
import SyncEngine
import Testing

@Suite struct LeakTests {
    /// `scripts/leaks` asks for more.
    private static let runs =
        ProcessInfo.processInfo.environment["LEAK_RUNS"].flatMap { Int($0) } ?? 2_000
    private static let parts = 8

    private static func run(_ rule: ReleaseRule, seed: Int) -> LeakWorld {
        var world = LeakWorld(rule: rule, seed: UInt64(seed))
        world.wander(steps: 40)
        return world
    }

    @Test(arguments: 0..<parts)
    func `no client ever reads what nobody said or saw`(part: Int) {
        var (answers, held) = (0, 0)
        for seed in stride(from: part, to: Self.runs, by: Self.parts) {
            var world = Self.run(.seenOrSaid, seed: seed)
            #expect(world.leaks == [], "seed \(seed)")
            for laptop in world.laptops {
                #expect(laptop.shown == world.hub, "seed \(seed): laptop \(laptop.index)")
            }
            (answers, held) = (answers + world.answers, held + world.held)
            world.confirmAll(on: seed % 4)
            #expect(world.leaks == [], "seed \(seed), confirmed")
            #expect(world.answerAtHub() != nil, "seed \(seed): confirmed, and still not visible")
        }
        // A rule that shows nothing leaks nothing: clients must have had something to read, and
        // something must have been held back from them.
        #expect(answers > Self.runs / Self.parts, "clients read next to nothing")
        #expect(held > Self.runs / Self.parts, "nothing was ever held")
    }

    /// A slice of the same runs, in which the client reads what the portal really sends.
    @Test(arguments: 0..<4)
    func `no page of the portal holds what nobody said or saw`(part: Int) throws {
        var pages = 0
        for seed in stride(from: part, to: Self.runs / 20, by: 4) {
            var world = LeakWorld(rule: .seenOrSaid, seed: UInt64(seed), portal: try StoryHub())
            world.wander(steps: 40)
            #expect(world.leaks == [], "seed \(seed)")
            pages += world.pages
        }
        #expect(pages > Self.runs / 20, "next to nothing was looked at")
    }

    @Test(arguments: [(ReleaseRule.latestFlag, 60), (.flagAlone, 60), (.vectorAlone, 400)])
    func `an obvious rule leaks in the same runs`(rule: ReleaseRule, seeds: Int) {
        let leaking = (0..<seeds).filter { !Self.run(rule, seed: $0).leaks.isEmpty }
        print("\(rule) leaks in \(leaking.count) of \(seeds) runs")
        #expect(leaking.count >= 4, "so few that a leak of ours might be missed as well")
    }
}
