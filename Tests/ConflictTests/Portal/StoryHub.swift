// A hub's store in memory into which the rows of a story are put as they stand, and what the portal
// then says to a contact.

import ClientPortal
import LocalStore
import SupportDesk
import SyncEngine

/// The portal on a hub whose rows are told by a test.
final class StoryHub {
    private let store: LocalStore

    init() throws {
        store = try LocalStore.inMemoryHub(
            schema: TicketSchema.schema, workspace: "story", timeline: Timeline(Nonce(1)),
            environment: StoreEnvironment(wallMilliseconds: { 0 }, random: { 0 }))
        try store.hubTransaction(mayWrite: true) { transaction in
            for index in ClientWindow.indexes { try transaction.execute(index.definition) }
        }
    }

    /// What the hub has from now on: these rows, whatever stood in their place.
    func put(_ rows: TicketRows) throws {
        try put(
            [RowKey(TicketSchema.ticket, rows.id): rows.ticket]
                .merging(rows.comments.map { (RowKey(TicketSchema.comment, $0), $1) }) { $1 }
                .merging(rows.documents.map { (RowKey(TicketSchema.document, $0), $1) }) { $1 })
    }

    /// A contact of that organization, and what the portal says to them.
    func answer(
        about ticket: RowID, to contact: RowID, of organization: RowID
    ) throws -> (ticket: ClientTicket?, list: PortalAnswer, page: PortalAnswer) {
        let write = FieldWrite(field: ContactField.organization, value: .row(organization))
        let key = RowKey(TicketSchema.contact, contact)
        let change = RowChange(key: key, isCreation: true, writes: [write])
        try put([
            key: RowState(creating: change, by: Dot(.hub, 1), at: Stamp(rawValue: 0))
        ])
        return try store.hubTransaction(mayWrite: false) { transaction in
            guard let window = try ClientWindow(transaction.reader, contact: contact) else {
                return (nil, .nothing, .nothing)
            }
            let seen = try window.ticket(ticket)
            return (
                seen, .tickets(try window.tickets(limit: 100)),
                seen.map { ticket in
                    .ticket(ticket) {
                        DocumentLink(DocumentName(of: $0.id, key: [1]), isImage: false)
                    }
                } ?? .nothing
            )
        }
    }

    private func put(_ rows: [RowKey: RowState]) throws {
        try store.hubTransaction(mayWrite: true) { transaction in
            _ = try transaction.commit(
                HubCommit(
                    ordinal: .hub, incarnation: Nonce(0), acknowledged: 0, accepted: [],
                    setAside: [], rows: rows.map { .init(key: $0.key, state: $0.value) }),
                nonce: Nonce(0))
        }
    }
}
