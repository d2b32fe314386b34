// The workload as rows of the ticket domain: the same facts, with the ids and types of the schema.

import SupportDesk
import SyncEngine

/// Which row each thing of the workload is, and what its fields hold.
///
/// Times of making are no fields here: a row's creation holds them.
struct EngineRows {
    /// The laptop on which everything was made that the measured replica gets by sync.
    static let office = ordinal(2)
    /// The laptop that edits it.
    static let colleague = ordinal(3)
    /// The laptop that is measured.
    static let own = ordinal(4)

    let workload: Workload
    /// The first tickets, ready to be created, as the plain side's are ready to be bound.
    let readyTickets: [[FieldID: Value]]

    init(workload: Workload, ready: Int) {
        self.workload = workload
        readyTickets = workload.tickets.prefix(ready).map(Self.fields)
    }

    private static func ordinal(_ value: UInt64) -> ReplicaOrdinal {
        guard let ordinal = ReplicaOrdinal(value) else { preconditionFailure("\(value)") }
        return ordinal
    }

    /// - Parameter index: of the workload, from 0; rows count from 1.
    static func id(_ index: Int, by maker: ReplicaOrdinal = office) -> RowID {
        RowID(maker, UInt64(index) + 1)
    }

    static func reference(_ index: Int, by maker: ReplicaOrdinal = office) -> Value {
        .row(id(index, by: maker))
    }

    func ticketFields(_ index: Int) -> [FieldID: Value] { Self.fields(workload.tickets[index]) }

    private static func fields(_ ticket: Workload.Ticket) -> [FieldID: Value] {
        [
            TicketField.title: .text(ticket.title),
            TicketField.description: .text(ticket.description),
            TicketField.status: ticket.status.value(from: .null),
            TicketField.priority: ticket.priority.value,
            TicketField.type: Self.reference(ticket.type),
            TicketField.category: Self.reference(ticket.category),
            TicketField.project: Self.reference(ticket.project),
            TicketField.assignee: Self.reference(ticket.assignee, by: .hub),
            TicketField.client: .tuple([
                Self.reference(ticket.contact), Self.reference(ticket.organization),
            ]),
            TicketField.estimate: .integer(Int64(ticket.estimateMinutes)),
        ]
    }

    func commentFields(_ index: Int) -> [FieldID: Value] {
        let comment = workload.comments[index]
        return [
            CommentField.ticket: Self.reference(comment.ticket),
            CommentField.body: .text(comment.body),
            CommentField.visible: .boolean(!comment.isInternal),
        ]
    }

    /// The lists that tickets choose from, each row with who makes it.
    var lists: [(key: RowKey, fields: [FieldID: Value])] {
        var rows: [(key: RowKey, fields: [FieldID: Value])] = []
        for (index, user) in workload.users.enumerated() {
            rows.append(
                (
                    RowKey(Directory.memberEntity, Self.id(index, by: .hub)),
                    [
                        Directory.MemberField.name: .text(user),
                        Directory.MemberField.role: .integer(0),
                        Directory.MemberField.isActive: .boolean(true),
                    ]
                ))
        }
        let named = [
            (TicketSchema.category, Workload.categories), (TicketSchema.type, Workload.types),
            (TicketSchema.contact, workload.contacts),
            (TicketSchema.organization, workload.organizations),
            (TicketSchema.project, workload.projects),
        ]
        for (entity, names) in named {
            for (index, name) in names.enumerated() {
                rows.append((RowKey(entity, Self.id(index)), [NamedField.name: .text(name)]))
            }
        }
        return rows
    }

    /// A write as the writing laptop composes it: with what the field's rule wants recorded.
    static func write(
        _ value: Value, to field: FieldID, of entity: EntityID, over state: RowState
    ) -> FieldWrite {
        let rule = TicketSchema.schema.entity(entity)?.field(field)?.rule
        let draft = Draft(
            value: value, rendered: FieldView(field, of: state), seen: state.vector,
            writer: Draft.Writer(ordinal: colleague))
        return FieldWrite(
            field: field, value: value, covers: state[field].siblings.map(\.dot),
            evidence: rule?.evidence(for: draft) ?? .none)
    }

    /// As much of a ticket as whoever edits its status sees.
    static func ticket(_ status: Status, made: Dot, written: Dot) -> RowState {
        let sibling = Sibling(
            dot: written, stamp: Stamp(rawValue: 0), value: status.value(from: .null))
        return RowState(
            vector: VersionVector([made, written]),
            creation: RowState.Creation(dot: made, stamp: Stamp(rawValue: 0)),
            fields: [RowState.Field(id: TicketField.status, register: Register(sibling))])
    }

    /// The value that an edit writes.
    static func value(_ edit: Workload.Edit) -> Value {
        edit.after.value(from: edit.before.value(from: .null))
    }
}
