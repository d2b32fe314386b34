// The leak runs of Tests/ConflictTests once more, few and through everything: desk, store,
// sessions, and pages that are older than what has arrived since.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientLeakTests {
    @Test(arguments: 0..<8)
    func `through desk and store no client reads what nobody said or saw`(seed: UInt64) throws {
        var walk = try ClientLeakWalk(seed: seed)
        for _ in 0..<60 { try walk.step() }
        #expect(walk.leaks == [])
        #expect(walk.answers > 0, "no client was ever answered")
    }
}

/// Three laptops over one ticket. A text is a number, written `#17;` wherever it stands.
private struct ClientLeakWalk {
    private let laptops: [Laptop]
    private let ticket: RowID
    private let ada: RowID
    private var random: SeededNumbers
    /// The page that each person looks at, as it was printed.
    private var pages: [TicketDetail]
    private var rowByText: [Int: RowKey] = [:]
    private var writerByText: [Int: Int] = [:]
    private var released: Set<Int> = []
    private(set) var leaks: [String] = []
    private(set) var answers = 0

    init(seed: UInt64) throws {
        let office = try Office()
        laptops = try ["Ana", "Bo", "Cem"].map { try office.laptop(of: $0) }
        ada = try laptops[0].desk.add(NamedDraft("Ada"), to: .contact)
        var draft = TicketDraft(title: "Pump")
        draft.contact = "Ada"
        ticket = try laptops[0].desk.createTicket(draft)
        random = SeededNumbers(seed)
        for laptop in laptops { try laptop.sync() }
        let id = ticket
        pages = try laptops.map { try $0.desk.ticket(id) }
    }

    mutating func step() throws {
        let person = below(laptops.count)
        if below(10) < 6 { pages[person] = try laptops[person].desk.ticket(ticket) }
        switch below(14) {
        case 0, 1: try edit(person) { $0.title = $1 }
        case 2, 3: try edit(person) { $0.append = $1 }
        case 4: try comment(person)
        case 5, 6: try editComment(person)
        case 7: try share(person)
        case 8: try laptops[person].desk.unshare(ticket, seen: screen(person))
        case 9: try publish(person)
        case 10: try confirm(person)
        default: try laptops[person].sync()
        }
        for laptop in laptops { look(at: laptop) }
    }

    private mutating func look(at laptop: Laptop) {
        guard let answer = try? laptop.desk.ticket(ticket, as: ada) else { return }
        answers += 1
        let texts = Self.texts(in: answer.json.description)
        leaks += texts.filter { !released.contains($0) }.map { "#\($0);" }
    }

    // MARK: What people do, and what their pages say of it

    private mutating func edit(
        _ person: Int, _ change: (inout TicketEdit, String) -> Void
    ) throws {
        let text = write(person, ticketKey, isSaid: pages[person].ticket.isShared)
        var edit = TicketEdit()
        change(&edit, text)
        try laptops[person].desk.edit(ticket, edit, seen: screen(person))
    }

    private mutating func comment(_ person: Int) throws {
        let isToClient = below(2) == 0
        let text = write(person, ticketKey, isSaid: isToClient)
        let row = try laptops[person].desk.comment(
            on: ticket, text, isToClient ? .toClient : .internal)
        for number in Self.texts(in: text) { rowByText[number] = key(row) }
    }

    private mutating func editComment(_ person: Int) throws {
        guard let comment = anyComment(person) else { return }
        let text = write(person, key(comment.id), isSaid: comment.isVisible)
        try laptops[person].desk.editComment(comment.id, text, seen: screen(person))
    }

    private mutating func share(_ person: Int) throws {
        release(ticketKey, by: person)
        try laptops[person].desk.share(ticket, seen: screen(person))
    }

    private mutating func publish(_ person: Int) throws {
        guard let comment = anyComment(person) else { return }
        release(key(comment.id), by: person)
        try laptops[person].desk.publishComment(comment.id, seen: screen(person))
    }

    private mutating func confirm(_ person: Int) throws {
        let page = pages[person]
        let held = page.comments.filter(\.isHeld).map { key($0.id) }
        let isTicketHeld = page.conflicts.contains { $0.field == "shared" && $0.isHeld }
        guard isTicketHeld || !held.isEmpty else { return }
        for row in held + (isTicketHeld ? [ticketKey] : []) { release(row, by: person) }
        try laptops[person].desk.confirmRelease(ticket, seen: screen(person))
    }

    private mutating func anyComment(_ person: Int) -> CommentRecord? {
        let comments = pages[person].comments
        return comments.isEmpty ? nil : comments[below(comments.count)]
    }

    private func screen(_ person: Int) -> Rendered? { Rendered(token: pages[person].seen) }

    // MARK: The books

    private var ticketKey: RowKey { RowKey(TicketSchema.ticket, ticket) }

    private func key(_ comment: RowID) -> RowKey { RowKey(TicketSchema.comment, comment) }

    private mutating func write(_ person: Int, _ row: RowKey, isSaid: Bool) -> String {
        let number = rowByText.count + 1
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
