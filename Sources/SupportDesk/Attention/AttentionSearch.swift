// Finds the tickets that deserve a look: a statement for the likely ones, the flags for the truth.

import LocalStore
import SyncEngine

/// The attention flags over one snapshot of the replica.
struct AttentionSearch {
    let reader: StoreReader
    let people: People
    let disputes: Disputes

    /// The flags of one ticket.
    /// - Complexity: O(rows that belong to it).
    func records(
        of ticket: RowID, among codes: Set<AttentionCode> = Set(AttentionCode.allCases)
    ) throws -> [AttentionRecord] {
        guard let row = try reader.row(RowKey(TicketSchema.ticket, ticket)) else { return [] }
        return try facts(row, for: codes).attention(among: codes)
    }

    /// The tickets that bear one of the flags.
    /// - Complexity: one statement a code, then O(rows) of the tickets that may bear it. For late
    ///   activity these are all finished tickets with anything that belongs to them.
    func tickets(with codes: Set<AttentionCode>) throws -> Set<RowID> {
        var found: Set<RowID> = []
        for code in codes {
            for ticket in try candidates(for: code) where !found.contains(ticket) {
                if try !records(of: ticket, among: [code]).isEmpty { found.insert(ticket) }
            }
        }
        return found
    }

    private func facts(_ row: Row, for codes: Set<AttentionCode>) throws -> TicketFacts {
        var facts = TicketFacts(ticket: row.stored.shown)
        if !codes.isDisjoint(with: Self.ofBelonging) {
            facts.belonging = try TicketSchema.belonging.flatMap { entity in
                try reader.rows(entity, of: row.key.row).map { .init($0.key, $0.stored.shown) }
            }
        }
        facts.memberByReplica = people.memberByReplica
        if let owner = try pointed(row, TicketField.assignee, at: Directory.memberEntity) {
            facts.isOwnerActive = owner.value(Directory.MemberField.isActive) != .boolean(false)
        }
        if let category = try pointed(row, TicketField.category, at: TicketSchema.category) {
            facts.isCategoryArchived = category.value(NamedField.archived) == .boolean(true)
        }
        if let contact = try pointed(row, TicketField.client, at: TicketSchema.contact) {
            facts.contactOrganization = contact.value(ContactField.organization)
        }
        return facts
    }

    /// The row that a field shows; of a group, the one that its first part shows.
    private func pointed(_ row: Row, _ field: FieldID, at entity: EntityID) throws -> Row? {
        let id = row.value(field).components.first?.integer.flatMap(RowID.init(rawValue:))
        return try id.flatMap { try reader.row(RowKey(entity, $0)) }
    }

    /// Flags that look beyond the ticket's own row.
    private static let ofBelonging: Set<AttentionCode> = [
        .lateActivity, .held, .overEstimate, .twoClaims,
    ]

    /// Every ticket that bears the flag, and perhaps more.
    private func candidates(for code: AttentionCode) throws -> [RowID] {
        switch code {
        case .held: return Array(disputes.heldTickets)
        case .urgentAndFinished: return disputed(TicketField.priority)
        case .twoClaims: return disputed(TicketField.assignee)
        case .sharedWithNobody:
            let shared = try ids("shared = 1 AND contact IS NULL AND organization IS NULL")
            return shared + disputes.heldTickets
        case .lateActivity:
            let belongs = ["comment", "time_entry", "document"].map {
                "EXISTS(SELECT 1 FROM \($0) WHERE \($0).ticket = ticket.id)"
            }
            return try ids("\(Self.finished) AND (\(belongs.joined(separator: " OR ")))")
        case .noOwner: return try ids("status = 'in_progress' AND assignee IS NULL")
        case .reassignedAndFinished: return try ids("\(Self.finished) AND assignee IS NOT NULL")
        case .ownerDeactivated:
            return try ids("assignee IN (SELECT id FROM member WHERE active = 0)")
        case .foreignContact:
            return try ids(
                """
                contact IN (SELECT id FROM contact AS other
                    WHERE other.organization <> ticket.organization)
                """)
        case .archivedCategory:
            return try ids("category IN (SELECT id FROM category AS other WHERE archived = 1)")
        case .overEstimate:
            return try ids(
                """
                estimate < (SELECT SUM(minutes) FROM time_entry
                    WHERE time_entry.ticket = ticket.id AND IFNULL(deleted, 0) = 0)
                """)
        }
    }

    private static let finished = "status IN ('resolved', 'closed')"

    private func ids(_ condition: String) throws -> [RowID] {
        try reader.select("SELECT ticket.id AS id FROM ticket WHERE \(condition)").compactMap {
            $0["id"].integer.flatMap(RowID.init(rawValue:))
        }
    }

    private func disputed(_ field: FieldID) -> [RowID] {
        disputes.pathsByTicket.filter { ticket, paths in
            paths.contains(FieldPath(RowKey(TicketSchema.ticket, ticket), field))
        }.map(\.key)
    }
}
