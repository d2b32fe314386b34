// Lets a story arrive at a real hub in every order, and reads the portal after each arrival.

import ClientPortal
import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// One story in one order, on a hub and laptops of its own.
struct PortalStoryRun {
    private let story: PortalStory
    private let world: PortalWorld
    private let stage: PortalStage
    private let browsers: [(client: String, browser: Browser)]
    /// Moves that were made and have not been sent.
    private var made: Set<Character> = []
    private var arrived: Set<Character> = []
    /// Every answer that was read, by who read it and what had arrived then.
    private(set) var answers: [Moment: [BrowserAnswer]] = [:]

    /// What had arrived when somebody looked; internal work is no part of it.
    struct Moment: Hashable {
        let client: String
        let arrived: String
    }

    /// The internal work that everything is mixed with.
    private static let internalWork: Character = "Z"

    init(_ story: PortalStory, _ hub: TestHub) async throws {
        self.story = story
        world = try await PortalWorld(hub)
        let people = Set(story.moves.map(\.person) + (story.isWatched ? [.clerk] : []))
        var laptops = [PortalStory.Person.office: world.office, .field1: world.field]
        for person in PortalStory.Person.allCases where laptops[person] == nil {
            guard people.contains(person) else { continue }
            // Lists are the admins', and internal work needs some.
            laptops[person] = try await DeskLaptop(
                hub, of: person.rawValue, role: person == .clerk ? .admin : .member)
        }
        stage = PortalStage(laptops)
        // Who is in, has to be known to name them.
        try await world.office.sync()
        try story.opening(stage)
        try await world.office.sync()
        for person in laptops.keys { try await laptops[person]?.sync() }
        var browsers: [(String, Browser)] = []
        for client in ["Ada", "Bo", "Cem"] {
            browsers.append((client, try await world.browser(of: Reference(client))))
        }
        self.browsers = browsers
    }

    /// All orders of a story's pushes: none comes before what its author had seen.
    static func orders(of story: PortalStory) -> [[Character]] {
        var afterByLetter = Dictionary(
            uniqueKeysWithValues: story.moves.map { ($0.letter, $0.after) })
        if story.isWatched { afterByLetter[internalWork] = [] }
        return orders(of: afterByLetter, after: [])
    }

    private static func orders(
        of waiting: [Character: Set<Character>], after arrived: Set<Character>
    ) -> [[Character]] {
        guard !waiting.isEmpty else { return [[]] }
        return waiting.keys.sorted().filter { waiting[$0]?.isSubset(of: arrived) == true }
            .flatMap { next in
                orders(of: waiting.filter { $0.key != next }, after: arrived.union([next]))
                    .map { [next] + $0 }
            }
    }

    mutating func run(_ order: [Character]) async throws {
        if story.isWatched {
            world.hub.clock.advance(milliseconds: 60_000)
            try MarkedWorld.workInternally(
                on: stage.ticket, try #require(stage.laptops[.clerk]).desk)
        }
        try await actOnWhatArrived()
        try await look(order)
        for letter in order {
            let move = story.moves.first { $0.letter == letter }
            if let move, move.isOfBytes { try await make(move) }
            try await stage.laptops[move?.person ?? .clerk]?.sync()
            arrived.insert(letter)
            try await actOnWhatArrived()
            try await look(order)
        }
        try await lookAgain(order)
    }

    /// Whoever waited for something that has arrived now fetches it and acts; it is sent later.
    private mutating func actOnWhatArrived() async throws {
        for move in story.moves
        where !made.contains(move.letter) && move.after.isSubset(of: arrived) && !move.isOfBytes {
            if !move.after.isEmpty { try await stage.laptops[move.person]?.sync() }
            try await make(move)
        }
    }

    private mutating func make(_ move: PortalStory.Move) async throws {
        world.hub.clock.advance(milliseconds: 60_000)
        try await move.act(stage, try #require(stage.laptops[move.person]).desk)
        made.insert(move.letter)
    }

    /// Every client reads, and gets what the story says of what has arrived.
    private mutating func look(_ order: [Character]) async throws {
        let letters = String(arrived.subtracting([Self.internalWork]).sorted())
        for (client, browser) in browsers {
            let comment = Comment("\(client) after \(letters) in the order \(String(order))")
            let expected = try #require(story.readings[client]?[letters], comment)
            let (list, page) = (
                try await browser.tickets(), try await browser.ticket(stage.ticket)
            )
            for text in story.texts.union([MarkedWorld.mark])
                .subtracting(expected.texts)
            {
                #expect(!page.text.contains(text) && !list.text.contains(text), comment)
            }
            switch expected {
            case .nothing:
                #expect(try await page == browser.nothing(), comment)
                #expect(!list.body.contains("/portal/tickets/"), comment)
            case .page(let texts):
                #expect(page.status == 200, comment)
                for text in texts { #expect(page.body.contains(text), "\(text): \(comment)") }
                #expect(list.body.contains("/portal/tickets/\(stage.ticket)"), comment)
            }
            answers[Moment(client: client, arrived: letters), default: []] += [
                list.withoutNames, page.withoutNames,
            ]
        }
    }

    /// Once everybody has everything, nothing is different, and each laptop says the same of what
    /// the client sees.
    private func lookAgain(_ order: [Character]) async throws {
        for _ in 0..<2 {
            for person in PortalStory.Person.allCases { try await stage.laptops[person]?.sync() }
        }
        let letters = String(story.moves.map(\.letter).sorted())
        for (client, browser) in browsers {
            let page = try await browser.ticket(stage.ticket).withoutNames
            let moment = Moment(client: client, arrived: letters)
            #expect(page == answers[moment]?.last, "\(client), in the order \(String(order))")
            for laptop in stage.laptops.values {
                let contact = try laptop.desk.contactID(Reference(client))
                let seen = try? laptop.desk.ticket(stage.ticket, as: contact)
                #expect((seen == nil) == (page.status == 404), "\(client)")
                // A laptop knows no addresses; where there is one, the page has it in addition.
                guard let seen, !page.body.contains(BrowserAnswer.name) else { continue }
                #expect(page.body == PortalAnswer.ticket(seen) { _ in nil }.body, "\(client)")
            }
        }
    }
}

extension BrowserAnswer {
    /// What stands for a document's name, which is another one at each hub.
    fileprivate static let name = "DOCUMENT-NAME"

    fileprivate var withoutNames: BrowserAnswer {
        var answer = self
        answer.body = body.replacing(/[0-9a-f]{32}/, with: Self.name)
        return answer
    }
}
