// The hub's own tables: commits by position, senders, and verdicts out of history and units set
// aside.

import SyncEngine

extension StoreDatabase {
    /// The last position given, with its commit's nonce; (0, 0) before the first.
    func head() throws -> Cursor {
        try first("SELECT position,nonce FROM hub_commit ORDER BY position DESC LIMIT 1") {
            Cursor(position: UInt64($0.integer(0)), nonce: Nonce(stored: $0.integer(1)))
        } ?? Cursor(position: 0, nonce: Nonce(0))
    }

    func saveHead(_ head: Cursor) throws {
        try run(
            "INSERT INTO hub_commit(position,nonce) VALUES(?,?)",
            [.integer(Int64(head.position)), head.nonce.stored])
    }

    /// The nonce of the commit that ended there, or `nil`.
    func nonce(at position: UInt64) throws -> Nonce? {
        guard position > 0 else { return Nonce(0) }
        guard position <= UInt64(Int64.max) else { return nil }
        return try first(
            "SELECT nonce FROM hub_commit WHERE position=?", [.integer(Int64(position))]
        ) { Nonce(stored: $0.integer(0)) }
    }

    func sender(
        _ ordinal: ReplicaOrdinal
    ) throws -> (acknowledged: UInt64, incarnation: Nonce)? {
        try first(
            "SELECT acknowledged,incarnation FROM hub_sender WHERE ordinal=?",
            [.integer(Int64(ordinal.rawValue))]
        ) { (UInt64($0.integer(0)), Nonce(stored: $0.integer(1))) }
    }

    /// By replica, the highest counter judged: the senders' and the hub's own.
    func judged() throws -> VersionVector {
        let senders = try rows(
            "SELECT ordinal,acknowledged FROM hub_sender WHERE acknowledged>0 ORDER BY ordinal"
        ) { (ReplicaOrdinal(UInt64($0.integer(0))), UInt64($0.integer(1))) }
        let own = try lastOwnCounter()
        var judged = VersionVector(own > 0 ? [Dot(.hub, own)] : [])
        for case (let ordinal?, let counter) in senders { judged.insert(Dot(ordinal, counter)) }
        return judged
    }

    /// Stored hashes and verdicts of a replica's counters; they are never judged anew.
    func judged(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [UInt64: HubContext.Judged] {
        guard !counters.isEmpty, counters.lowerBound <= Limits.maximumCounter else { return [:] }
        let bounds = Self.bounds(ordinal, counters)
        let applied = try rows(
            "SELECT id,concurrent,unit FROM history WHERE id BETWEEN ? AND ?", bounds
        ) { statement in
            let judged = HubContext.Judged(
                hash: UnitHash(encodedUnit: statement.bytes(2)),
                verdict: statement.integer(1) != 0 ? .sibling : .applied)
            return (UInt64(statement.integer(0) & 0xFF_FFFF_FFFF), judged)
        }
        let others = try rows(
            """
            SELECT id,kind,code,entity,row,field,builds_on,hash FROM set_aside
            WHERE id BETWEEN ? AND ?
            """, bounds
        ) { statement in
            guard let hash = UnitHash(bytes: statement.bytes(7)) else {
                throw StoreError.corrupt("a unit set aside without its hash")
            }
            let judged = HubContext.Judged(
                hash: hash,
                verdict: statement.integer(1) == voidKind
                    ? .void : .refused(refusal(statement, firstColumn: 2)))
            return (UInt64(statement.integer(0) & 0xFF_FFFF_FFFF), judged)
        }
        return Dictionary(applied + others) { first, _ in first }
    }

    static func bounds(
        _ ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) -> [Value] {
        [
            .integer(Dot(ordinal, max(counters.lowerBound, 1)).key),
            .integer(Dot(ordinal, min(counters.upperBound - 1, Limits.maximumCounter)).key),
        ]
    }
}
