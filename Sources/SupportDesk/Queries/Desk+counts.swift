// How much waits for a person, in numbers: what a status line and a chip are made of.

import LocalStore
import SyncEngine

/// Numbers of one snapshot of the replica.
public struct DeskCounts: Hashable, Sendable {
    /// Changes that are not sent yet.
    public let pending: Int
    /// When the oldest of them was made.
    public let oldestPending: Moment?
    /// Changes that were not accepted and wait for somebody to deal with them.
    public let refused: Int
    /// Fields in which several values stand, or that are held back.
    public let conflicts: Int
    /// Those of them that wait for a decision.
    public let reviews: Int
    /// Those that are held back from a client.
    public let held: Int
    /// Notices that this member has not read.
    public let notices: Int
}

extension Desk {
    /// - Complexity: O(changes that wait or were not accepted, and disputed fields).
    public func counts() throws -> DeskCounts {
        try store.read { reader in
            let unsent = try reader.unsentHeads()
            let disputes = try Disputes(reader, schema: store.schema)
            let oldest = unsent.map(\.stamp.milliseconds).min()
            return DeskCounts(
                pending: unsent.count, oldestPending: oldest.map { Moment(milliseconds: $0) },
                refused: try reader.setAside().count, conflicts: disputes.all.count,
                reviews: disputes.all.count { $0.grade == .review },
                held: disputes.all.count(where: \.isHeld),
                notices: try NoticeBoard(reader, desk: self, of: me).unreadNotices())
        }
    }
}
