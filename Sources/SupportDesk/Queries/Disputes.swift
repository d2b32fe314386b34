// Which tickets hold several values somewhere, or are held back from their client.

import LocalStore
import SyncEngine

/// The fields of the workspace that a merge left with more than one value, by ticket.
struct Disputes {
    private(set) var pathsByTicket: [RowID: [FieldPath]] = [:]
    private(set) var heldTickets: Set<RowID> = []
    /// By ticket, those of none last; within one by entity and row.
    private(set) var all: [Dispute] = []

    /// - Complexity: O(disputed fields).
    init(_ reader: StoreReader, schema: Schema, minimum: Grade = .notice) throws {
        for conflict in try reader.conflicts(of: nil) where conflict.grade >= minimum {
            let path = FieldPath(conflict.key, conflict.field)
            let isTicket = conflict.key.entity == TicketSchema.ticket
            let row = isTicket ? nil : try reader.row(conflict.key)
            guard isTicket || row != nil else { continue }
            let ticket = isTicket ? conflict.key.row : row?.ticket(in: schema)
            all.append(
                Dispute(ticket: ticket, path: path, grade: conflict.grade, isHeld: conflict.isHeld))
            guard let ticket else { continue }
            pathsByTicket[ticket, default: []].append(path)
            if conflict.isHeld { heldTickets.insert(ticket) }
        }
        all.sort()
    }

    /// All of them: of tickets by id, then of the lists that tickets choose from, and other rows
    /// that belong to no ticket.
    var paths: [(ticket: RowID?, path: FieldPath)] {
        all.map { (ticket: $0.ticket, path: $0.path) }
    }
}

/// A field with several values, or that is held back.
struct Dispute {
    /// `nil` where the row belongs to none.
    let ticket: RowID?
    let path: FieldPath
    let grade: Grade
    let isHeld: Bool
}

extension Dispute: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        if left.ticket == right.ticket {
            return (left.path.key, left.path.field) < (right.path.key, right.path.field)
        }
        guard let first = left.ticket, let second = right.ticket else {
            return left.ticket != nil
        }
        return first < second
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
        try unsent().reduce(into: []) { $0.formUnion(try tickets(of: $1.unit, in: schema)) }
    }

    /// The tickets that a unit touches, also those whose rows are not here.
    func tickets(of unit: Unit, in schema: Schema) throws -> Set<RowID> {
        Set(
            try unit.changes.compactMap {
                try row($0.key)?.ticket(in: schema) ?? $0.ticket(in: schema)
            })
    }
}
