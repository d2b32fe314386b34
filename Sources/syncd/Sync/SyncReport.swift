// What one sync did, in the numbers that `syncd sync` prints and the daemon hands on.

import LocalStore
import SupportDesk
import SyncEngine

/// Counts of one session.
struct SyncReport: Codable, Sendable, Hashable {
    /// Own changes that the hub has judged.
    var pushed = 0
    /// Of those: taken as they are.
    var applied = 0
    /// Of those: taken, and standing beside values of others now.
    var siblings = 0
    /// Of those: not taken; kept aside with the reason.
    var refused = 0
    /// Own changes that no request can carry; kept aside with the reason.
    var parked = 0
    /// Changes of the feed, own ones that came back included.
    var pulled = 0
    /// The feed position that was reached.
    var position: UInt64 = 0
    /// The hub's clock at the last answer, milliseconds since 1970.
    var hubMilliseconds: Int64?
    /// The version of the merge rules that the hub stated last.
    var hubRules: UInt64?
    /// New ordinals that this laptop got, since other copies of its files are in use.
    var renumbered: [Renumbered] = []

    /// One change of the laptop's ordinal.
    struct Renumbered: Codable, Sendable, Hashable {
        let was: UInt32
        let became: UInt32
        /// Changes that were written again under the new ordinal.
        let changes: Int
        /// Tickets that have another id now, as `7-12 is 8-1`.
        let tickets: [String]
        /// Whether that is since the laptop has joined a restored hub again.
        let hasJoinedAgain: Bool
    }

    /// Adds what one answer brought.
    mutating func count(_ commit: LaptopCommit) {
        pushed += commit.verdicts.count
        pulled += commit.page.units.count
        position = commit.page.end
        hubMilliseconds = commit.hubMilliseconds
        for verdict in commit.verdicts.map(\.verdict) {
            switch verdict {
            case .applied: applied += 1
            case .sibling: siblings += 1
            case .refused: refused += 1
            case .void: break
            }
        }
    }

    static func + (left: SyncReport, right: SyncReport) -> SyncReport {
        SyncReport(
            pushed: left.pushed + right.pushed, applied: left.applied + right.applied,
            siblings: left.siblings + right.siblings, refused: left.refused + right.refused,
            parked: left.parked + right.parked, pulled: left.pulled + right.pulled,
            position: max(left.position, right.position),
            hubMilliseconds: right.hubMilliseconds ?? left.hubMilliseconds,
            hubRules: right.hubRules ?? left.hubRules,
            renumbered: left.renumbered + right.renumbered)
    }
}

extension SyncReport.Renumbered {
    init(_ store: LocalStore, from old: ReplicaOrdinal, _ replica: NewReplica) throws {
        let (former, rows) = try store.read { reader in
            (try reader.formerOrdinals(), try reader.renamedRows())
        }
        let change = former.first { $0.ordinal == old }
        self.init(
            was: old.rawValue, became: replica.ordinal.rawValue, changes: change?.changes ?? 0,
            tickets: rows.filter { $0.became.ordinal == replica.ordinal }
                .filter { $0.was.entity == TicketSchema.ticket }
                .map { "\($0.was.row) is \($0.became)" },
            hasJoinedAgain: change?.cause == .joinedAgain)
    }

    /// What a person is told.
    var sentence: String {
        let work =
            changes == 0 ? "" : " \(changes) changes that were not sent are kept under it."
        let shown = tickets.prefix(10).joined(separator: ", ")
        let more = tickets.count > 10 ? " and so on" : ""
        let names = tickets.isEmpty ? "" : " Ticket numbers: \(shown)\(more)."
        let reason =
            hasJoinedAgain
            ? "The hub knows this laptop again" : "Another copy of this laptop's files is in use"
        return "\(reason): this one is laptop \(became) from now on, not \(was)." + work + names
    }
}
