// Logged time, filtered and summed: a total is always a sum of rows.

import LocalStore
public import SyncEngine

/// Which time entries to list.
public struct TimeFilter: Hashable, Sendable {
    public var ticket: RowID?
    public var member: Reference?
    public var organization: Reference?
    public var project: Reference?
    /// The first day and the last, both counted.
    public var from: CalendarDay?
    public var to: CalendarDay?

    public init() {}
}

/// By what time is summed.
public enum TimeGrouping: String, Hashable, Sendable, CaseIterable {
    case ticket, member, organization, project, day
}

/// The time of one group.
public struct TimeTotal: Hashable, Sendable {
    /// The ticket's id, or a name; `nil` for what has none.
    public let group: String?
    public let minutes: Int64
    public let entries: Int

    /// - Parameter grouping: names the key of the group.
    public func json(by grouping: TimeGrouping) -> JSONValue {
        .object([
            .init(grouping.rawValue, .optional(group)), .init("minutes", .integer(minutes)),
            .init("entries", .integer(Int64(entries))),
        ])
    }
}

extension Desk {
    /// The time entries that pass, by day, then id; deleted ones are left out.
    public func timeList(_ filter: TimeFilter = TimeFilter()) throws -> [TimeRecord] {
        try store.read { reader in
            let people = try People(reader, identity: store.identity)
            return try timeRows(filter, reader).map { TimeRecord($0.row, of: $0.ticket, people) }
        }
    }

    /// The same entries, each with the ticket's title and client: what a time sheet prints.
    public func timeSheet(_ filter: TimeFilter = TimeFilter()) throws -> TimeSheet {
        try store.read { reader in
            let people = try People(reader, identity: store.identity)
            let list = try TicketListing(reader, self)
            let rows = try timeRows(filter, reader)
            let tickets = try list.records(of: Set(rows.map(\.ticket)).sorted())
            let ticketByID = Dictionary(uniqueKeysWithValues: tickets.map { ($0.id, $0) })
            return TimeSheet(
                lines: rows.compactMap { item in
                    ticketByID[item.ticket].map {
                        TimeSheet.Line(
                            entry: TimeRecord(item.row, of: item.ticket, people), ticket: $0)
                    }
                })
        }
    }

    /// The same entries, summed; the groups by name, what has none last.
    public func timeTotals(
        _ filter: TimeFilter = TimeFilter(), by grouping: TimeGrouping
    ) throws -> [TimeTotal] {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            var totals: [String?: (minutes: Int64, entries: Int)] = [:]
            for item in try timeRows(filter, reader) {
                let group = try group(of: item, by: grouping, reader, display)
                let minutes = item.row.value(TimeEntryField.minutes).integer ?? 0
                let total = totals[group] ?? (0, 0)
                totals[group] = (total.minutes + minutes, total.entries + 1)
            }
            return totals.map {
                TimeTotal(group: $0.key, minutes: $0.value.minutes, entries: $0.value.entries)
            }.sorted { left, right in
                guard let first = left.group, let second = right.group else {
                    return left.group != nil && right.group == nil
                }
                return Value.text(first) < .text(second)
            }
        }
    }

    private typealias TimeRow = (row: Row, ticket: RowID)

    private func group(
        of item: TimeRow, by grouping: TimeGrouping, _ reader: StoreReader, _ display: Display
    ) throws -> String? {
        switch grouping {
        case .ticket: return item.ticket.description
        case .member: return display.people[item.row.creator].member
        case .day: return item.row.value(TimeEntryField.day).text
        case .organization, .project: break
        }
        guard let ticket = try reader.row(RowKey(TicketSchema.ticket, item.ticket)) else {
            return nil
        }
        if grouping == .project {
            let project = ticket.value(TicketField.project).integer
            return try display.name(of: TicketSchema.project, project)
        }
        let client = ticket.value(TicketField.client).components
        guard client.count == 2 else { return nil }
        return try display.name(of: TicketSchema.organization, client[1].integer)
    }

    private func timeRows(_ filter: TimeFilter, _ reader: StoreReader) throws -> [TimeRow] {
        let lookup = lookup(reader)
        func ids(_ reference: Reference?, _ entity: EntityID) throws -> Value {
            guard let reference else { return .null }
            let found = try lookup.findAll(reference, in: entity)
            return .text(JSONValue.array(found.map { .integer($0.rawValue) }).description)
        }
        let members = try filter.member.map {
            Set(try lookup.findAll($0, in: Directory.memberEntity))
        }
        let records = try reader.select(
            """
            SELECT time_entry.id AS id, time_entry.ticket AS ticket, replica.member AS member
            FROM time_entry JOIN ticket ON ticket.id = time_entry.ticket
            LEFT JOIN replica ON replica.ordinal = (time_entry.id >> 40)
            WHERE IFNULL(time_entry.deleted, 0) = 0
            AND (?1 IS NULL OR time_entry.ticket = ?1)
            AND (?2 IS NULL OR ticket.organization IN (SELECT value FROM json_each(?2)))
            AND (?3 IS NULL OR ticket.project IN (SELECT value FROM json_each(?3)))
            AND (?4 IS NULL OR time_entry.day >= ?4) AND (?5 IS NULL OR time_entry.day <= ?5)
            ORDER BY time_entry.day, time_entry.id
            """,
            [
                .row(filter.ticket), try ids(filter.organization, TicketSchema.organization),
                try ids(filter.project, TicketSchema.project),
                filter.from.map { .text($0.description) } ?? .null,
                filter.to.map { .text($0.description) } ?? .null,
            ])
        return try records.compactMap { record in
            guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                let ticket = record["ticket"].integer.flatMap(RowID.init(rawValue:)),
                let row = try reader.row(RowKey(TicketSchema.timeEntry, id))
            else { return nil }
            if let members {
                let isOwn = try reader.isOwn(row.creator)
                let worker = isOwn ? me : record["member"].integer.flatMap(RowID.init(rawValue:))
                guard let worker, members.contains(worker) else { return nil }
            }
            return (row, ticket)
        }
    }
}
