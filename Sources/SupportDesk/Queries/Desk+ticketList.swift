// The list of tickets: any filters, one statement over the shown columns.

public import LocalStore
public import SyncEngine

extension Desk {
    /// The tickets that pass every filter.
    /// - Throws: ``DeskError`` for a name that nothing bears.
    /// - Complexity: two statements, and one row read for each ticket of the page; ordering by
    ///   `created` or `updated` reads every ticket that passes, unless a ``DeskCache`` knows them.
    public func ticketList(_ filter: TicketFilter = TicketFilter()) throws -> [TicketRecord] {
        if filter.search != nil { try store.prepareDerived() }
        return try store.read { reader in
            let list = try TicketListing(reader, self)
            return try list.records(of: list.page(filter))
        }
    }

    /// The same page, with the number of all tickets that pass.
    public func ticketPage(_ filter: TicketFilter) throws -> TicketPage {
        if filter.search != nil { try store.prepareDerived() }
        return try store.read { try TicketListing($0, self).window(filter) }
    }

    /// Some tickets as a dialog shows them that is about all of them, and the token of what was
    /// rendered: they and everything that belongs to them.
    /// - Throws: ``DeskError`` `not_found`, with the first that is not there.
    /// - Complexity: O(rows that belong to them).
    public func selection(_ tickets: [RowID]) throws -> (tickets: [TicketRecord], seen: Rendered) {
        try store.read { reader in
            let records = try TicketListing(reader, self).records(of: tickets)
            let found = Set(records.map(\.id))
            if let missing = tickets.first(where: { !found.contains($0) }) {
                throw DeskError.unknown(RowKey(TicketSchema.ticket, missing), in: store.schema)
            }
            let trees = try Set(tickets).sorted().map {
                try reader.renderedTree(RowKey(TicketSchema.ticket, $0))
            }
            let seen = Rendered(
                rows: trees.flatMap(\.rows), replica: trees.lazy.compactMap(\.replica).first,
                timelinesLeft: trees.first?.timelinesLeft)
            return (records, seen)
        }
    }

    /// How many tickets pass.
    public func ticketCount(_ filter: TicketFilter) throws -> Int {
        if filter.search != nil { try store.prepareDerived() }
        return try store.read { try TicketListing($0, self).count(filter) }
    }
}

/// One reading of the list, within one snapshot.
struct TicketListing {
    let reader: StoreReader
    let desk: Desk
    let disputes: Disputes
    let unsent: Set<RowID>

    init(_ reader: StoreReader, _ desk: Desk) throws {
        self.reader = reader
        self.desk = desk
        disputes = try Disputes(reader, schema: desk.store.schema)
        let schema = desk.store.schema
        unsent =
            try desk.cache?.unsentTickets(reader, schema) ?? reader.unsentTickets(in: schema)
    }

    /// The ids of a page, in order.
    func page(_ filter: TicketFilter) throws -> [RowID] {
        try page(filter, statement(filter))
    }

    private func page(_ filter: TicketFilter, _ statement: TicketStatement) throws -> [RowID] {
        if filter.sort.key == .created || filter.sort.key == .updated {
            return try idsByTime(statement, filter)
        }
        let query = statement.page(limit: filter.limit, offset: filter.offset)
        return try ids(query.sql, query.arguments)
    }

    /// A page with the number of all that pass; these are counted only where the page cannot tell.
    func window(_ filter: TicketFilter) throws -> TicketPage {
        let statement = try statement(filter)
        let ids = try page(filter, statement)
        let isEnd = ids.count < filter.limit ?? .max && (filter.offset == 0 || !ids.isEmpty)
        return TicketPage(
            total: isEnd ? filter.offset + ids.count : try count(statement), offset: filter.offset,
            tickets: try records(of: ids))
    }

    func count(_ filter: TicketFilter) throws -> Int { try count(statement(filter)) }

    private func count(_ statement: TicketStatement) throws -> Int {
        let total = try reader.select(statement.countSQL, statement.arguments).first?["total"]
        return Int(total?.integer ?? 0)
    }

    /// The one ticket.
    func record(_ ticket: RowID) throws -> TicketRecord? { try records(of: [ticket]).first }

    /// In the order of the ids; those that are not there are left out.
    func records(of ids: [RowID]) throws -> [TicketRecord] {
        let people = try People(reader, identity: desk.store.identity)
        let query = TicketStatement.records(of: ids)
        let pending = try ticketsWithPendingDocuments(among: ids)
        var recordByID: [RowID: TicketRecord] = [:]
        for record in try reader.select(query.sql, query.arguments) {
            guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                let row = try reader.row(RowKey(TicketSchema.ticket, id))
            else { continue }
            recordByID[id] = TicketRecord(
                record, row, in: self, people, hasPendingDocuments: pending.contains(id))
        }
        return ids.compactMap { recordByID[$0] }
    }

    /// Those with a document whose bytes are not on this laptop.
    /// - Complexity: one statement over an index, and a look at the file of each document.
    private func ticketsWithPendingDocuments(among ids: [RowID]) throws -> Set<RowID> {
        guard let files = desk.store.documents else { return [] }
        let list = JSONValue.array(ids.map { .integer($0.rawValue) })
        let records = try reader.select(
            """
            SELECT ticket, content FROM document
            WHERE ticket IN (SELECT value FROM json_each(?)) AND IFNULL(deleted, 0) = 0
            """, [.text(list.description)])
        var pending: Set<RowID> = []
        for record in records {
            guard let id = record["ticket"].integer.flatMap(RowID.init(rawValue:)),
                !pending.contains(id)
            else { continue }
            let hash = record["content"].text.flatMap { ContentHash($0) }
            if hash.flatMap(files.size(of:)) == nil { pending.insert(id) }
        }
        return pending
    }

    private func ids(_ sql: String, _ arguments: [Value]) throws -> [RowID] {
        try reader.select(sql, arguments).compactMap {
            $0.values.first?.integer.flatMap(RowID.init(rawValue:))
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
            if let query = try reader.searchQuery(TicketSchema.ticket, text) {
                statement.require(isAmong: query)
            } else {
                statement.require("ticket.id", isOneOf: [], orNull: false)
            }
        }
        if filter.onlyConflicts {
            statement.require("ticket.id", isOneOf: disputes.pathsByTicket.keys, orNull: false)
        }
        if filter.onlyHeld {
            statement.require("ticket.id", isOneOf: disputes.heldTickets, orNull: false)
        }
        if !filter.attention.isEmpty {
            statement.require("ticket.id", isOneOf: try flagged(filter.attention), orNull: false)
        }
        if filter.onlyWithoutOwner { statement.requireNoOwner() }
        if filter.onlyUnsent { statement.require("ticket.id", isOneOf: unsent, orNull: false) }
        return statement
    }

    private func rows(_ choice: TicketFilter.Choice, in entity: EntityID) throws -> [RowID] {
        guard case .row(let reference) = choice else { return [] }
        return try desk.lookup(reader).findAll(reference, in: entity)
    }

    private func flagged(_ codes: Set<AttentionCode>) throws -> Set<RowID> {
        let people = try People(reader, identity: desk.store.identity)
        let search = AttentionSearch(reader: reader, people: people, disputes: disputes)
        return try desk.cache?.tickets(with: codes, search, desk) ?? search.tickets(with: codes)
    }

    private func idsByTime(
        _ statement: TicketStatement, _ filter: TicketFilter
    ) throws -> [RowID] {
        let found = try ids(statement.idsSQL, statement.arguments)
        let times = try desk.cache?.times(reader, desk) ?? reader.times(of: found)
        let isCreation = filter.sort.key == .created
        let keyed = found.map { id in
            (time: (isCreation ? times[id]?.created : times[id]?.updated) ?? 0, id: id)
        }
        let sorted = keyed.sorted { left, right in
            filter.sort.isDescending
                ? (left.time, left.id) > (right.time, right.id)
                : (left.time, left.id) < (right.time, right.id)
        }
        return sorted.dropFirst(filter.offset).prefix(filter.limit ?? .max).map(\.id)
    }
}

extension StoreReader {
    /// When each of the tickets was made and last changed.
    /// - Complexity: one row read for each.
    func times(of tickets: some Sequence<RowID>) throws -> [RowID: TicketTimes] {
        var times: [RowID: TicketTimes] = [:]
        for ticket in tickets {
            guard let row = try row(RowKey(TicketSchema.ticket, ticket)) else { continue }
            times[ticket] = TicketTimes(created: row.createdAt, updated: row.updatedAt)
        }
        return times
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
    fileprivate init(
        _ record: Record, _ row: Row, in list: TicketListing, _ people: People,
        hasPendingDocuments: Bool
    ) {
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
            isUnsent: list.unsent.contains(row.key.row), hasPendingDocuments: hasPendingDocuments,
            conflicts: (list.disputes.pathsByTicket[row.key.row] ?? []).map {
                $0.spelled(in: schema)
            })
    }
}
