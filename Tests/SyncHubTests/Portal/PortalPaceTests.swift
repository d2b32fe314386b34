// How often somebody may look through the portal: guessing is slow, and costs nobody else anything.

import SupportDesk
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `The portal's pace` {
    private let wrong = PortalLink(random: { 7 }).path

    @Test func `after so many wrong links an address waits, with the right one too`()
        async throws
    {
        let wrong = wrong
        try await PortalWorld.serving { world in
            try await world.office.sync()
            let link = try world.hub.administration.makePortalLink(for: "Ada").link
            let reader = try await world.browser(of: "Bo")
            let stranger = Browser(world.hub)
            let nothing = try await stranger.ask(wrong)
            // Links and cookies count alike.
            var forged = stranger
            forged.cookie = "syncd-portal=\(link.hash).9999999999999.\(link.hash)"
            for n in 2...HubLimits.wrongLinks {
                let isLink = n.isMultiple(of: 2)
                let path = isLink ? wrong : "/portal"
                let asker = isLink ? stranger : forged
                let answer = try await asker.ask(path)
                #expect(answer == nothing)
            }
            let waiting = try await stranger.ask(wrong)
            #expect(waiting.status == 503)
            #expect(waiting["Retry-After"] == "61")
            #expect(waiting["Cache-Control"] == "private, no-store")
            #expect(try await stranger.ask(link.path) == waiting, "right and wrong are told alike")
            #expect(try await forged.tickets() == waiting)
            #expect(try await stranger.tickets() == waiting)
            #expect(try await reader.tickets().status == 200, "whoever is in reads on")

            world.hub.clock.advance(milliseconds: HubLimits.attemptWindowMilliseconds)
            #expect(try await stranger.ask(link.path).status == 303)
            #expect(try await stranger.ask(wrong) == nothing)
        }
    }

    @Test func `one link cannot take the hub for itself`() async throws {
        try await PortalWorld.serving { world in
            try await world.office.sync()
            let (ada, bo) = (try await world.browser(), try await world.browser(of: "Bo"))
            var answer = try await ada.tickets()
            var asked = 1
            while answer.status == 200, asked < 5_000 {
                answer = try await ada.tickets()
                asked += 1
            }
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] == "1")
            #expect(asked >= Int(HubLimits.requestBurstPerLink))
            #expect(try await bo.tickets().status == 200)
        }
    }

    @Test func `a refusal of HEAD has no body`() async throws {
        try await PortalWorld.serving { world in
            world.hub.workspaces.release()
            let answer = try await Browser(world.hub).ask("/portal", "HEAD")
            #expect(answer.status == 503)
            #expect(answer.body == "")
        }
    }
}
