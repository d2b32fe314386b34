// Which tickets hold several values somewhere, or are held back from their client.

import LocalStore
import SyncEngine

/// The fields of the workspace that a merge left with more than one value, by ticket.
struct Disputes {
    private(set) var pathsByTicket: [RowID: [FieldPath]] = [:]
    /// Of the lists that tickets choose from, and other rows that belong to no ticket.
    private(set) var otherPaths: [FieldPath] = []
    private(set) var heldTickets: Set<RowID> = []

    /// - Complexity: O(disputed fields).
    init(_ reader: StoreReader, schema: Schema, minimum: Grade = .notice) throws {
        for conflict in try reader.conflicts(of: nil) where conflict.grade >= minimum {
            let path = FieldPath(conflict.key, conflict.field)
            guard let row = try reader.row(conflict.key) else { continue }
            guard let ticket = row.ticket(in: schema) else {
                otherPaths.append(path)
                continue
            }
            pathsByTicket[ticket, default: []].append(path)
            if conflict.isHeld { heldTickets.insert(ticket) }
        }
    }

    /// All of them: of tickets by id, then of other rows.
    var paths: [(ticket: RowID?, path: FieldPath)] {
        let tickets = pathsByTicket.keys.sorted()
        return tickets.flatMap { ticket in
            (pathsByTicket[ticket] ?? []).map { (ticket: ticket, path: $0) }
        } + otherPaths.map { (ticket: nil, path: $0) }
    }
}

extension Row {
    /// The ticket that the row is, or belongs to.
    func ticket(in schema: Schema) -> RowID? {
        if key.entity == TicketSchema.ticket { return key.row }
        guard let owner = schema.entity(key.entity)?.owner else { return nil }
        return value(owner).integer.flatMap(RowID.init(rawValue:))
    }
}

extension StoreReader {
    /// The tickets with changes, of their own or of what belongs to them, that are not sent yet.
    func unsentTickets(in schema: Schema) throws -> Set<RowID> {
        var tickets: Set<RowID> = []
        for key in try unsent().flatMap({ $0.unit.changes.map(\.key) }) {
            if let ticket = try row(key)?.ticket(in: schema) { tickets.insert(ticket) }
        }
        return tickets
    }
}
