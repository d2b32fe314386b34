// What a laptop gives back to a hub that was restored, and how it goes over to the new timeline.

package import SyncEngine

extension LocalStore {
    /// The timelines that this replica has followed, oldest first, the present one last; each up to
    /// where its feed is still this replica's.
    package func past() throws -> [TimelineEnd] {
        try withReader { database in
            let position = try database.position()
            // A replica that has not fetched anything yet has followed nothing, either.
            var shared = position.cursor.position
            var past = [TimelineEnd(timeline: position.timeline, position: shared)]
            // Whoever left a later timeline further back has nothing of an earlier one beyond it.
            for former in try database.formerTimelines().reversed() {
                shared = min(shared, former.position)
                past.append(TimelineEnd(timeline: former.timeline, position: shared))
            }
            return past.reversed()
        }
    }

    /// Takes what a hub that was joined again says of whose laptop this is, and where the hub is
    /// now.
    package func belong(to member: RowID, named name: String, hubURL: String) throws {
        try inTransaction { database in
            try database.setMeta(.member, .integer(member.rawValue))
            try database.setMeta(.memberName, .text(name))
            try database.setMeta(.hubURL, .text(hubURL))
        }
        setIdentity {
            $0.member = member
            $0.memberName = name
            $0.hubURL = hubURL
        }
    }

    /// Confirmed units behind a position that bear the hub's receipt, in the feed's order.
    /// - Returns: the units, and the position of the last one looked at.
    package func offer(
        after position: UInt64, maximumUnits: Int, maximumBytes: Int
    ) throws -> (units: [OfferedUnit], end: UInt64) {
        try withReader { database in
            try database.offer(
                after: position, maximumUnits: maximumUnits, maximumBytes: maximumBytes)
        }
    }

    /// Follows a restored hub's timeline from the end of the common past. What this replica has
    /// beyond it stays in its rows, and is confirmed again by the feed; what the hub has under
    /// another name is left to the feed, and what builds on it and was not sent is respelled.
    /// - Throws: `outdated` if the store is no longer where the offer began; nothing changes.
    package func follow(_ move: TimelineMove) throws(StoreError) {
        let wall = environment.wallMilliseconds()
        let identity = try storeErrors {
            try inTransaction { database in
                let identity = try database.follow(move, wallMilliseconds: wall)
                try LostNames(move, schema: schema).apply(to: database)
                return identity
            }
        }
        setIdentity { $0 = identity }
    }
}

extension StoreDatabase {
    func formerTimelines() throws -> [TimelineEnd] {
        try rows("SELECT timeline,end FROM former_timeline ORDER BY sequence") { statement in
            TimelineEnd(
                timeline: Timeline(Nonce(stored: statement.integer(0))),
                position: UInt64(statement.integer(1)))
        }
    }

    /// What a new replica's hub had left before it came.
    func save(past: [TimelineEnd], wallMilliseconds: Int64) throws {
        for end in past {
            try run(
                "INSERT INTO former_timeline(timeline,end,at) VALUES(?,?,?)",
                [
                    end.timeline.id.stored, .integer(Int64(end.position)),
                    .integer(wallMilliseconds),
                ])
        }
    }

    func endTimeline(at position: UInt64, wallMilliseconds: Int64) throws {
        knownTimelinesLeft = nil
        try run(
            "INSERT INTO former_timeline(timeline,end,at) VALUES(?,?,?)",
            [try meta(.timeline), .integer(Int64(position)), .integer(wallMilliseconds)])
    }

    fileprivate func offer(
        after position: UInt64, maximumUnits: Int, maximumBytes: Int
    ) throws -> (units: [OfferedUnit], end: UInt64) {
        let statement = try statement(
            """
            SELECT \(Self.historyColumns),receipt FROM history
            WHERE position>? AND receipt IS NOT NULL ORDER BY position LIMIT ?
            """)
        statement.bind(1, Int64(position))
        statement.bind(2, Int64(maximumUnits))
        defer { statement.reset() }
        var units: [OfferedUnit] = []
        var end = position
        var bytes = 0
        while try statement.step() {
            let entry = try historyEntry(statement)
            bytes += statement.bytes(4).count + 64
            guard bytes <= maximumBytes || units.isEmpty else { break }
            guard let envelope = entry.envelope, let receipt = Receipt(bytes: statement.bytes(5))
            else { throw StoreError.corrupt("the receipt of \(entry.dot) is none") }
            end = envelope.position
            units.append(
                OfferedUnit(
                    dot: entry.dot, unit: entry.unit, receivedAt: envelope.receivedAt,
                    receipt: receipt, origin: try origin(entry.dot)))
        }
        return (units, end)
    }

    fileprivate func follow(
        _ move: TimelineMove, wallMilliseconds: Int64
    ) throws -> ReplicaIdentity {
        let position = try position()
        guard position == move.expected, let incarnation = position.incarnation.next else {
            throw StoreError(
                .outdated, "The replica has moved on since it made its offer.", hint: "Sync again.",
                retry: .later)
        }
        // Beyond the common past this replica's feed is the new timeline's from now on.
        try endTimeline(at: move.cursor.position, wallMilliseconds: wallMilliseconds)
        // What lies beyond the common past is in the rows; until the new feed says where, it has
        // no place.
        try run(
            "UPDATE history SET position=NULL WHERE position>?",
            [.integer(Int64(move.cursor.position))])
        try run("DELETE FROM staged")
        try setMeta(.timeline, move.timeline.id.stored)
        try setMeta(.cursorPosition, .integer(Int64(move.cursor.position)))
        try setMeta(.cursorNonce, move.cursor.nonce.stored)
        try setMeta(.incarnation, incarnation.stored)
        try setMeta(.nextIncarnation, .null)
        try setMeta(.acknowledged, .integer(Int64(move.acknowledged)))
        guard let identity = ReplicaIdentity(try meta()) else {
            throw StoreError.corrupt("the replica's identity is missing")
        }
        return identity
    }
}
