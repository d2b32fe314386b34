// A ticket through a client's eyes, as this replica would answer.

import LocalStore
public import SyncEngine

extension Desk {
    /// What a contact sees of a ticket, unsent changes included.
    /// - Throws: ``DeskError`` `not_found`, in the same words whether the ticket is hidden from
    ///   them or is not there: the difference would tell that it exists.
    /// - Complexity: as ``ClientWindow/ticket(_:)``, and O(tickets) on a laptop, which has no index
    ///   by client.
    public func ticket(_ ticket: RowID, as contact: RowID) throws -> ClientTicket {
        let seen = try store.read { reader -> ClientTicket? in
            let window = try ClientWindow(reader, contact: contact, identity: store.identity)
            guard let window else {
                throw DeskError.unknown(RowKey(TicketSchema.contact, contact), in: store.schema)
            }
            return try window.ticket(ticket)
        }
        guard let seen else {
            throw DeskError(
                .notFound, "There is no ticket \(ticket) for this client.",
                hint: "A client sees tickets that are theirs, shared, and not held.")
        }
        return seen
    }

    /// The contact of that name or id.
    /// - Parameter mayBeArchived: whether one that was archived does, too.
    public func contactID(_ reference: Reference, mayBeArchived: Bool = true) throws -> RowID {
        try store.read {
            try lookup($0).find(
                reference, in: TicketSchema.contact, forWriting: !mayBeArchived)
        }
    }
}
