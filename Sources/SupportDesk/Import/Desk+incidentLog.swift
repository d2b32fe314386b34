// Importing the incident log: each incident a ticket with its history, each update once.

import LocalStore
import SyncEngine

extension Desk {
    /// Imports a log of incidents.
    ///
    /// The first row of an incident creates its ticket, every later row that changes something we
    /// hold is a unit; each counts as done when the row says. Rows whose unit stands in the
    /// ticket's history already are passed over, so that an import cut short goes on where it
    /// stopped and a longer log adds what is new. All units are this laptop's: who wrote each row
    /// stands in an internal comment on the ticket.
    /// - Parameter progress: called after each incident.
    public func importIncidents(
        _ log: IncidentLog, progress: (ImportReport) -> Void = { _ in }
    ) throws -> ImportReport {
        try store.prepareDerived()
        var importing = IncidentImport(desk: self)
        for incident in log.incidents {
            try importing.take(incident.number, incident.events)
            progress(importing.report)
        }
        return importing.report
    }
}

/// An import of incidents under way.
private struct IncidentImport {
    private(set) var report = ImportReport()
    private let desk: Desk
    private var names: ImportedNames

    init(desk: Desk) {
        self.desk = desk
        names = ImportedNames(desk: desk)
    }

    mutating func take(_ number: String, _ events: [IncidentEvent]) throws {
        report.rows += events.count
        let known = try desk.ticket(externalID: number)
        var done = try known.map { try unitTimes($0) } ?? [:]
        var ticket = known
        var previous: IncidentTicket?
        var writers: [String] = []
        var last: IncidentEvent?
        for event in events {
            var edit = TicketEdit()
            if let previous { edit = event.ticket.difference(from: previous) }
            defer { previous = event.ticket }
            if previous != nil, edit.isEmpty {
                report.unchanged += 1
                continue
            }
            if let count = done[event.actedAt], count > 0 {
                done[event.actedAt] = count - 1
                continue
            }
            let units = report.created + report.updates
            ticket = try write(event, edit, on: ticket)
            writers.append("\(event.actedAt) \(event.writer)" + lost(of: event))
            if report.created + report.updates > units { last = event }
        }
        if known != nil { report.existing += 1 }
        if let ticket, let last { try sign(ticket, writers, last) }
    }

    /// How many units of the ticket were acted at which time.
    private func unitTimes(_ ticket: RowID) throws -> [Moment: Int] {
        try desk.store.prepareDerived()
        return try desk.store.read { reader in
            let entries = try reader.history(of: [RowKey(TicketSchema.ticket, ticket)])
            return entries.reduce(into: [:]) { counts, entry in
                counts[Moment(milliseconds: entry.unit.stamp.milliseconds), default: 0] += 1
            }
        }
    }

    private mutating func write(
        _ event: IncidentEvent, _ edit: TicketEdit, on ticket: RowID?
    ) throws -> RowID {
        let acting = desk.acting(at: event.actedAt.milliseconds)
        if let ticket {
            // An update to an unknown member alone may have nothing left to write.
            if try acting.edit(ticket, try resolved(edit)) != nil { report.updates += 1 }
            return ticket
        }
        var draft = event.ticket.draft(externalID: event.incident)
        draft.category = try names.row(event.ticket.category, in: .category)
        draft.assignee = try names.member(event.ticket.assignee)
        draft.contact = try names.row(event.ticket.contact, in: .contact)
        draft.organization = try names.row(event.ticket.organization, in: .organization)
        draft.project = try names.row(event.ticket.project, in: .project)
        report.unknown = names.unknown
        report.created += 1
        return try acting.createTicket(draft)
    }

    /// Names as the rows that they mean; one that means none clears the field.
    private mutating func resolved(_ edit: TicketEdit) throws -> TicketEdit {
        var edit = edit
        edit.category = try resolved(edit.category) { try $0.row($1, in: .category) }
        edit.project = try resolved(edit.project) { try $0.row($1, in: .project) }
        edit.contact = try resolved(edit.contact) { try $0.row($1, in: .contact) }
        edit.organization = try resolved(edit.organization) {
            try $0.row($1, in: .organization)
        }
        edit.assignee = try resolved(edit.assignee) { try $0.member($1) }
        report.unknown = names.unknown
        return edit
    }

    private mutating func resolved(
        _ change: Change<Reference>, _ find: (inout ImportedNames, String) throws -> Reference?
    ) throws -> Change<Reference> {
        guard case .set(let name) = change else { return change }
        return try find(&names, name.text).map { .set($0) } ?? .clear
    }

    private func lost(of event: IncidentEvent) -> String {
        guard let assignee = event.ticket.assignee,
            names.unknown.contains("member \"\(assignee)\"")
        else { return "" }
        return " (assigned to \(assignee))"
    }

    private func sign(_ ticket: RowID, _ writers: [String], _ last: IncidentEvent) throws {
        let text = "Written in the incident log by:\n" + writers.joined(separator: "\n")
        try desk.acting(at: last.actedAt.milliseconds).comment(on: ticket, text, .internal)
    }
}
