// The list of tickets: any filters, one statement over the shown columns.

import LocalStore
import SyncEngine

extension Desk {
    /// The tickets that pass every filter.
    /// - Throws: ``DeskError`` for a name that nothing bears.
    /// - Complexity: one statement, and one row read for each ticket of the page; ordering by
    ///   `created` or `updated` reads every ticket that passes.
    public func ticketList(_ filter: TicketFilter = TicketFilter()) throws -> [TicketRecord] {
        if filter.search != nil { try store.prepareDerived() }
        return try store.read { reader in
            let list = TicketListing(
                reader: reader, desk: self,
                disputes: try Disputes(reader, schema: store.schema),
                unsent: try reader.unsentTickets(in: store.schema))
            return try list.records(filter)
        }
    }
}

/// One reading of the list, within one snapshot.
struct TicketListing {
    let reader: StoreReader
    let desk: Desk
    let disputes: Disputes
    let unsent: Set<RowID>

    func records(_ filter: TicketFilter) throws -> [TicketRecord] {
        var statement = try statement(filter)
        if filter.sort.key == .created || filter.sort.key == .updated {
            let page = try idsByTime(statement, filter)
            statement = TicketStatement(sort: filter.sort)
            statement.require("ticket.id", isOneOf: page, orNull: false)
            let records = try records(statement.sql(limit: nil, offset: 0))
            let recordByID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
            return page.compactMap { recordByID[$0] }
        }
        return try records(statement.sql(limit: filter.limit, offset: filter.offset))
    }

    /// The one ticket.
    func record(_ ticket: RowID) throws -> TicketRecord? {
        var statement = TicketStatement(sort: TicketFilter.Sort(.id))
        statement.require("ticket.id", isOneOf: [ticket], orNull: false)
        return try records(statement.sql(limit: 1, offset: 0)).first
    }

    private func records(_ query: (sql: String, arguments: [Value])) throws -> [TicketRecord] {
        let people = try People(reader, identity: desk.store.identity)
        return try reader.select(query.sql, query.arguments).compactMap { record in
            guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                let row = try reader.row(RowKey(TicketSchema.ticket, id))
            else { return nil }
            return TicketRecord(record, row, in: self, people)
        }
    }

    private func statement(_ filter: TicketFilter) throws -> TicketStatement {
        var statement = TicketStatement(sort: filter.sort)
        statement.require("ticket.status", isOneOf: filter.status.map(\.name))
        statement.require("ticket.priority", isOneOf: filter.priority.map(\.name))
        let choices: [(column: String, [TicketFilter.Choice], in: EntityID)] = [
            ("ticket.type", filter.type, TicketSchema.type),
            ("ticket.category", filter.category, TicketSchema.category),
            ("ticket.assignee", filter.assignee, Directory.memberEntity),
            ("ticket.contact", filter.contact, TicketSchema.contact),
            ("ticket.organization", filter.organization, TicketSchema.organization),
            ("ticket.project", filter.project, TicketSchema.project),
        ]
        for (column, wanted, entity) in choices where !wanted.isEmpty {
            let ids = try wanted.flatMap { try rows($0, in: entity) }
            statement.require(column, isOneOf: Set(ids), orNull: wanted.contains(.none))
        }
        if let text = filter.search, text.contains(where: { !$0.isWhitespace }) {
            let found = try reader.search(TicketSchema.ticket, text, limit: Self.maximumFound)
            statement.require("ticket.id", isOneOf: found, orNull: false)
        }
        if filter.onlyConflicts {
            statement.require("ticket.id", isOneOf: disputes.pathsByTicket.keys, orNull: false)
        }
        if filter.onlyHeld {
            statement.require("ticket.id", isOneOf: disputes.heldTickets, orNull: false)
        }
        if !filter.attention.isEmpty {
            let people = try People(reader, identity: desk.store.identity)
            let search = AttentionSearch(reader: reader, people: people, disputes: disputes)
            let found = try search.tickets(with: filter.attention)
            statement.require("ticket.id", isOneOf: found, orNull: false)
        }
        if filter.onlyUnsent { statement.require("ticket.id", isOneOf: unsent, orNull: false) }
        return statement
    }

    /// More hits than anybody reads, and no more than a statement carries with ease.
    private static let maximumFound = 100_000

    private func rows(_ choice: TicketFilter.Choice, in entity: EntityID) throws -> [RowID] {
        guard case .row(let reference) = choice else { return [] }
        return try desk.lookup(reader).findAll(reference, in: entity)
    }

    private func idsByTime(
        _ statement: TicketStatement, _ filter: TicketFilter
    ) throws -> [RowID] {
        let rows = try reader.select(statement.idsSQL, statement.arguments).compactMap { record in
            try record["id"].integer.flatMap(RowID.init(rawValue:)).flatMap {
                try reader.row(RowKey(TicketSchema.ticket, $0))
            }
        }
        let keyed = rows.map { row in
            (time: filter.sort.key == .created ? row.createdAt : row.updatedAt, id: row.key.row)
        }
        let sorted = keyed.sorted { left, right in
            filter.sort.isDescending
                ? (left.time, left.id) > (right.time, right.id)
                : (left.time, left.id) < (right.time, right.id)
        }
        return sorted.dropFirst(filter.offset).prefix(filter.limit ?? .max).map(\.id)
    }
}

extension Row {
    /// The latest write of the row that stands, milliseconds since 1970.
    var updatedAt: Int64 {
        let stamps = stored.shown.fields.flatMap { $0.register.siblings.map(\.stamp) }
        return max(stamps.max()?.milliseconds ?? 0, createdAt)
    }
}

extension TicketRecord {
    fileprivate init(_ record: Record, _ row: Row, in list: TicketListing, _ people: People) {
        let schema = list.desk.store.schema
        self.init(
            id: row.key.row, title: record["title"].text ?? "",
            description: record["description"].text, status: record["status"].text,
            priority: record["priority"].text, type: record["type"].text,
            category: record["category"].text, assignee: record["assignee"].text,
            contact: record["contact"].text, organization: record["organization"].text,
            project: record["project"].text, estimate: record["estimate"].integer,
            logged: record["logged"].integer ?? 0, isShared: record["shared"] == .integer(1),
            isHeld: list.disputes.heldTickets.contains(row.key.row),
            createdAt: Moment(milliseconds: row.createdAt),
            createdBy: people[row.creator].member,
            updatedAt: Moment(milliseconds: row.updatedAt),
            isUnsent: list.unsent.contains(row.key.row),
            conflicts: (list.disputes.pathsByTicket[row.key.row] ?? []).map {
                $0.spelled(in: schema)
            })
    }
}
