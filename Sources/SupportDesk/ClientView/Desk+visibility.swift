// What clients could read of a ticket, and when: the hub's history told again, before their eyes.

import LocalStore
public import SyncEngine

extension Desk {
    /// The periods in which something of the ticket was visible to its client, in the order in
    /// which they began.
    ///
    /// The confirmed units of the ticket and of what belongs to it are taken one by one in the
    /// hub's order, and after each ``ClientView`` is asked, by the present rules. So a period says
    /// what the hub would have answered; whether anybody asked, it does not say.
    ///
    /// - Parameter contact: only what this contact could read, in the organization that they had
    ///   at the time. Without it, what the ticket's client could read, whoever that was.
    /// - Throws: ``DeskError`` `not_found`.
    /// - Complexity: O(units × comments and documents) of the ticket, while it is shared.
    public func visibility(
        _ ticket: RowID, to contact: RowID? = nil
    ) throws -> [VisibilityPeriod] {
        try store.prepareDerived()
        return try store.read { reader in
            let own = RowKey(TicketSchema.ticket, ticket)
            let asking = contact.map { RowKey(TicketSchema.contact, $0) }
            for key in [own, asking].compactMap({ $0 }) where try reader.row(key) == nil {
                throw DeskError.unknown(key, in: store.schema)
            }
            let belonging = try [TicketSchema.comment, TicketSchema.document].flatMap { entity in
                try reader.rows(entity, of: ticket).map(\.key)
            }
            let keys = [own] + belonging + [asking].compactMap { $0 }
            let display = try Display(reader, desk: self)
            var course = VisibilityCourse(
                ticket: ticket, contact: asking, keys: Set(keys),
                view: ClientView(schema: store.schema), people: display.people)
            for entry in try reader.history(of: keys) { course.take(entry) }
            return try course.periods.map { try VisibilityPeriod($0, display) }
        }
    }
}

/// The rows of a ticket as they came to be, and what was visible of them meanwhile.
struct VisibilityCourse {
    /// A period whose audience is not spelled yet.
    struct Span {
        let item: VisibilityPeriod.Item
        let client: Value
        let shown: JSONValue
        let from: VisibilityPeriod.Edge
        var until: VisibilityPeriod.Edge?
    }

    private struct Sight: Hashable {
        let client: Value
        let shown: JSONValue
    }

    let ticket: RowID
    /// The row of the contact who looks; `nil` for whoever is the ticket's client.
    let contact: RowKey?
    let keys: Set<RowKey>
    let view: ClientView
    let people: People
    private var rows: [RowKey: RowReplay] = [:]
    private var openByItem: [VisibilityPeriod.Item: Int] = [:]
    private(set) var periods: [Span] = []

    init(
        ticket: RowID, contact: RowKey?, keys: Set<RowKey>, view: ClientView, people: People
    ) {
        self.ticket = ticket
        self.contact = contact
        self.keys = keys
        self.view = view
        self.people = people
    }

    /// The next unit; what the hub has not confirmed never reached a client.
    mutating func take(_ entry: HistoryEntry) {
        guard let envelope = entry.envelope else { return }
        for change in entry.unit.changes where keys.contains(change.key) {
            rows[change.key, default: RowReplay()].take(change, of: entry)
        }
        let edge = VisibilityPeriod.Edge(
            at: Moment(milliseconds: envelope.receivedAt), position: envelope.position,
            dot: entry.dot, member: people[entry.dot.ordinal].member)
        let sights = sights()
        for (item, index) in openByItem {
            let span = periods[index]
            guard sights[item] != Sight(client: span.client, shown: span.shown) else { continue }
            periods[index].until = edge
            openByItem[item] = nil
        }
        let begun = sights.filter { openByItem[$0.key] == nil }
        for (item, sight) in begun.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            openByItem[item] = periods.count
            periods.append(
                Span(item: item, client: sight.client, shown: sight.shown, from: edge))
        }
    }

    /// What is visible now.
    private func sights() -> [VisibilityPeriod.Item: Sight] {
        guard let row = rows[RowKey(TicketSchema.ticket, ticket)]?.state else { return [:] }
        let client = view.client(of: row)
        let reader: ClientReader
        if let contact {
            guard let state = rows[contact]?.state else { return [:] }
            reader = ClientReader(contact.row, state)
        } else {
            reader = ClientReader(client: client)
        }
        let whole = TicketRows(
            ticket, row, comments: states(TicketSchema.comment),
            documents: states(TicketSchema.document))
        let answer = view.answer(whole, for: reader) { people[$0].member }
        guard let (ticket, comments) = answer else { return [:] }
        var sights = [VisibilityPeriod.Item.ticket: Sight(client: client, shown: ticket.heading)]
        for (id, comment) in zip(comments, ticket.comments) {
            sights[.comment(id)] = Sight(client: client, shown: comment.json)
        }
        for document in ticket.documents {
            sights[.document(document.id)] = Sight(client: client, shown: document.json)
        }
        return sights
    }

    private func states(_ entity: EntityID) -> [RowID: RowState] {
        rows.reduce(into: [:]) { states, item in
            if item.key.entity == entity { states[item.key.row] = item.value.state }
        }
    }
}

extension ClientTicket {
    fileprivate var heading: JSONValue {
        [
            "title": .string(title), "description": .optional(description),
            "status": .optional(status?.name),
        ]
    }
}

extension VisibilityPeriod {
    fileprivate init(_ span: VisibilityCourse.Span, _ display: Display) throws {
        let parts = span.client.components.map(\.integer)
        let (contact, organization) = parts.count == 2 ? (parts[0], parts[1]) : (nil, nil)
        self.init(
            item: span.item,
            audience: Audience(
                contact: try display.name(of: TicketSchema.contact, contact),
                organization: try display.name(of: TicketSchema.organization, organization)),
            shown: span.shown, from: span.from, until: span.until)
    }
}
