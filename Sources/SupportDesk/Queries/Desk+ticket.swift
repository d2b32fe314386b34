// One ticket whole: its fields, what belongs to it, and the token of what was shown.

import LocalStore
public import SyncEngine

extension Desk {
    /// A ticket with its comments, time, documents and conflicts.
    /// - Throws: ``DeskError`` `not_found`.
    /// - Complexity: O(rows that belong to it).
    public func ticket(_ ticket: RowID) throws -> TicketDetail {
        let kept = try keptDocuments()
        return try store.read { reader in
            let retaining = try Retaining(reader, self, kept: kept)
            let list = try TicketListing(reader, self)
            guard let record = try list.record(ticket) else {
                throw DeskError.unknown(RowKey(TicketSchema.ticket, ticket), in: store.schema)
            }
            let display = try Display(reader, desk: self)
            let fields = try reader.row(RowKey(TicketSchema.ticket, ticket)).map {
                try display.fields(of: $0)
            }
            let paths = list.disputes.pathsByTicket[ticket] ?? []
            return TicketDetail(
                ticket: record, fields: fields ?? [],
                ids: try reader.references(of: ticket),
                conflicts: try paths.compactMap { try conflict($0, of: ticket, reader, display) },
                attention: try AttentionSearch(
                    reader: reader, people: display.people, disputes: list.disputes
                ).records(of: ticket),
                comments: try reader.rows(TicketSchema.comment, of: ticket).map {
                    CommentRecord($0, of: ticket, display.people)
                },
                time: try reader.rows(TicketSchema.timeEntry, of: ticket)
                    .filter { $0.value(TimeEntryField.deleted) != .integer(1) }
                    .map { TimeRecord($0, of: ticket, display.people) },
                documents: try reader.rows(TicketSchema.document, of: ticket).map {
                    DocumentRecord(
                        $0, of: ticket, display.people, place: try $0.place(in: store, reader),
                        reason: retaining.reason($0.key.row, of: ticket))
                },
                keepsDocuments: kept.tickets.contains(ticket),
                seen: try reader.renderedTree(RowKey(TicketSchema.ticket, ticket)).token)
        }
    }
}

extension StoreReader {
    /// The rows of an entity that belong to a ticket, in the order in which they were made.
    func rows(_ entity: EntityID, of ticket: RowID) throws -> [Row] {
        let sql: String
        switch entity {
        case TicketSchema.comment: sql = "SELECT id FROM comment WHERE ticket = ?"
        case TicketSchema.timeEntry: sql = "SELECT id FROM time_entry WHERE ticket = ?"
        case TicketSchema.document: sql = "SELECT id FROM document WHERE ticket = ?"
        default: return []
        }
        let rows = try select(sql, [.row(ticket)]).compactMap { record in
            try record["id"].integer.flatMap(RowID.init(rawValue:)).flatMap {
                try row(RowKey(entity, $0))
            }
        }
        return rows.sorted { ($0.createdAt, $0.key.row) < ($1.createdAt, $1.key.row) }
    }
}

extension CommentRecord {
    fileprivate init(_ row: Row, of ticket: RowID, _ people: People) {
        let visible = row.outcome(CommentField.visible)
        self.init(
            id: row.key.row, ticket: ticket, author: people[row.creator].member,
            body: row.value(CommentField.body).text ?? "",
            isVisible: visible.shown == .integer(1), isHeld: visible.isHeld,
            isDeleted: row.value(CommentField.deleted) == .integer(1),
            createdAt: Moment(milliseconds: row.createdAt), isUnsent: row.isUnsent)
    }
}

extension TimeRecord {
    init(_ row: Row, of ticket: RowID, _ people: People) {
        self.init(
            id: row.key.row, ticket: ticket, member: people[row.creator].member,
            minutes: row.value(TimeEntryField.minutes).integer ?? 0,
            day: row.value(TimeEntryField.day).text ?? "",
            note: row.value(TimeEntryField.note).text,
            createdAt: Moment(milliseconds: row.createdAt), isUnsent: row.isUnsent)
    }
}

extension DocumentRecord {
    init(
        _ row: Row, of ticket: RowID, _ people: People, place: DocumentPlace, reason: Reason?
    ) {
        let visible = row.outcome(DocumentField.visible)
        self.init(
            id: row.key.row, ticket: ticket, name: row.value(DocumentField.name).text ?? "",
            author: people[row.creator].member,
            content: row.value(DocumentField.content).text ?? "",
            size: row.value(DocumentField.size).integer ?? 0,
            isVisible: visible.shown == .integer(1), isHeld: visible.isHeld,
            isDeleted: row.value(DocumentField.deleted) == .integer(1),
            replaces: row.value(DocumentField.replaces).integer.flatMap(RowID.init(rawValue:)),
            createdAt: Moment(milliseconds: row.createdAt), isUnsent: row.isUnsent,
            place: place, reason: reason)
    }
}
