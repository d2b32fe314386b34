// All that the attention flags of a ticket are derived from, as plain values.

package import SyncEngine

/// A ticket's rows, and what is known of the rows that it points at.
///
/// The flags are pure functions of this: equal rows give equal flags on every replica.
package struct TicketFacts: Sendable {
    package let ticket: RowState
    /// Comments, time entries and documents, deleted ones too, in any order.
    package var belonging: [Belonging] = []
    /// Whose replica it is, where the directory says.
    package var memberByReplica: [ReplicaOrdinal: RowID] = [:]
    /// Whether whoever has it is active; `true` where nobody has it or nothing is known.
    package var isOwnerActive = true
    /// The organization of the ticket's contact; null where it has none or nothing is known.
    package var contactOrganization: Value = .null
    package var isCategoryArchived = false

    package init(ticket: RowState) { self.ticket = ticket }

    /// A row that belongs to the ticket.
    package struct Belonging: Sendable {
        package let key: RowKey
        package let state: RowState

        package init(_ key: RowKey, _ state: RowState) {
            self.key = key
            self.state = state
        }
    }
}

extension TicketFacts {
    func outcome(_ field: FieldID) -> Outcome { ticket.outcome(field, of: TicketSchema.tickets) }

    var status: Status? { Status(outcome(TicketField.status).shown) }

    var isFinished: Bool { status?.isFinish ?? false }

    /// What is not deleted, by entity and id.
    var present: [Belonging] {
        belonging.filter { !$0.isDeleted }.sorted { $0.key < $1.key }
    }

    var timeEntries: [Belonging] { present.filter { $0.key.entity == TicketSchema.timeEntry } }

    /// The writes that finished the ticket, as it is shown; several if people did the same apart.
    var finishes: [Sibling] {
        guard isFinished else { return [] }
        let shown = outcome(TicketField.status).shown
        return ticket[TicketField.status].siblings.filter { $0.value == shown }
    }
}

extension TicketFacts.Belonging {
    func outcome(_ field: FieldID) -> Outcome {
        guard let entity = TicketSchema.schema.entity(key.entity) else { return .unset }
        return state.outcome(field, of: entity)
    }

    var isDeleted: Bool {
        let flag: FieldID? =
            switch key.entity {
            case TicketSchema.comment: CommentField.deleted
            case TicketSchema.timeEntry: TimeEntryField.deleted
            case TicketSchema.document: DocumentField.deleted
            default: nil
            }
        return flag.map { outcome($0).shown == .boolean(true) } ?? false
    }

    /// Whether something of it is held back from the client.
    var isHeld: Bool {
        switch key.entity {
        case TicketSchema.comment: outcome(CommentField.visible).isHeld
        case TicketSchema.document: outcome(DocumentField.visible).isHeld
        default: false
        }
    }

    /// `comment 7-3`.
    var spelled: String {
        let name = TicketSchema.schema.entity(key.entity)?.name ?? "row"
        return "\(name == "time_entry" ? "time entry" : name) \(key.row)"
    }
}

extension RowState {
    fileprivate func outcome(_ field: FieldID, of entity: Entity) -> Outcome {
        let view = FieldView(field, of: self)
        guard !view.siblings.isEmpty else { return .unset }
        return entity.field(field)?.rule.outcome(of: view) ?? .unset
    }
}
