// Two replacements of one document: no field is in conflict, and yet two people must talk.

import LocalStore
import SyncEngine

extension NoticeBoard {
    /// Documents in whose place several others stand; told to whoever uploaded those.
    /// - Complexity: one statement, and O(replacements that stand beside others).
    func replacements() throws -> [NoticeRecord] {
        let records = try reader.select(
            """
            SELECT id, ticket, replaces FROM document
            WHERE IFNULL(deleted, 0) = 0 AND replaces IN (
                SELECT replaces FROM document
                WHERE replaces IS NOT NULL AND IFNULL(deleted, 0) = 0
                GROUP BY replaces HAVING COUNT(*) > 1)
            ORDER BY id
            """)
        let rowsByOld = Dictionary(grouping: records) { $0["replaces"] }
        return try rowsByOld.values.compactMap { group in
            guard let first = group.first, let old = Self.id(first, "replaces") else { return nil }
            let rows = try group.compactMap { record in
                try Self.id(record, "id").flatMap {
                    try reader.row(RowKey(TicketSchema.document, $0))
                }
            }
            return try review(of: old, on: Self.id(first, "ticket"), replacedBy: rows)
        }
    }

    private static func id(_ record: Record, _ column: String) -> RowID? {
        record[column].integer.flatMap(RowID.init(rawValue:))
    }

    private func review(
        of old: RowID, on ticket: RowID?, replacedBy rows: [Row]
    ) throws -> NoticeRecord? {
        let audience = Set(rows.compactMap { memberByReplica[$0.creator] })
        guard audience.contains(member) else { return nil }
        let names = try audience.compactMap {
            try display.name(of: Directory.memberEntity, $0.rawValue)
        }
        let uploads = rows.map { row in
            let person = display.people[row.creator]
            return "\(person.member) uploaded \(row.key.row) on \(person.device) "
                + "at \(Moment(milliseconds: row.createdAt))"
        }
        let path = FieldPath(RowKey(TicketSchema.document, old), DocumentField.content)
        let place = ticket.map { "Ticket \($0), document \(old)" } ?? "Document \(old)"
        let ids = rows.map(\.key.row).sorted().map(\.description).joined(separator: ",")
        return NoticeRecord(
            id: NoticeRoute.name("replacements/\(old):\(ids)"), ticket: ticket,
            field: path.spelled(in: display.schema), grade: .review,
            rule: path.rule(in: display.schema),
            sentence:
                "\(place) has \(rows.count) replacements: \(uploads.joined(separator: "; ")). "
                + "All are kept side by side. (rule \(path.rule(in: display.schema))) "
                + "Delete those that should not stand.",
            at: Moment(milliseconds: rows.map(\.createdAt).max() ?? 0),
            audience: names.sorted { Value.text($0) < .text($1) }, isRead: false)
    }
}
