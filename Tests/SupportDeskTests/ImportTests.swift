// Importing tickets: once each, whatever their spelling, with the line of every mistake.

import SupportDesk
import SyncEngine
import Testing

@Suite struct ImportTests {
    let office: Office
    let ana: Laptop
    let desk: Desk

    init() throws {
        office = try Office()
        ana = try office.laptop(of: "Ana")
        desk = ana.desk
    }

    private static let csv = """
        Key,Summary,Description,Status,Priority,Category,Assignee,Contact,Company,Estimate,Created
        T-1,Printer is down,"Since, well, ""this"" morning",New,Critical,Hardware,\
        Ana,Cleo,Acme,2h30,2026-10-01T08:00:00Z
        T-2,Line is slow,,In Progress,,Network,Zoe,,,,2026-10-02
        T-3,Done already,,Closed,Low,Hardware,,,,,

        """

    @Test func `a CSV file becomes tickets with their fields and times`() throws {
        let file = try TemporaryFile(Self.csv, as: "csv")
        var seen = 0
        let report = try desk.importTickets(path: file.path) { seen = $0.rows }
        #expect(seen == 3)
        #expect(report.rows == 3)
        #expect(report.created == 3)
        #expect(report.existing == 0)
        #expect(report.unknown == ["member \"Zoe\""])
        var filter = TicketFilter()
        filter.sort = TicketFilter.Sort(.id)
        let tickets = try desk.ticketList(filter)
        #expect(tickets.map(\.title) == ["Printer is down", "Line is slow", "Done already"])
        #expect(tickets.map(\.status) == ["open", "in_progress", "closed"])
        #expect(tickets.map(\.priority) == ["urgent", "normal", "low"])
        #expect(tickets.map(\.category) == ["Hardware", "Network", "Hardware"])
        #expect(tickets.map(\.assignee) == ["Ana", nil, nil])
        #expect(tickets[0].description == "Since, well, \"this\" morning")
        #expect(tickets[0].contact == "Cleo")
        #expect(tickets[0].organization == "Acme")
        #expect(tickets[0].estimate == 150)
        #expect(tickets[0].createdAt.description == "2026-10-01T08:00:00.000Z")
        #expect(tickets[1].createdAt.description == "2026-10-02T00:00:00.000Z")
        #expect(tickets[2].createdAt.description == "2026-11-20T09:00:00.000Z")
        #expect(
            try desk.ticket(tickets[1].id).comments.map(\.body)
                == ["Imported without assignee \"Zoe\": unknown here."])
    }

    @Test func `importing again makes no ticket, here or on another laptop`() throws {
        let file = try TemporaryFile(Self.csv, as: "csv")
        _ = try desk.importTickets(path: file.path)
        let waiting = try desk.unsent().count
        let again = try desk.importTickets(path: file.path)
        #expect(again.created == 0)
        #expect(again.existing == 3)
        #expect(try desk.unsent().count == waiting, "not even a list has grown")
        try ana.sync()
        let bo = try office.laptop(of: "Bo")
        #expect(try bo.desk.importTickets(path: file.path).existing == 3)
        #expect(try bo.desk.ticketList().count == 3)
    }

    @Test func `rows without a key are told apart by their content`() throws {
        let file = try TemporaryFile("title\nOne\nTwo\nOne\n", as: "csv")
        let report = try desk.importTickets(path: file.path)
        #expect(report.created == 2)
        #expect(report.existing == 1)
        #expect(try desk.importTickets(path: file.path).existing == 3)
    }

    @Test func `a JSON array becomes tickets`() throws {
        let file = try TemporaryFile(
            #"""
            [{"id": 7, "title": "One", "priority": "high", "tags": ["x"], "estimate": 45},
             {"id": 8, "title": "Two", "description": null}]
            """#, as: "json")
        #expect(try desk.importTickets(path: file.path).created == 2)
        #expect(try desk.importTickets(path: file.path).existing == 2)
        let tickets = try desk.ticketList()
        #expect(tickets.map(\.title) == ["Two", "One"])
        #expect(tickets[1].priority == "high")
        #expect(tickets[1].estimate == 45)
    }

    @Test func `columns are mapped by name`() throws {
        let file = try TemporaryFile("Nr,Thema\n1,Drucker\n", as: "csv")
        #expect(throws: DeskError.self) { try desk.importTickets(path: file.path) }
        let mapping = try ImportMapping(option: "title=Thema,id=Nr")
        #expect(try desk.importTickets(path: file.path, mapping: mapping).created == 1)
        #expect(throws: DeskError.self) { try ImportMapping(option: "colour=Farbe") }
        #expect(throws: DeskError.self) {
            try desk.importTickets(path: file.path, mapping: ImportMapping(option: "title=Titel"))
        }
    }

    @Test(arguments: [
        ("title,status\nOne,open\nTwo,purple\n", "Line 3: \"purple\" is no status."),
        ("title,status\nOne,open\nTwo\n", "Line 3: 1 fields under 2 columns."),
        ("id,title\n1,One\n2,  \n", "Line 3: The title is empty."),
        (
            "title,created\nOne,2026-11-20\nTwo,yesterday\n",
            "Line 3: \"yesterday\" is no time as RFC 3339 has it."
        ),
        ("title,estimate\nOne,5\nTwo,long\n", "Line 3: \"long\" is no length of time."),
    ])
    func `a mistake is named with its line, and what stood before it is kept`(
        text: String, message: String
    ) throws {
        let file = try TemporaryFile(text, as: "csv")
        let error = #expect(throws: DeskError.self) { try desk.importTickets(path: file.path) }
        #expect(error?.code == .badFile)
        #expect(error?.message == message)
        #expect(try desk.ticketList().map(\.title) == ["One"])
    }

    @Test(arguments: [("", "csv"), ("title,title\n", "csv"), ("{}", "json"), ("[1]", "json")])
    func `a file of another kind is refused`(text: String, kind: String) throws {
        let file = try TemporaryFile(text, as: kind)
        #expect(throws: DeskError.self) { try desk.importTickets(path: file.path) }
        #expect(try desk.unsent().isEmpty)
    }

    @Test func `a file that is not there is refused`() {
        #expect(throws: DeskError.self) { try desk.importTickets(path: "no/such/file.csv") }
    }

    @Test func `a member imports without the categories that he may not make`() throws {
        let eve = try office.laptop(of: "Eve", role: .member)
        let file = try TemporaryFile("title,category,contact\nOne,Hardware,Cleo\n", as: "csv")
        let report = try eve.desk.importTickets(path: file.path)
        #expect(report.unknown == ["category \"Hardware\""])
        let ticket = try #require(try eve.desk.ticketList().first)
        #expect(ticket.category == nil)
        #expect(ticket.contact == "Cleo")
        try eve.sync()
        #expect(try eve.desk.setAside().isEmpty, "nothing that the hub would refuse was written")
    }
}
