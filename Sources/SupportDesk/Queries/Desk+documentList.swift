// Documents of a ticket, or of all tickets, with where their bytes are and why they stay.

import LocalStore
public import SyncEngine

extension Desk {
    /// Documents that are on their tickets, those attached last first.
    /// - Parameters:
    ///   - ticket: `nil` for those of all tickets.
    ///   - onlyKept: those alone that this laptop was asked to keep.
    /// - Throws: ``DeskError`` `not_found`.
    /// - Complexity: O(documents).
    public func documentList(
        of ticket: RowID? = nil, onlyKept: Bool = false
    ) throws -> [DocumentRecord] {
        let kept = try keptDocuments()
        return try store.read { reader in
            if let ticket, try reader.row(RowKey(TicketSchema.ticket, ticket)) == nil {
                throw DeskError.unknown(RowKey(TicketSchema.ticket, ticket), in: store.schema)
            }
            let people = try People(reader, identity: store.identity)
            let retaining = try Retaining(reader, self, kept: kept)
            let wanted = ticket.map { Value.row($0) }
            return try reader.select(
                """
                SELECT id, ticket FROM document WHERE IFNULL(deleted, 0) = 0
                AND (?1 IS NULL OR ticket = ?1) ORDER BY id DESC
                """, [wanted ?? .null]
            ).compactMap { record in
                guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                    let owner = record["ticket"].integer.flatMap(RowID.init(rawValue:)),
                    let row = try reader.row(RowKey(TicketSchema.document, id))
                else { return nil }
                let document = DocumentRecord(
                    row, of: owner, people, place: try row.place(in: store, reader),
                    reason: retaining.reason(id, of: owner))
                return onlyKept && document.reason?.isAskedFor != true ? nil : document
            }.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
        }
    }
}

/// Why documents stay on a laptop.
struct Retaining {
    private let kept: KeptDocuments
    private let assigned: Set<RowID>

    init(_ reader: StoreReader, _ desk: Desk, kept: KeptDocuments) throws {
        self.kept = kept
        let ids = try reader.select(
            """
            SELECT id FROM ticket WHERE assignee = ? AND IFNULL(status, '') <> 'closed'
            """, [.row(desk.me)]
        ).compactMap { $0["id"].integer.flatMap(RowID.init(rawValue:)) }
        assigned = Set(ids)
    }

    func reason(_ document: RowID, of ticket: RowID) -> DocumentRecord.Reason? {
        kept.reason(document, of: ticket) ?? (assigned.contains(ticket) ? .assigned : nil)
    }
}
