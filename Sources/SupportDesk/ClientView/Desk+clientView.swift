// A ticket through a client's eyes, as this replica would answer.

import LocalStore
public import SyncEngine

extension Desk {
    /// What a contact sees of a ticket, unsent changes included.
    /// - Throws: ``DeskError`` `not_found`, in the same words whether the ticket is hidden from
    ///   them
    ///   or is not there: the difference would tell that it exists.
    /// - Complexity: O(comments and documents of the ticket).
    public func ticket(_ ticket: RowID, as contact: RowID) throws -> ClientTicket {
        let seen = try store.read { reader -> ClientTicket? in
            guard let row = try reader.row(RowKey(TicketSchema.contact, contact)) else {
                throw DeskError.unknown(RowKey(TicketSchema.contact, contact), in: store.schema)
            }
            guard let rows = try reader.ticketRows(ticket) else { return nil }
            let people = try People(reader, identity: store.identity)
            return ClientView(schema: store.schema).ticket(
                rows, for: ClientReader(contact, row.stored.shown), author: { people[$0].member })
        }
        guard let seen else {
            throw DeskError(
                .notFound, "There is no ticket \(ticket) for this client.",
                hint: "A client sees tickets that are theirs, shared, and not held.")
        }
        return seen
    }

    /// The contact of that name or id.
    public func contactID(_ reference: Reference) throws -> RowID {
        try store.read {
            try lookup($0).find(reference, in: TicketSchema.contact, forWriting: false)
        }
    }
}
