// Who has how much to do: the work that is left on open tickets beside what a week has room for.

import LocalStore
public import SyncEngine

/// The work that is left, of everybody.
public struct Workload: Hashable, Sendable {
    /// Active members, by name.
    public let members: [Share]
    /// Tickets that nobody has.
    public let unassigned: Pile
    /// Members who were deactivated and still have tickets.
    public let deactivated: [Share]

    /// Tickets that are open or in progress.
    public struct Pile: Hashable, Sendable {
        /// What is left of their estimates, each at least nothing; in minutes.
        public internal(set) var load: Int64 = 0
        public internal(set) var tickets = 0
        /// Those of them that nobody has estimated: the load says nothing of them.
        public internal(set) var withoutEstimate = 0

        fileprivate var members: [JSONValue.Member] {
            [
                .init("load", .integer(load)), .init("tickets", .integer(Int64(tickets))),
                .init("without_estimate", .integer(Int64(withoutEstimate))),
            ]
        }
    }

    /// What one member has to do.
    public struct Share: Hashable, Sendable {
        public let member: RowID
        public let name: String
        public let pile: Pile
        /// A week's, in minutes; `nil` where nobody has said.
        public let capacity: Int64?

        public var over: Int64? { capacity.map { max(0, pile.load - $0) } }
        public var under: Int64? { capacity.map { max(0, $0 - pile.load) } }

        fileprivate var json: JSONValue {
            .object(
                [
                    JSONValue.Member("id", .string(member.description)),
                    .init("member", .string(name)),
                ] + pile.members + [
                    .init("capacity", .optional(capacity)), .init("over", .optional(over)),
                    .init("under", .optional(under)),
                ])
        }
    }

    public var json: JSONValue {
        [
            "members": .array(members.map(\.json)), "unassigned": .object(unassigned.members),
            "deactivated": .array(deactivated.map(\.json)),
        ]
    }
}

extension Desk {
    /// The work that is left on open tickets and those in progress.
    /// - Parameter member: only theirs; what nobody has is told all the same.
    /// - Complexity: one statement over the tickets that are not finished.
    public func workload(of member: Reference? = nil) throws -> Workload {
        try store.read { reader in
            let wanted = try member.map {
                Set(try lookup(reader).findAll($0, in: Directory.memberEntity))
            }
            var pileByMember: [RowID?: Workload.Pile] = [:]
            for record in try reader.select(Self.unfinished) {
                let owner = record["assignee"].integer.flatMap(RowID.init(rawValue:))
                pileByMember[owner, default: .init()].add(
                    estimate: record["estimate"].integer, logged: record["logged"].integer ?? 0)
            }
            let rows = try reader.select(
                "SELECT id, name, IFNULL(active, 1) AS active, capacity FROM member")
            let shares = rows.compactMap { record -> (share: Workload.Share, isActive: Bool)? in
                guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                    wanted?.contains(id) != false
                else { return nil }
                let share = Workload.Share(
                    member: id, name: record["name"].text ?? "", pile: pileByMember[id] ?? .init(),
                    capacity: record["capacity"].integer)
                return (share, record["active"] == .integer(1))
            }.sorted {
                let names = (Value.text($0.share.name), Value.text($1.share.name))
                return names.0 == names.1
                    ? $0.share.member < $1.share.member : names.0 < names.1
            }
            return Workload(
                members: shares.filter(\.isActive).map(\.share),
                unassigned: pileByMember[nil] ?? .init(),
                deactivated: shares.filter { !$0.isActive && $0.share.pile.tickets > 0 }
                    .map(\.share))
        }
    }

    private static let unfinished = """
        SELECT assignee, estimate,
        (SELECT SUM(minutes) FROM time_entry
            WHERE time_entry.ticket = ticket.id AND IFNULL(deleted, 0) = 0) AS logged
        FROM ticket WHERE status IN ('open', 'in_progress')
        """
}

extension Workload.Pile {
    fileprivate mutating func add(estimate: Int64?, logged: Int64) {
        tickets += 1
        guard let estimate else {
            withoutEstimate += 1
            return
        }
        load += max(0, estimate - logged)
    }
}
