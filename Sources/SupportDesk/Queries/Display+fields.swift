// The fields of a ticket with who wrote them, and the ids behind the names.

import LocalStore
import SyncEngine

extension Display {
    /// The fields of a ticket that were ever written, in the order of the schema.
    func fields(of row: Row) throws -> [FieldRecord] {
        try row.stored.shown.fields.compactMap { field -> FieldRecord? in
            let path = FieldPath(row.key, field.id)
            let siblings = field.register.siblings
            guard schema.entity(row.key.entity)?.field(field.id) != nil,
                let latest = siblings.max(by: Sibling.isEarlier)
            else { return nil }
            let outcome = row.outcome(field.id)
            let writer = outcome.winner.flatMap { winner in
                siblings.first { $0.dot == winner }
            }
            let record = try record(writer ?? latest, of: path)
            return FieldRecord(
                field: path.spelled(in: schema), writer: record,
                isUnsent: row.isUnsent(record.dot),
                grade: outcome.grade, isHeld: outcome.isHeld, why: outcome.reason,
                others: try siblings.filter { $0.dot != record.dot }.map {
                    try self.record($0, of: path)
                })
        }
    }
}

extension Row {
    /// Whether a write of the row is on this laptop alone. Own dots enter the vector of a row that
    /// the hub knows through the hub.
    fileprivate func isUnsent(_ dot: Dot) -> Bool {
        switch stored.base {
        case nil: false
        case .unborn: true
        case .fields: !stored.shown.vector.contains(dot)
        }
    }
}

extension StoreReader {
    /// The rows that a ticket's columns name; all `nil` where there is no such ticket.
    func references(of ticket: RowID) throws -> TicketReferences {
        let record = try select(
            """
            SELECT type, category, project, assignee, contact, organization
            FROM ticket WHERE id = ?
            """, [.row(ticket)]
        ).first
        func id(_ column: String) -> RowID? {
            record?[column].integer.flatMap(RowID.init(rawValue:))
        }
        return TicketReferences(
            type: id("type"), category: id("category"), project: id("project"),
            assignee: id("assignee"), contact: id("contact"), organization: id("organization"))
    }
}
