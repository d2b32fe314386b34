// What one sync did, in the numbers that `syncd sync` prints and the daemon hands on.

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
            hubRules: right.hubRules ?? left.hubRules)
    }
}
