// The hub's own tables: commits by position, senders, and verdicts out of history and units set aside.

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

    func hashes(
        of ordinal: ReplicaOrdinal, _ counters: ClosedRange<UInt64>
    ) throws -> [UInt64: UnitHash] {
        let bounds = Self.bounds(ordinal, counters)
        var hashes: [UInt64: UnitHash] = [:]
        let units = try rows("SELECT id,unit FROM history WHERE id BETWEEN ? AND ?", bounds) {
            (UInt64($0.integer(0) & 0xFF_FFFF_FFFF), UnitHash(encodedUnit: $0.bytes(1)))
        }
        for (counter, hash) in units { hashes[counter] = hash }
        let others = try rows("SELECT id,hash FROM set_aside WHERE id BETWEEN ? AND ?", bounds) {
            (UInt64($0.integer(0) & 0xFF_FFFF_FFFF), UnitHash(bytes: $0.bytes(1)))
        }
        for case (let counter, let hash?) in others { hashes[counter] = hash }
        return hashes
    }

    /// Stored verdicts, ascending; they are never judged anew.
    func verdicts(of ordinal: ReplicaOrdinal, after: UInt64) throws -> [CounterVerdict] {
        guard after < Limits.maximumCounter else { return [] }
        let bounds = Self.bounds(ordinal, after + 1...Limits.maximumCounter)
        let applied = try rows("SELECT id,concurrent FROM history WHERE id BETWEEN ? AND ?", bounds)
        {
            CounterVerdict(
                counter: UInt64($0.integer(0) & 0xFF_FFFF_FFFF),
                verdict: $0.integer(1) != 0 ? .sibling : .applied)
        }
        let others = try rows(
            """
            SELECT id,kind,code,entity,row,field,builds_on FROM set_aside
            WHERE id BETWEEN ? AND ?
            """, bounds
        ) { statement in
            CounterVerdict(
                counter: UInt64(statement.integer(0) & 0xFF_FFFF_FFFF),
                verdict: statement.integer(1) == voidKind
                    ? .void : .refused(refusal(statement, firstColumn: 2)))
        }
        return (applied + others).sorted { $0.counter < $1.counter }
    }

    private static func bounds(
        _ ordinal: ReplicaOrdinal, _ counters: ClosedRange<UInt64>
    ) -> [Value] {
        [
            .integer(Dot(ordinal, max(counters.lowerBound, 1)).key),
            .integer(Dot(ordinal, min(counters.upperBound, Limits.maximumCounter)).key),
        ]
    }
}
