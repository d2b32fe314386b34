// From the ids and names that people type to the rows of the calls that take them.

public import SyncEngine

import LocalStore

extension Desk {
    func lookup(_ reader: StoreReader) -> Lookup {
        Lookup(reader: reader, schema: store.schema, me: me)
    }

    /// The ticket of that id.
    public func ticketID(_ text: String) throws -> RowID { try rowID(text, TicketSchema.ticket) }

    /// What a ticket's id was on this laptop before another copy of its files was found to give
    /// the same, or a restored hub to have another one for it, and what it is now; `nil` if the id
    /// means one ticket only.
    public func renamedTicket(_ text: String) throws -> RowID? {
        guard let id = RowID(text) else { return nil }
        return try store.read { try $0.renamed(RowKey(TicketSchema.ticket, id)) }
    }

    /// The comment of that id.
    public func commentID(_ text: String) throws -> RowID { try rowID(text, TicketSchema.comment) }

    /// The time entry of that id.
    public func timeEntryID(_ text: String) throws -> RowID {
        try rowID(text, TicketSchema.timeEntry)
    }

    /// The document of that id.
    public func documentID(_ text: String) throws -> RowID {
        try rowID(text, TicketSchema.document)
    }

    /// The member of that name or id.
    public func memberID(_ reference: Reference) throws -> RowID {
        try store.read {
            try lookup($0).find(reference, in: Directory.memberEntity, forWriting: false)
        }
    }

    private func rowID(_ text: String, _ entity: EntityID) throws -> RowID {
        try store.read { try lookup($0).row(text, in: entity) }
    }
}
