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

    /// A row that changes something, with what it changes; the first makes the ticket.
    private struct Step {
        let event: IncidentEvent
        let ticket: IncidentTicket
        let edit: TicketEdit?
    }

    mutating func take(_ number: String, _ events: [IncidentEvent]) throws {
        report.rows += events.count
        let known = try desk.ticket(externalID: number)
        if known != nil { report.existing += 1 }
        let steps = try steps(events)
        let done = try known.map { try unitTimes($0) } ?? [:]
        let pending = steps[Self.firstPending(of: steps, done)...]
        var ticket = known
        let before = report.created + report.updates
        for step in pending { ticket = try write(step, number, on: ticket) }
        guard report.created + report.updates > before, let ticket, let last = pending.last else {
            return
        }
        let writers = pending.map { "\($0.event.actedAt) \($0.event.writer)" + lost(of: $0.event) }
        let text = "Written in the incident log by:\n" + writers.joined(separator: "\n")
        try desk.acting(at: last.event.actedAt.milliseconds).comment(on: ticket, text, .internal)
    }

    /// The rows that become units: names that nothing bears here change nothing.
    private mutating func steps(_ events: [IncidentEvent]) throws -> [Step] {
        var steps: [Step] = []
        var previous: (raw: IncidentTicket, known: IncidentTicket)?
        for event in events {
            let known = try resolved(event.ticket)
            defer { previous = (event.ticket, known) }
            guard let previous else {
                steps.append(Step(event: event, ticket: known, edit: nil))
                continue
            }
            if event.ticket.difference(from: previous.raw).isEmpty { report.unchanged += 1 }
            let edit = known.difference(from: previous.known)
            if !edit.isEmpty { steps.append(Step(event: event, ticket: known, edit: edit)) }
        }
        return steps
    }

    /// The first step whose unit is not in the history. Units were written in the order of the
    /// steps, so all before the last that is there are done; of those in one minute, as many as
    /// there are units.
    private static func firstPending(of steps: [Step], _ done: [Moment: Int]) -> Int {
        guard let last = steps.lastIndex(where: { done[$0.event.actedAt] != nil }) else {
            return 0
        }
        let time = steps[last].event.actedAt
        let sameTime = steps.indices.filter { $0 <= last && steps[$0].event.actedAt == time }
        let count = done[time] ?? 0
        return count < sameTime.count ? sameTime[count] : last + 1
    }

    /// How many units of the ticket were acted at which time.
    private func unitTimes(_ ticket: RowID) throws -> [Moment: Int] {
        try desk.store.read { reader in
            let entries = try reader.history(of: [RowKey(TicketSchema.ticket, ticket)])
            return entries.reduce(into: [:]) { counts, entry in
                counts[Moment(milliseconds: entry.unit.stamp.milliseconds), default: 0] += 1
            }
        }
    }

    private mutating func write(_ step: Step, _ number: String, on ticket: RowID?) throws -> RowID {
        let acting = desk.acting(at: step.event.actedAt.milliseconds)
        if let ticket, let edit = step.edit {
            if try acting.edit(ticket, edit) != nil { report.updates += 1 }
            return ticket
        }
        report.created += 1
        return try acting.createTicket(step.ticket.draft(externalID: number))
    }

    /// The same with ids for names, and nothing for names that mean no row.
    private mutating func resolved(_ ticket: IncidentTicket) throws -> IncidentTicket {
        var ticket = ticket
        ticket.category = try names.row(ticket.category, in: .category)?.text
        ticket.project = try names.row(ticket.project, in: .project)?.text
        ticket.contact = try names.row(ticket.contact, in: .contact)?.text
        ticket.organization = try names.row(ticket.organization, in: .organization)?.text
        ticket.assignee = try names.member(ticket.assignee)?.text
        report.unknown = names.unknown
        return ticket
    }

    private func lost(of event: IncidentEvent) -> String {
        guard let assignee = event.ticket.assignee,
            names.unknown.contains("member \"\(assignee)\"")
        else { return "" }
        return " (assigned to \(assignee))"
    }
}
