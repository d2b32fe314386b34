// Two people work on one ticket, apart and together, while its client reloads the portal: no page
// ever holds what nobody said or saw.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Leaks through the portal` {
    @Test(arguments: 0..<4)
    func `over sockets no client reads what nobody said or saw`(seed: Int) async throws {
        try await PortalWorld.serving { world in
            var walk = try await PortalLeakWalk(world, seed: UInt64(seed))
            for _ in 0..<60 { try await walk.step() }
            #expect(walk.leaks == [], "seed \(seed)")
            #expect(walk.textsRead > 0, "the client read nothing")
        }
    }
}

/// One run. A text is a number, written `#17;` wherever it stands.
private struct PortalLeakWalk {
    private let laptops: [DeskLaptop]
    private let browser: Browser
    private let ticket: RowID
    private var random: SeededNumbers
    /// The page that each person looks at, which may be older than what has arrived.
    private var pages: [TicketDetail]
    private var rowByText: [Int: RowKey] = [:]
    private var writerByText: [Int: Int] = [:]
    private var released: Set<Int> = []
    private(set) var leaks: [String] = []
    private(set) var textsRead = 0

    init(_ world: PortalWorld, seed: UInt64) async throws {
        laptops = [world.office, world.field]
        ticket = try world.ticket("Pump", isShared: false)
        try await world.meet()
        browser = try await world.browser()
        random = SeededNumbers(seed)
        let id = ticket
        pages = try laptops.map { try $0.desk.ticket(id) }
    }

    mutating func step() async throws {
        let person = below(laptops.count)
        if below(10) < 6 { pages[person] = try laptops[person].desk.ticket(ticket) }
        try act(person)
        if below(3) == 0 { try await laptops[person].sync() }
        let answers = [try await browser.tickets(), try await browser.ticket(ticket)]
        for answer in answers {
            let body = answer.body.range(of: "<body>").map { answer.body[$0.upperBound...] } ?? ""
            let texts = Self.texts(in: String(body))
            textsRead += texts.count
            leaks += texts.filter { !released.contains($0) }.map { "#\($0);" }
        }
    }

    private mutating func act(_ person: Int) throws {
        let desk = laptops[person].desk
        switch below(10) {
        case 0: try edit(person) { $0.title = $1 }
        case 1: try edit(person) { $0.append = $1 }
        case 2, 3:
            let isToClient = below(2) == 0
            let text = write(person, key, isSaid: isToClient)
            let row = try desk.comment(on: ticket, text, isToClient ? .toClient : .internal)
            for number in Self.texts(in: text) { rowByText[number] = key(row) }
        case 4:
            guard let comment = anyComment(person) else { return }
            let text = write(person, key(comment.id), isSaid: comment.isVisible)
            try desk.editComment(comment.id, text, seen: screen(person))
        case 5, 6:
            release(key, by: person)
            try desk.share(ticket, seen: screen(person))
        case 7: try desk.unshare(ticket, seen: screen(person))
        default:
            guard let comment = anyComment(person) else { return }
            release(key(comment.id), by: person)
            try desk.publishComment(comment.id, seen: screen(person))
        }
    }

    private mutating func edit(
        _ person: Int, _ change: (inout TicketEdit, String) -> Void
    ) throws {
        let text = write(person, key, isSaid: pages[person].ticket.isShared)
        var edit = TicketEdit()
        change(&edit, text)
        try laptops[person].desk.edit(ticket, edit, seen: screen(person))
    }

    private mutating func anyComment(_ person: Int) -> CommentRecord? {
        let comments = pages[person].comments
        return comments.isEmpty ? nil : comments[below(comments.count)]
    }

    private func screen(_ person: Int) -> Rendered? { Rendered(token: pages[person].seen) }

    // MARK: The books

    private var key: RowKey { RowKey(TicketSchema.ticket, ticket) }

    private func key(_ comment: RowID) -> RowKey { RowKey(TicketSchema.comment, comment) }

    private mutating func write(_ person: Int, _ row: RowKey, isSaid: Bool) -> String {
        let number = writerByText.count + 1
        rowByText[number] = row
        writerByText[number] = person
        if isSaid { released.insert(number) }
        return "#\(number);"
    }

    /// What the page shows of the row was seen, and so were the publisher's own words.
    private mutating func release(_ row: RowKey, by person: Int) {
        let own = writerByText.filter { $0.value == person }.keys
        let seen = Self.texts(in: pages[person].json.description) + own
        released.formUnion(seen.filter { rowByText[$0] == row })
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() >> 33) % bound }

    private static func texts(in text: String) -> [Int] {
        text.matches(of: /#(\d+);/).compactMap { Int($0.1) }
    }
}

/// Numbers that look random and are not. Source: SplitMix64, Steele, Lea, Flood, 2014.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
