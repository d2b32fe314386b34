// The list of tickets: every filter alone, filters together, words, orders, pages.

import SupportDesk
import SyncEngine
import Testing

@Suite struct FilterTests {
    let office: Office
    let ana: Laptop
    let desk: Desk
    /// By title.
    let tickets: [String: RowID]

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        _ = try office.laptop(of: "Bo")
        try ana.sync()
        desk = ana.desk
        try desk.add(NamedDraft("Hardware"), to: .category)
        try desk.add(NamedDraft("Network"), to: .category)
        try desk.add(NamedDraft("Incident"), to: .type)
        try desk.add(NamedDraft("Acme"), to: .organization)
        try desk.add(NamedDraft("Cleo", organization: "Acme"), to: .contact)
        try desk.add(NamedDraft("Move"), to: .project)
        var made: [String: RowID] = [:]
        for draft in Self.drafts {
            made[draft.title] = try desk.createTicket(draft)
            office.clock.advance(minutes: 1)
        }
        tickets = made
    }

    private static var drafts: [TicketDraft] {
        var printer = TicketDraft(title: "Printer is down")
        printer.description = "The café on the second floor."
        printer.priority = .urgent
        printer.category = "Hardware"
        printer.assignee = "Ana"
        printer.contact = "Cleo"
        var line = TicketDraft(title: "line is slow")
        line.status = .inProgress
        line.category = "Network"
        line.type = "Incident"
        line.assignee = "Bo"
        line.organization = "Acme"
        line.estimate = 90
        var move = TicketDraft(title: "Move the office")
        move.status = .closed
        move.priority = .low
        move.project = "Move"
        move.estimate = 600
        let screen = TicketDraft(title: "Screen is dark")
        return [printer, line, move, screen]
    }

    private func titles(_ change: (inout TicketFilter) throws -> Void) throws -> [String] {
        var filter = TicketFilter()
        filter.sort = TicketFilter.Sort(.id)
        try change(&filter)
        return try desk.ticketList(filter).map(\.title)
    }

    @Test func `without a filter all tickets are listed, the newest first`() throws {
        #expect(
            try desk.ticketList().map(\.title)
                == ["Screen is dark", "Move the office", "line is slow", "Printer is down"])
    }

    @Test func `each filter alone`() throws {
        #expect(try titles { $0.status = [.inProgress] } == ["line is slow"])
        #expect(try titles { $0.status = [.inProgress, .closed] }.count == 2)
        #expect(try titles { $0.priority = [.urgent, .low] }.count == 2)
        #expect(try titles { $0.type = [.row("Incident")] } == ["line is slow"])
        #expect(try titles { $0.category = [.row("Hardware")] } == ["Printer is down"])
        #expect(try titles { $0.category = [.row("Hardware"), .row("Network")] }.count == 2)
        #expect(try titles { $0.assignee = [.row("Bo")] } == ["line is slow"])
        #expect(try titles { $0.assignee = [.row("me")] } == ["Printer is down"])
        #expect(try titles { $0.contact = [.row("Cleo")] } == ["Printer is down"])
        #expect(
            try titles { $0.organization = [.row("Acme")] } == ["Printer is down", "line is slow"])
        #expect(try titles { $0.project = [.row("Move")] } == ["Move the office"])
    }

    @Test func `none means a field that is empty`() throws {
        #expect(
            try titles { $0.assignee = [.none] } == ["Move the office", "Screen is dark"])
        #expect(try titles { $0.assignee = [.none, .row("Bo")] }.count == 3)
        #expect(try titles { $0.category = [TicketFilter.Choice(option: "none")] }.count == 2)
    }

    @Test func `filters hold together`() throws {
        #expect(
            try titles {
                $0.organization = [.row("Acme")]
                $0.status = [.open]
            } == ["Printer is down"])
        #expect(
            try titles {
                $0.search = "is"
                $0.status = [.open]
                $0.assignee = [.none]
            } == ["Screen is dark"])
        #expect(
            try titles {
                $0.status = [.closed]
                $0.priority = [.urgent]
            }.isEmpty)
    }

    @Test func `words are found in title and description, as beginnings, without case or accents`()
        throws
    {
        #expect(try titles { $0.search = "PRINT" } == ["Printer is down"])
        #expect(try titles { $0.search = "cafe" } == ["Printer is down"])
        #expect(try titles { $0.search = "second print" } == ["Printer is down"])
        #expect(try titles { $0.search = "is" }.count == 3)
        #expect(try titles { $0.search = "elephant" }.isEmpty)
        #expect(try titles { $0.search = "  " }.count == 4, "blanks are no words")
    }

    @Test(arguments: ["\"", "'); DROP TABLE ticket; --", "title:x OR *", "NEAR(", "%", "\u{0}"])
    func `a search for anything is only words`(text: String) throws {
        _ = try titles { $0.search = text }
        #expect(try desk.ticketList().count == 4)
    }

    @Test func `a losing title is found too`() throws {
        let screen = try ana.screen(tickets["Screen is dark"]!)
        var edit = TicketEdit()
        edit.title = "Monitor is black"
        try desk.edit(tickets["Screen is dark"]!, edit, seen: screen)
        office.clock.advance(minutes: 1)
        edit.title = "Display is off"
        try desk.edit(tickets["Screen is dark"]!, edit, seen: screen)
        #expect(try titles { $0.search = "monitor" } == ["Display is off"])
        #expect(try titles { $0.onlyConflicts = true } == ["Display is off"])
    }

    @Test func `unsent tickets are those with changes of their own or of what belongs to them`()
        throws
    {
        #expect(try titles { $0.onlyUnsent = true }.count == 4)
        try ana.sync()
        #expect(try titles { $0.onlyUnsent = true }.isEmpty)
        try desk.comment(on: tickets["line is slow"]!, "Checked.", .internal)
        #expect(try titles { $0.onlyUnsent = true } == ["line is slow"])
        #expect(try desk.ticket(tickets["line is slow"]!).ticket.isUnsent)
    }

    @Test func `a list is sorted by any key, either way`() throws {
        func sorted(_ option: String) throws -> [String] {
            try titles { $0.sort = try TicketFilter.Sort(option: option) }
        }
        let byTitle = ["line is slow", "Move the office", "Printer is down", "Screen is dark"]
        #expect(try sorted("title") == byTitle)
        #expect(try sorted("-title") == byTitle.reversed())
        #expect(try sorted("priority").first == "Printer is down")
        #expect(try sorted("-priority").first == "Move the office")
        #expect(try sorted("status").last == "Move the office")
        #expect(try sorted("estimate").prefix(2) == ["line is slow", "Move the office"])
        #expect(try sorted("-estimate").prefix(2) == ["Move the office", "line is slow"])
        #expect(try sorted("assignee").prefix(2) == ["Printer is down", "line is slow"])
        #expect(try sorted("created").first == "Printer is down")
        #expect(try sorted("-updated").first == "Screen is dark")
        try desk.claim(tickets["Move the office"]!)
        #expect(try sorted("-updated").first == "Move the office")
        #expect(try sorted("-created").first == "Screen is dark")
        #expect(throws: DeskError.self) { try sorted("colour") }
        for key in TicketFilter.Sort.Key.allCases {
            #expect(try sorted(key.rawValue).count == 4)
        }
    }

    @Test func `pages do not overlap`() throws {
        for key in ["title", "created"] {
            let pages = try (0..<3).map { page in
                try titles {
                    $0.sort = try TicketFilter.Sort(option: key)
                    $0.limit = 2
                    $0.offset = 2 * page
                }
            }
            #expect(pages.map(\.count) == [2, 2, 0])
            #expect(Set(pages.joined()).count == 4)
        }
    }

    @Test func `an unknown name in a filter is an error, not an empty list`() throws {
        let error = #expect(throws: DeskError.self) {
            try titles { $0.category = [.row("Hardwear")] }
        }
        #expect(error?.hint == "Did you mean \"Hardware\"?")
    }

    @Test func `an archived category still filters`() throws {
        try desk.archive("Hardware", in: .category)
        #expect(try titles { $0.category = [.row("Hardware")] } == ["Printer is down"])
    }
}
