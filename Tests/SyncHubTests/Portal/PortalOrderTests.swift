// Each case of the merge rules about sharing and documents, through the portal of a real hub, in
// every order of arrival, read after every arrival.

import Synchronization
import Testing

@testable import SyncHub

@Suite struct `The merge rules through the portal` {
    @Test(arguments: PortalStory.all)
    func `in every order of arrival, and after each, a client reads what the rules say`(
        story: PortalStory
    ) async throws {
        var known: [PortalStoryRun.Moment: BrowserAnswer] = [:]
        let orders = PortalStoryRun.orders(of: story)
        #expect(orders.count > 1 || story.moves.count < 3)
        for order in orders {
            let answers = try await Self.answers(story, order)
            for (moment, answers) in answers {
                for (place, answer) in answers.enumerated() {
                    // The same has arrived: the same is answered, byte for byte.
                    let key = PortalStoryRun.Moment(
                        client: "\(moment.client) \(place % 2)", arrived: moment.arrived)
                    let other = known[key]
                    #expect(
                        answer == other ?? answer,
                        "\(moment.client) after \(moment.arrived) in the order \(String(order))")
                    known[key] = other ?? answer
                }
            }
        }
    }

    private static func answers(
        _ story: PortalStory, _ order: [Character]
    ) async throws -> [PortalStoryRun.Moment: [BrowserAnswer]] {
        let answers = Mutex([PortalStoryRun.Moment: [BrowserAnswer]]())
        try await TestHub.serving { hub in
            var run = try await PortalStoryRun(story, hub)
            try await run.run(order)
            let found = run.answers
            answers.withLock { $0 = found }
        }
        return answers.withLock { $0 }
    }

    @Test func `every order is one, and none comes twice`() throws {
        let story = try #require(PortalStory.sharing.first)
        let orders = PortalStoryRun.orders(of: story).map { String($0) }
        #expect(
            orders.sorted() == [
                "ABCZ", "ABZC", "AZBC", "BACZ", "BAZC", "BZAC", "ZABC", "ZBAC",
            ])
    }
}
