// What others did since this person last looked: "while you were away".

import LocalStore
import SyncEngine

/// The work of others since a place on the feed.
public struct AwayRecord: Hashable, Sendable {
    /// Up to where it was made; what the person has read is told by it.
    public let position: UInt64
    /// All changes of others.
    public let changes: Int
    /// The tickets that they touched, the latest first.
    public let tickets: [Touched]
    /// What this member should know or decide.
    public let notices: [NoticeRecord]

    /// A ticket that others touched.
    public struct Touched: Hashable, Sendable {
        public let ticket: TicketRecord
        public let changes: Int
        /// The names of whoever did it, sorted.
        public let members: [String]

        var json: JSONValue {
            [
                "id": .string(ticket.id.description), "title": .string(ticket.title),
                "status": .optional(ticket.status), "assignee": .optional(ticket.assignee),
                "changes": .integer(Int64(changes)), "members": .strings(members),
            ]
        }
    }

    /// - Parameter since: when the person last said that they had read it.
    public func json(since: Moment?) -> JSONValue {
        [
            "since": .optional(since?.description), "position": .integer(Int64(clamping: position)),
            "changes": .integer(Int64(changes)), "tickets": .array(tickets.map(\.json)),
            "notices": .array(notices.map(\.json)),
        ]
    }
}

extension Desk {
    /// What others did behind a position of the feed.
    /// - Parameter position: `nil` for now: nothing was done since.
    /// - Complexity: O(units since then), at most ``maximumAwayUnits`` of the latest.
    public func away(since position: UInt64?) throws -> AwayRecord {
        try store.read { reader in
            let head = try reader.position.cursor.position
            let people = try People(reader, identity: store.identity)
            let start = min(position ?? head, head)
            let first = head > Self.maximumAwayUnits ? head - Self.maximumAwayUnits : 0
            let units = try reader.confirmed(
                after: max(start, first), limit: Int(Self.maximumAwayUnits))
            var touched: [RowID: (changes: Int, members: Set<String>, last: Int)] = [:]
            var changes = 0
            for (index, entry) in units.enumerated() {
                let person = people[entry.dot.ordinal]
                guard person.memberID != me, entry.dot.ordinal != .hub else { continue }
                changes += 1
                for ticket in try reader.tickets(of: entry.unit, in: store.schema) {
                    var item = touched[ticket] ?? (0, [], 0)
                    item.changes += 1
                    item.members.insert(person.member)
                    item.last = index
                    touched[ticket] = item
                }
            }
            let latest = touched.sorted { $0.value.last > $1.value.last }
                .prefix(Self.maximumAwayTickets).map(\.key)
            return AwayRecord(
                position: head, changes: changes,
                tickets: try TicketListing(reader, self).records(of: latest).map { record in
                    AwayRecord.Touched(
                        ticket: record, changes: touched[record.id]?.changes ?? 0,
                        members: (touched[record.id]?.members ?? []).sorted())
                },
                notices: try NoticeBoard(reader, desk: self, of: me).records()
                    .filter { !$0.isRead })
        }
    }

    /// Weeks of a team's work; nobody reads more of it in one list.
    private static let maximumAwayUnits: UInt64 = 5_000
    private static let maximumAwayTickets = 100
}
