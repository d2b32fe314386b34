// Notices are derived, and "I have read it" is a replicated set that only grows.

import LocalStore
import SyncEngine

extension Desk {
    /// What whoever's laptop this is should know or decide, the latest first. Every laptop of a
    /// member that holds the same gives the same.
    /// - Complexity: O(disputed fields and read marks).
    public func notices(includingRead: Bool = false) throws -> [NoticeRecord] {
        try store.read { reader in
            let records = try NoticeBoard(reader, desk: self, of: me).records()
            return includingRead ? records : records.filter { !$0.isRead }
        }
    }

    /// Says that notices were read, on all laptops of this member.
    /// - Parameter ids: whole, or their beginnings.
    /// - Returns: the notices that were not read before.
    /// - Throws: ``DeskError`` `not_found`, `ambiguous`; `needs_decision` for a review, which can
    ///   not be read away. Nothing is marked then.
    @discardableResult
    public func markRead(_ ids: [String]) throws -> [NoticeRecord] {
        try act { action in
            let records = try NoticeBoard(action.writer, desk: self, of: me).records()
            return try action.mark(ids.map { try Self.notice($0, among: records) })
        }.value
    }

    /// Says that all notices were read; reviews stay.
    @discardableResult
    public func markAllRead() throws -> [NoticeRecord] {
        try act { action in
            let records = try NoticeBoard(action.writer, desk: self, of: me).records()
            let notices = records.filter { $0.grade < .review }
            return try action.mark(notices.prefix(Limits.maximumRowsPerUnit))
        }.value
    }

    private static func notice(
        _ id: String, among records: [NoticeRecord]
    ) throws -> NoticeRecord {
        let matches = records.filter { !id.isEmpty && $0.id.hasPrefix(id) }
        guard let record = matches.first else {
            throw DeskError(
                .notFound, "There is no notice \(id).",
                hint: "`syncd notices` lists them; one that changed has another id.")
        }
        guard matches.count == 1 else {
            throw DeskError(
                .ambiguous, "Several notices begin with \(id).", hint: "Give more of the id.")
        }
        guard record.grade < .review else {
            throw DeskError(
                .needsDecision, "\(record.field) waits for a decision and cannot be read away.",
                hint: "Decide with `syncd conflict keep`, `use` or `set`.")
        }
        return record
    }
}

extension Action {
    fileprivate func mark(_ records: some Sequence<NoticeRecord>) throws -> [NoticeRecord] {
        var done: Set<String> = []
        let fresh = records.filter { !$0.isRead && done.insert($0.id).inserted }
        for record in fresh {
            _ = try create(TicketSchema.readMark, [ReadMarkField.subject: .text(record.id)])
        }
        return fresh
    }
}
