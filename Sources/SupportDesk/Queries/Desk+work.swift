// What one person has to look at: the first screen of the day.

import LocalStore
import SyncEngine

/// The tickets of whoever's laptop this is, by what they need.
public struct WorkRecord: Hashable, Sendable {
    /// Open or in progress, the most pressing first.
    public let mine: TicketPage
    /// Not finished, and nobody has them who could do them.
    public let needsOwner: TicketPage
    /// Resolved, until somebody closes them.
    public let waitingForConfirmation: TicketPage
    /// Mine, with the reasons to look at them.
    public let attention: [Flagged]
    /// All of mine that deserve a look.
    public let attentionTotal: Int

    /// A ticket that deserves a look.
    public struct Flagged: Hashable, Sendable {
        public let ticket: TicketRecord
        public let reasons: [AttentionRecord]

        fileprivate var json: JSONValue {
            .object(
                (ticket.json.members ?? []) + [
                    .init("attention", .array(reasons.map(\.json)))
                ])
        }
    }

    public var json: JSONValue {
        [
            "mine": mine.json, "needs_owner": needsOwner.json,
            "waiting_for_confirmation": waitingForConfirmation.json,
            "attention": [
                "total": .integer(Int64(attentionTotal)), "tickets": .array(attention.map(\.json)),
            ],
        ]
    }
}

extension Desk {
    /// - Complexity: that of three lists, and of one with all attention flags.
    public func work() throws -> WorkRecord {
        try store.read { reader in
            let list = try TicketListing(reader, self)
            var filter = TicketFilter()
            filter.sort = TicketFilter.Sort(.priority)
            filter.limit = Self.maximumWork
            filter.status = [.open, .inProgress]
            var free = filter
            free.status = []
            free.onlyWithoutOwner = true
            filter.assignee = [.row("me")]
            let mine = try list.window(filter)
            filter.status = [.resolved]
            let resolved = try list.window(filter)
            filter.status = []
            filter.attention = Set(AttentionCode.allCases)
            let flagged = try list.window(filter)
            let search = AttentionSearch(
                reader: reader, people: try People(reader, identity: store.identity),
                disputes: list.disputes)
            return WorkRecord(
                mine: mine, needsOwner: try list.window(free), waitingForConfirmation: resolved,
                attention: try flagged.tickets.map {
                    WorkRecord.Flagged(ticket: $0, reasons: try search.records(of: $0.id))
                }, attentionTotal: flagged.total)
        }
    }

    /// A day's work many times over.
    private static let maximumWork = 100
}
