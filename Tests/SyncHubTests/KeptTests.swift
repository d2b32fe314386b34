// What a laptop has not sent when it is locked out: all of it is kept to be read, as far as there
// is room, and what found none is told.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `What locked laptops hand over` {
    private func code(_ answer: JSONValue) -> String? { answer["error"]?["code"]?.string }

    /// Hands over a part of the outbox behind a counter, as a locked laptop does.
    private func keep(
        _ laptop: TestLaptop, _ units: [SyncEngine.Unit], after: UInt64
    ) async throws -> JSONValue {
        var position = laptop.position
        position.acknowledged = after
        let request = SyncRequest(
            id: Nonce(after), position: position, waitSeconds: 0, items: units.map { .unit($0) })
        let response = try await laptop.client.send(
            HubRequest(.post, "/v1/kept", body: request.encoded(), accept: "application/json"))
        return try JSONValue(parsing: String(decoding: response.body, as: UTF8.self))
    }

    @Test func `a queue of many pushes is kept whole, and the hub says where to go on`()
        async throws
    {
        try await TestHub.serving { hub in
            var owner = try await TestLaptop(hub, code: hub.ownerCode)
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            let units = (1...6 as ClosedRange<UInt64>).map {
                laptop.creation(of: TicketSchema.contact, "Kim \($0)", n: $0)
            }
            #expect(code(try await keep(laptop, units, after: 0)) == "not_revoked")
            _ = try hub.administration.revokeDevice("Mira's laptop")
            let first = laptop.request(Array(units[..<2]))
            #expect(try await laptop.answer(to: first).rejection == .revoked)

            #expect(try await keep(laptop, [], after: 0) == ["through": 2, "full": false])
            // What comes twice stands once.
            let next = try await keep(laptop, Array(units[1..<4]), after: 1)
            #expect(next == ["through": 4, "full": false])
            #expect(
                try await keep(laptop, Array(units[4...]), after: 4)
                    == ["through": 6, "full": false])
            let kept = try hub.administration.untaken()
            #expect(kept.map(\.dot.counter) == [1, 2, 3, 4, 5, 6])
            #expect(Set(kept.map(\.reason)) == [.revoked])
            #expect(try await owner.sync().page.names(of: TicketSchema.contact) == [])

            _ = try hub.administration.enableDevice("Mira's laptop")
            #expect(try await laptop.sync(units).verdicts.count == 6)
            #expect(try hub.administration.untaken().isEmpty)
            #expect(try await owner.sync().page.names(of: TicketSchema.contact).count == 6)
        }
    }

    @Test func `what finds no room is told to the people at the hub, and has no hole before it`()
        async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            _ = try hub.administration.revokeDevice("Mira's laptop")
            let text = String(repeating: "x", count: 200_000)
            let large = (1...90 as ClosedRange<UInt64>).map {
                laptop.creation(of: TicketSchema.contact, text, n: $0)
            }
            var answer: JSONValue = ["through": 0, "full": false]
            var after: UInt64 = 0
            while answer["full"]?.boolean == false {
                answer = try await keep(
                    laptop, Array(large[Int(after)..<Int(after) + 10]), after: after)
                after += 10
            }
            let through = UInt64(try #require(answer["through"]?.integer))
            let room = UInt64(HubLimits.keptBytesPerDevice / 200_100)
            #expect((room - 1...room).contains(through))
            let small = laptop.creation(of: TicketSchema.contact, "small", n: 91)
            #expect(try await keep(laptop, [small], after: 90) == answer, "it would be a hole")

            let untaken = try hub.administration.untaken()
            #expect(untaken.map(\.dot.counter) == Array(1...through + 1))
            #expect(untaken.last?.reason == .leftOnLaptop)
            #expect(untaken.dropLast().allSatisfy { $0.reason == .revoked })
            let last = try #require(untaken.last?.json)
            #expect(last["code"]?.string == "left_on_laptop")
            #expect(last["message"]?.string?.contains("on the laptop alone") == true)
        }
    }

    @Test func `what was taken since takes no room of what is kept after the next revocation`()
        async throws
    {
        try await TestHub.serving { hub in
            var laptop = try await TestLaptop(hub, of: "Mira")
            try await laptop.sync()
            let text = String(repeating: "x", count: 200_000)
            for round in 0..<3 as Range<UInt64> {
                let units = (1...40).map {
                    laptop.creation(of: TicketSchema.contact, text, n: round * 40 + $0)
                }
                _ = try hub.administration.revokeDevice("Mira's laptop")
                let begin = laptop.position.acknowledged
                for offset in stride(from: 0, to: 40, by: 10) {
                    let answer = try await keep(
                        laptop, Array(units[offset..<offset + 10]), after: begin + UInt64(offset))
                    #expect(answer["full"] == .boolean(false), "round \(round)")
                }
                #expect(try hub.administration.untaken().count == 40)
                _ = try hub.administration.enableDevice("Mira's laptop")
                // So few that the page that comes back reaches the head.
                for offset in stride(from: 0, to: 40, by: 4) {
                    try await laptop.sync(Array(units[offset..<offset + 4]))
                }
                #expect(try hub.administration.untaken().isEmpty)
            }
        }
    }

    @Test func `what was not taken comes in pages that fit an answer`() async throws {
        try await TestHub.serving { hub in
            let owner = try await TestLaptop(hub, code: hub.ownerCode)
            var laptops: [TestLaptop] = []
            for name in ["Mira", "Nils"] {
                var laptop = try await TestLaptop(hub, of: name)
                try await laptop.sync()
                laptops.append(laptop)
                // One refusal each, between what is kept.
                try await laptop.sync([laptop.creation(of: TicketSchema.category, "Network")])
                _ = try hub.administration.revokeDevice("\(name)'s laptop")
                let text = String(repeating: "x", count: 150_000)
                let units = (2...12 as ClosedRange<UInt64>).map {
                    laptop.creation(of: TicketSchema.contact, text, n: $0)
                }
                _ = try await keep(laptop, units, after: 1)
            }
            var pages: [[String]] = []
            var path = "/v1/admin/refused"
            while true {
                let (status, page) = try await owner.ask(path)
                #expect(status == 200)
                let dots = page.array?.compactMap { $0["dot"]?.string } ?? []
                guard let last = dots.last else { break }
                pages.append(dots)
                path = "/v1/admin/refused/\(last)"
            }
            let all = laptops.flatMap { laptop in
                (1...12).map { "\(laptop.position.ordinal).\($0)" }
            }
            #expect(pages.flatMap { $0 } == all)
            #expect(pages.count > 2)
            #expect(try hub.administration.untaken().map { "\($0.dot)" } == all)
            let (status, answer) = try await owner.ask("/v1/admin/refused/x")
            #expect(status == 400 && code(answer) == "malformed")
        }
    }
}

extension TestLaptop {
    /// Asks an administration path; an answer in JSON, whatever its status.
    fileprivate func ask(_ path: String) async throws -> (status: Int, answer: JSONValue) {
        let response = try await client.send(HubRequest(.get, path, accept: "application/json"))
        let text = String(decoding: response.body, as: UTF8.self)
        return (response.status, try JSONValue(parsing: text))
    }
}
