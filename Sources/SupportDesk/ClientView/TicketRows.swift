// The rows of one ticket that its client might see, as plain states: what the client's view reads.

import LocalStore
public import SyncEngine

/// A ticket with its comments and documents. Time, lists and people are never a client's.
public struct TicketRows: Hashable, Sendable {
    public let id: RowID
    public var ticket: RowState
    public var comments: [RowID: RowState]
    public var documents: [RowID: RowState]

    public init(
        _ id: RowID, _ ticket: RowState, comments: [RowID: RowState] = [:],
        documents: [RowID: RowState] = [:]
    ) {
        self.id = id
        self.ticket = ticket
        self.comments = comments
        self.documents = documents
    }
}

extension StoreReader {
    /// The rows as they are shown on this replica, unsent writes included; `nil` without a ticket.
    /// - Complexity: O(rows that belong to the ticket).
    func ticketRows(_ ticket: RowID) throws -> TicketRows? {
        guard let row = try row(RowKey(TicketSchema.ticket, ticket)) else { return nil }
        return TicketRows(
            ticket, row.stored.shown, comments: try states(TicketSchema.comment, of: ticket),
            documents: try states(TicketSchema.document, of: ticket))
    }

    private func states(_ entity: EntityID, of ticket: RowID) throws -> [RowID: RowState] {
        try rows(entity, of: ticket).reduce(into: [:]) { $0[$1.key.row] = $1.stored.shown }
    }
}
