// Whom a merge concerns, field by field: nobody learns of an overruled edit by accident, and nobody
// is told what is none of their business.

package import SyncEngine

/// A field that a merge left with several values or holds back, and what decides who is told.
///
/// The audience is a pure function of this, so every laptop of a member comes to the same notices.
package struct NoticeRoute: Sendable {
    package let key: RowKey
    package let field: FieldID
    package let row: RowState
    /// Who has the ticket that the row is or belongs to.
    package var assignee: RowID?
    package var memberByReplica: [ReplicaOrdinal: RowID] = [:]
    /// Active owners and admins, who keep the lists.
    package var admins: Set<RowID> = []
    package var isCategoryArchived = false

    package init(_ key: RowKey, _ field: FieldID, of row: RowState) {
        self.key = key
        self.field = field
        self.row = row
    }

    package var outcome: Outcome {
        rule.outcome(of: FieldView(field, of: row))
    }

    /// Whoever is told of it.
    package var audience: Set<RowID> {
        switch (key.entity, field) {
        case (TicketSchema.ticket, TicketField.title):
            return writers.union(holder)
        case (TicketSchema.ticket, TicketField.assignee):
            return writers.union(named)
        case (TicketSchema.ticket, TicketField.category):
            return overruled.union(holder).union(isCategoryArchived ? admins : [])
        case (TicketSchema.comment, CommentField.body),
            (TicketSchema.timeEntry, TimeEntryField.minutes),
            (TicketSchema.timeEntry, TimeEntryField.day),
            (TicketSchema.timeEntry, TimeEntryField.note):
            return overruled.union(creator)
        case (TicketSchema.timeEntry, TimeEntryField.deleted):
            return concerned.union(creator)
        default:
            return (outcome.grade == .review ? concerned : overruled).union(holder)
        }
    }

    private var rule: any MergeRule {
        TicketSchema.schema.entity(key.entity)?.field(field)?.rule ?? Latest()
    }

    private var siblings: [Sibling] { row[field].siblings }

    private var holder: Set<RowID> { Set([assignee].compactMap { $0 }) }

    /// The author of a comment, the worker of a time entry.
    private var creator: Set<RowID> { members([row.creation.dot]) }

    private var writers: Set<RowID> { members(siblings.map(\.dot)) }

    /// Whose value stands and is not shown.
    private var overruled: Set<RowID> {
        let shown = outcome.shown
        return members(siblings.filter { $0.value != shown }.map(\.dot))
    }

    /// The writers of the field, and of the fields that its rule looks at.
    private var concerned: Set<RowID> {
        rule.reads.reduce(into: writers) { people, other in
            people.formUnion(members(row[other].siblings.map(\.dot)))
        }
    }

    /// Whom the siblings name, where they are members.
    private var named: Set<RowID> {
        Set(siblings.compactMap { $0.value.integer.flatMap(RowID.init(rawValue:)) })
    }

    private func members(_ dots: [Dot]) -> Set<RowID> {
        Set(dots.compactMap { memberByReplica[$0.ordinal] })
    }

    /// Names the case for ever: row, field and the writes that stand beside each other. Another
    /// write makes another case, which is read anew.
    package var subject: String {
        let dots = siblings.map(\.dot).sorted().map(\.description).joined(separator: ",")
        return Self.name("\(key.entity.rawValue)/\(key.row)/\(field.rawValue):\(dots)")
    }

    /// The beginning of a hash: no two cases of a workspace share it.
    static func name(_ text: String) -> String {
        SHA256.hash(Array(text.utf8)).prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 2 ? digits : "0" + digits
        }.joined()
    }
}
