// Answers that the hub holds: released by news, by time, by a stop, and by the laptop's leaving.

import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `A waiting answer` {
    @Test func `is released by another laptop's push`() async throws {
        try await TestHub.serving { hub in
            var waiting = try await TestLaptop(hub, code: hub.ownerCode)
            var pushing = try await TestLaptop(hub, of: "Mira")
            try await waiting.sync()
            let request = waiting.request(waitSeconds: 50)
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            try await pushing.sync([pushing.creation(of: TicketSchema.contact, "Kim")])
            let page = try await answer.accepted().page
            #expect(page.names(of: TicketSchema.contact) == ["Kim"])
        }
    }

    @Test func `is released by a command of another process`() async throws {
        try await TestHub.serving { hub in
            var waiting = try await TestLaptop(hub, code: hub.ownerCode)
            try await waiting.sync()
            let request = waiting.request(waitSeconds: 50)
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            // Its own connection to the file, as another process has.
            _ = try hub.administration.addMember("Mira")
            #expect(try await answer.accepted().page.names(of: Directory.memberEntity) == ["Mira"])
        }
    }

    @Test func `is empty when the time is up`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            let first = try await laptop.sync()
            let second = try await laptop.sync(waitSeconds: 1)
            #expect(second.page.isEmpty)
            #expect(second.page.head == first.page.head)
        }
    }

    @Test func `does not wait where there is something to say`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            #expect(try await laptop.sync(waitSeconds: 50).page.units.count == 2)
        }
    }

    @Test func `tells the time at its end, by which the laptop sets its clock`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 1))
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            hub.clock.advance(milliseconds: 49_000)
            let now = hub.clock.milliseconds
            #expect(try await answer.hubMilliseconds == now)
        }
    }

    @Test func `is given when the hub stops`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 50))
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            await hub.stop()
            #expect(try await answer.accepted().page.isEmpty)
        }
    }

    @Test func `is forgotten when the laptop hangs up`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 50))
            let answer = Task { try await waiting.answer(to: request) }
            await hub.untilSomebodyWaits()
            answer.cancel()
            await hub.untilSomebodyWaits(false)
        }
    }

    @Test func `says revoked when its device is revoked meanwhile`() async throws {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 50))
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            _ = try hub.administration.deactivate("Mira")
            #expect(try await answer.rejection == .revoked)
        }
    }
}
