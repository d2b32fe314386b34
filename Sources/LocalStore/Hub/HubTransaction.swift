// One transaction of the hub: what judging a request reads, and what the judgement writes.

package import SyncEngine

/// Valid only inside the access that gave it.
package final class HubTransaction {
    let database: StoreDatabase
    package let timeline: Timeline
    let now: @Sendable () -> Int64
    /// Rows promised in this transaction and not written yet.
    private var lastRowByEntity: [EntityID: RowID] = [:]

    init(_ database: StoreDatabase, timeline: Timeline, now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.timeline = timeline
        self.now = now
    }

    /// What a session needs to judge a request of this sender.
    ///
    /// - Parameters:
    ///   - role: of the sender's member, as the caller found it in this transaction.
    ///   - isActive: whether sender and member may still sync.
    /// - Throws: `notFound` for a sender that was never added.
    package func context(for load: HubLoad, role: Role, isActive: Bool) throws -> HubContext {
        guard let sender = try database.sender(load.ordinal) else {
            throw StoreError(.notFound, "Replica \(load.ordinal) is not enrolled here.")
        }
        var context = HubContext(
            timeline: timeline, head: try database.head(), role: role,
            incarnation: sender.incarnation)
        context.nonceAtCursor = try database.nonce(at: load.cursorPosition)
        context.nonceAtStagedHead = try load.stagedHeadPosition.flatMap {
            try database.nonce(at: $0)
        }
        context.acknowledged = sender.acknowledged
        context.isActive = isActive
        context.known = try database.judged()
        for key in load.rows { context.rows[key] = try row(key) }
        context.judged = try database.judged(of: load.ordinal, load.counters)
        let known = try database.origins(of: load.ordinal, load.counters)
        for (counter, origin) in known { context.judged[counter]?.origin = origin }
        // Of a counter that was judged this speaks of the hub's unit, which need not be the
        // sender's.
        let awaited = known.filter { context.judged[$0.key] == nil }
        var members: [ReplicaOrdinal: Set<RowID>] = [:]
        context.originByCounter = try awaited.merging(
            load.originByCounter.filter {
                try database.mayBe($0.value, of: load.ordinal, &members)
            }
        ) { known, _ in known }
        context.elsewhere = try database.elsewhere(
            of: load.ordinal, load.counters, context.originByCounter)
        return context
    }

    /// A stretch of the feed in this transaction's snapshot, so that what it
    /// gives and who asks for it are seen at one moment.
    package func feed(from place: FeedPlace, _ bounds: FeedBounds = .page) throws -> FeedSlice {
        try database.feed(from: place, bounds)
    }

    /// The newest position of this transaction's snapshot.
    package func head() throws -> Cursor { try database.head() }

    /// Writes a judged push.
    /// - Parameter nonce: of this commit; stands beside its last position.
    /// - Returns: the head after it.
    package func commit(_ commit: HubCommit, nonce: Nonce) throws -> Cursor {
        for entry in commit.accepted {
            try database.saveHistory(
                entry.dot, encoded: entry.unit.encoded, envelope: entry.envelope)
        }
        for setAside in commit.setAside { try save(setAside) }
        for (counter, origin) in commit.originByCounter {
            try database.saveOrigin(Dot(commit.ordinal, counter), origin)
        }
        for row in commit.rows { try save(row.state, at: row.key) }
        try database.run(
            "UPDATE hub_sender SET acknowledged=?, incarnation=? WHERE ordinal=?",
            [
                .integer(Int64(commit.acknowledged)), commit.incarnation.stored,
                .integer(Int64(commit.ordinal.rawValue)),
            ])
        if let position = commit.accepted.last?.envelope?.position {
            try database.saveHead(Cursor(position: position, nonce: nonce))
        }
        return try database.head()
    }

    private func save(_ setAside: HubCommit.SetAside) throws {
        var refusal: Refusal?
        if case .refused(let reason) = setAside.verdict { refusal = reason }
        try database.saveSetAside(
            setAside.dot, kind: refusal == nil ? voidKind : SetAsideRecord.Kind.refused.rawValue,
            refusal,
            content: StoreDatabase.SetAsideContent(
                at: now(), hash: setAside.hash, unit: setAside.content))
    }

    private func save(_ state: RowState, at key: RowKey) throws {
        try database.save(StoredRow(shown: state), at: key, replacing: try database.load(key))
    }

    /// Makes a replica known; it may send from now on.
    package func addSender(_ ordinal: ReplicaOrdinal, incarnation: Nonce) throws {
        try database.run(
            "INSERT INTO hub_sender(ordinal,acknowledged,incarnation) VALUES(?,0,?)",
            [.integer(Int64(ordinal.rawValue)), incarnation.stored])
    }

    /// The ordinal of the next replica to be enrolled; the hub itself has 1.
    package func nextOrdinal() throws -> ReplicaOrdinal {
        try database.nextOrdinal()
    }

    /// Writes a unit of the hub's own (members, replicas); it has its position at once.
    ///
    /// - Parameters:
    ///   - receivedAt: the hub's clock, milliseconds since 1970; also the unit's stamp.
    ///   - nonce: of this commit.
    package func writeOwn(
        _ changes: [RowChange], receivedAt: Int64, nonce: Nonce
    ) throws -> Dot {
        let dot = Dot(.hub, try database.nextOwnCounter())
        let unit = Unit(stamp: Stamp(milliseconds: receivedAt), changes: changes)
        for change in changes {
            let old = try database.load(change.key)
            var state: RowState
            if change.isCreation {
                state = RowState(creating: change, by: dot, at: unit.stamp)
            } else if let present = old?.stored.shown {
                state = present
                state.apply(change.writes, by: dot, at: unit.stamp)
                state.vector.insert(dot)
            } else {
                throw StoreError(.unknownRow, "There is no row \(change.key.row).")
            }
            try database.save(StoredRow(shown: state), at: change.key, replacing: old)
        }
        let position = try database.head().position + 1
        let envelope = Envelope(position: position, receivedAt: receivedAt, wasConcurrent: false)
        try database.saveHistory(dot, encoded: unit.encoded, envelope: envelope)
        try database.saveHead(Cursor(position: position, nonce: nonce))
        return dot
    }

    /// The id of a row that the hub is about to make.
    package func nextRow(_ entity: EntityID) throws -> RowID {
        let floor = UInt64(try database.floor(.rows(entity)))
        let next = max(try database.nextRow(entity), RowID(.hub, max(floor, 1)))
        let row =
            lastRowByEntity[entity].map { max(next, RowID($0.ordinal, $0.number + 1)) } ?? next
        lastRowByEntity[entity] = row
        return row
    }

    package func row(_ key: RowKey) throws -> RowState? { try database.load(key)?.stored.shown }

    /// What an app reads in this transaction.
    package var reader: StoreReader { StoreReader(database, schema: database.layout.schema) }

    /// See ``StoreReader/select(_:_:)``.
    package func select(_ sql: String, _ arguments: [Value] = []) throws -> [Record] {
        try reader.select(sql, arguments)
    }

    /// For tables that the hub keeps beside the replica; their names begin with `hub_`.
    package func execute(_ sql: String, _ arguments: [Value] = []) throws {
        try database.run(sql, arguments)
    }
}
