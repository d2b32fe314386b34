// Where a replica stands towards its hub, out of the facts it keeps.

import SyncEngine

extension StoreDatabase {
    func position() throws -> LaptopPosition {
        let meta = try meta()
        func integer(_ key: MetaKey) -> Int64? { meta[key.name]?.integer }
        let cursor = Cursor(
            position: UInt64(integer(.cursorPosition) ?? 0),
            nonce: Nonce(stored: integer(.cursorNonce) ?? 0))
        let incarnation = Incarnation(
            current: Nonce(stored: integer(.incarnation) ?? 0),
            next: integer(.nextIncarnation).map { Nonce(stored: $0) })
        return LaptopPosition(
            ordinal: ordinal, timeline: Timeline(Nonce(stored: integer(.timeline) ?? 0)),
            cursor: cursor, incarnation: incarnation,
            versions: (layout.schema.version, layout.schema.rulesVersion),
            acknowledged: UInt64(integer(.acknowledged) ?? 0),
            staged: try staged())
    }

    /// The clock as it stands after the last own unit, cut back where the last contact said so.
    /// - Parameter lastCounter: the highest own counter; 0 for none.
    func clock(after lastCounter: UInt64) throws -> HybridClock {
        // One statement: every write of a person reads it.
        let statement = try statement(
            """
            SELECT (SELECT value FROM meta WHERE key='clock_offset'),\
            (SELECT value FROM meta WHERE key='clock_cut'),\
            (SELECT value FROM meta WHERE key='clock_cut_counter')
            """)
        defer { statement.reset() }
        guard try statement.step() else { return HybridClock() }
        let offset = statement.integer(0)
        guard lastCounter > 0, var last = try stamp(ofOwn: lastCounter) else {
            return HybridClock(offset: offset)
        }
        if let cut = statement.integerOrNull(1), Int64(lastCounter) <= statement.integer(2) {
            last = last.clipped(to: cut)
        }
        return HybridClock(last: last, offset: offset)
    }

    /// Takes the hub's clock as measured at contact. Written only where it says something new:
    /// the jitter of an answer is no reason for a commit.
    func contact(hubMilliseconds: Int64, wallMilliseconds: Int64) throws {
        let jitterMilliseconds: Int64 = 100
        let offset = hubMilliseconds &- wallMilliseconds
        let old = try meta(.clockOffset).integer ?? 0
        if (offset &- old).magnitude > jitterMilliseconds.magnitude {
            try setMeta(.clockOffset, .integer(offset))
        }
        let counter = try lastOwnCounter()
        let clock = try clock(after: counter)
        guard clock.last.milliseconds > hubMilliseconds else { return }
        try setMeta(.clockCut, .integer(hubMilliseconds))
        try setMeta(.clockCutCounter, .integer(Int64(counter)))
    }
}
