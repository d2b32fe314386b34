// The incident log: read as its page in specs/ says, and imported with its history.

import SupportDesk
import SyncEngine
import Testing

@Suite struct IncidentLogTests {
    private static let log = Result {
        try IncidentLog(path: Fixtures.path("incident_event_log.csv"))
    }

    private var log: IncidentLog {
        get throws { try Self.log.get() }
    }

    @Test func `the log has the rows, incidents and people that its page counts`() throws {
        let log = try log
        #expect(log.events.count == 4_056)
        #expect(log.incidents.count == 590)
        #expect(log.writers.count == 148)
        #expect(log.members.count == 251)
        #expect(log.names(in: .contact).count == 449)
        #expect(log.names(in: .type).isEmpty)
        let first = try #require(log.events.first)
        #expect(first.incident == "INC0000045")
        #expect(first.writer == "Updated by 21")
        #expect(first.actedAt.description == "2016-02-29T01:23:00.000Z")
        #expect(first.state == "New")
        #expect(first.ticket.title == "INC0000045 Symptom 72")
        #expect(first.ticket.status == .open)
        #expect(first.ticket.priority == .normal)
        #expect(first.ticket.category == "Category 55")
        #expect(first.ticket.assignee == nil)
        #expect(first.ticket.contact == "Caller 2403")
        #expect(first.ticket.organization == "Location 143")
        #expect(first.ticket.project == "Group 56")
        #expect(
            first.ticket.description == """
                Opened: 29-02-2016 01:16
                By: Opened by 8
                Reported by: Phone
                Subcategory: Subcategory 170
                """)
    }

    @Test func `later rows change what its page counts, field by field`() throws {
        var changed: [String: Int] = [:]
        var unchanged = 0
        for incident in try log.incidents {
            for (previous, next) in zip(incident.events, incident.events.dropFirst()) {
                let edit = next.ticket.difference(from: previous.ticket)
                if edit.isEmpty { unchanged += 1 }
                for name in names(of: edit) { changed[name, default: 0] += 1 }
            }
        }
        #expect(unchanged == 1_281)
        #expect(
            changed == [
                "title": 48, "description": 65, "status": 1_462, "priority": 34, "category": 49,
                "assignee": 289, "client": 5, "project": 599,
            ])
    }

    private func names(of edit: TicketEdit) -> [String] {
        [
            edit.title == nil ? nil : "title",
            edit.description == nil ? nil : "description",
            edit.status == nil ? nil : "status",
            edit.priority == nil ? nil : "priority",
            edit.category == .keep ? nil : "category",
            edit.assignee == .keep ? nil : "assignee",
            edit.contact == .keep && edit.organization == .keep ? nil : "client",
            edit.project == .keep ? nil : "project",
        ].compactMap { $0 }
    }

    private static let header =
        "number,incident_state,sys_updated_by,sys_updated_at,priority,assigned_to,category"

    private func small(_ rows: [String]) throws -> IncidentLog {
        let file = try TemporaryFile(
            ([Self.header] + rows).joined(separator: "\n") + "\n", as: "csv")
        return try IncidentLog(path: file.path)
    }

    private static let rows = [
        "INC1,New,Writer  1,01-03-2016 08:00,3 - Moderate,?,Category 1",
        "INC1,Active,Writer 2,01-03-2016 09:00,3 - Moderate,Ana,Category 1",
        "INC1,Awaiting User Info,Writer 2,01-03-2016 09:30,3 - Moderate,Ana,Category 1",
        "INC1,Resolved,Writer 1,01-03-2016 08:30,3 - Moderate,Zoe,?",
        "INC2,New,Writer 2,01-03-2016 08:00,1 - Critical,?,?",
    ]

    @Test func `an import keeps the history with its times, in the order of the file`() throws {
        let desk = try Office().laptop(of: "Ana").desk
        let report = try desk.importIncidents(small(Self.rows))
        #expect(report.rows == 5)
        #expect(report.created == 2)
        #expect(report.updates == 2)
        #expect(report.unchanged == 1)
        #expect(report.unknown == ["member \"Zoe\""])
        var filter = TicketFilter()
        filter.sort = TicketFilter.Sort(.id)
        let tickets = try desk.ticketList(filter)
        #expect(tickets.map(\.title) == ["INC1", "INC2"])
        #expect(tickets.map(\.status) == ["resolved", "open"])
        #expect(tickets[0].assignee == nil, "Zoe is not a member here")
        #expect(tickets[0].category == nil)
        let steps = try desk.history(tickets[0].id).filter { $0.field == "status" }
        #expect(steps.map(\.to) == ["open", "in_progress", "resolved"])
        #expect(
            steps.map(\.actedAt.description) == [
                "2016-03-01T08:00:00.000Z", "2016-03-01T09:00:00.000Z",
                "2016-03-01T08:30:00.000Z",
            ])
        #expect(
            try desk.ticket(tickets[0].id).comments.map(\.body) == [
                """
                Written in the incident log by:
                2016-03-01T08:00:00.000Z Writer 1
                2016-03-01T09:00:00.000Z Writer 2
                2016-03-01T08:30:00.000Z Writer 1 (assigned to Zoe)
                """
            ])
    }

    @Test func `importing again adds only rows that are new`() throws {
        let desk = try Office().laptop(of: "Ana").desk
        _ = try desk.importIncidents(small(Array(Self.rows.prefix(2))))
        let first = try desk.ticketList()[0].id
        try desk.claim(first)
        let longer = try desk.importIncidents(small(Self.rows))
        #expect(longer.created == 1)
        #expect(longer.existing == 1)
        #expect(longer.updates == 1)
        let waiting = try desk.unsent().count
        let again = try desk.importIncidents(small(Self.rows))
        #expect([again.created, again.updates] == [0, 0])
        #expect(again.existing == 2)
        #expect(try desk.unsent().count == waiting)
    }

    @Test func `the whole log is imported, every change a unit, and again without a trace`() throws
    {
        let office = try Office()
        let ana = try office.laptop(of: "Ana")
        let log = try log
        let report = try ana.desk.importIncidents(log)
        #expect(report.rows == 4_056)
        #expect(report.created == 590)
        #expect(report.unchanged == 1_281)
        #expect(report.unknown.count == 103, "each resolver, and nothing but resolvers")
        var filter = TicketFilter()
        filter.status = [.closed]
        #expect(try ana.desk.ticketList(filter).count == 590)
        let waiting = try ana.desk.unsent().count
        let again = try ana.desk.importIncidents(log)
        #expect([again.created, again.updates, again.existing] == [0, 0, 590])
        #expect(try ana.desk.unsent().count == waiting)
    }

    @Test(arguments: [
        ("INC1,Odd,W,01-03-2016 08:00,4 - Low,?,?", "\"Odd\" is no state of an incident."),
        (
            "INC1,New,W,2016-03-01 08:00,4 - Low,?,?",
            "\"2016-03-01 08:00\" is no time as dd-mm-yyyy hh:mm."
        ),
        (
            "INC1,New,W,31-02-2016 08:00,4 - Low,?,?",
            "\"31-02-2016 08:00\" is no time as dd-mm-yyyy hh:mm."
        ),
        ("INC1,New,?,01-03-2016 08:00,4 - Low,?,?", "There is no sys_updated_by."),
        ("INC1,New,W,01-03-2016 08:00,5 - None,?,?", "\"5 - None\" is no priority of an incident."),
        ("INC1,New,W", "3 fields under 7 columns."),
    ])
    func `a row that is none of a log is an error with its line`(row: String, message: String) {
        let error = #expect(throws: DeskError.self) { try small([Self.rows[0], row]) }
        #expect(error?.message == "Line 3: " + message)
    }

    @Test func `a file that is no log says which columns it lacks`() throws {
        let file = try TemporaryFile("title\nOne\n", as: "csv")
        let error = #expect(throws: DeskError.self) { try IncidentLog(path: file.path) }
        #expect(error?.message.contains("incident_state") == true)
    }
}
