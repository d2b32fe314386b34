// A hub that went back: begins another timeline, gives no number twice, and takes back what laptops
// still have.

package import SyncEngine

/// The numbers that a hub gives next.
package struct HubNumbers: Hashable, Sendable {
    fileprivate var ordinal: Int64
    fileprivate var ownCounter: Int64
    fileprivate var memberRow: Int64
    fileprivate var replicaRow: Int64

    /// The higher of each.
    fileprivate func joined(_ other: HubNumbers?) -> HubNumbers {
        guard let other else { return self }
        return HubNumbers(
            ordinal: max(ordinal, other.ordinal), ownCounter: max(ownCounter, other.ownCounter),
            memberRow: max(memberRow, other.memberRow),
            replicaRow: max(replicaRow, other.replicaRow))
    }

    /// Leaves out what a lost hub may have given beyond these, and by chance some more: where the
    /// same backup is put back twice, on machines that know nothing of each other, the two lives
    /// begin at different numbers. People say ordinals on the telephone; of the others there are
    /// plenty.
    fileprivate func skipping(_ random: () -> UInt64) -> HubNumbers {
        HubNumbers(
            ordinal: ordinal + HubNumbers.skip(.ordinals, random()),
            ownCounter: ownCounter + HubNumbers.skip(.ownCounters, random()),
            memberRow: memberRow + HubNumbers.skip(.rows(Directory.memberEntity), random()),
            replicaRow: replicaRow + HubNumbers.skip(.rows(Directory.replicaEntity), random()))
    }

    /// What a hub numbers.
    enum Kind {
        case ordinals
        case ownCounters
        case rows(EntityID)

        /// The key of its line in `hub_floor`.
        var key: Int64 {
            switch self {
            case .ordinals: 0
            case .ownCounters: -1
            case .rows(let entity): Int64(entity.rawValue)
            }
        }
    }

    /// How many numbers are left out, by chance.
    static func skip(_ kind: Kind, _ random: UInt64) -> Int64 {
        switch kind {
        case .ordinals: 1_000 + Int64(random % 8_000)
        case .ownCounters: 1_000_000 + Int64(random % 100_000_000)
        case .rows: 1_000 + Int64(random % 1_000_000)
        }
    }
}

extension LocalStore {
    /// Begins a new timeline: what follows is another past than the one that was lost.
    /// - Parameter lost: what the life that ends would have given next, where that is known.
    package func beginTimeline(_ timeline: Timeline, beyond lost: HubNumbers? = nil) throws {
        let wall = environment.wallMilliseconds()
        let random = environment.random
        let identity = try inTransaction { database in
            try database.save(floors: try database.nextNumbers().joined(lost).skipping(random))
            try database.endTimeline(
                at: try database.head().position, wallMilliseconds: wall)
            try database.setMeta(.timeline, timeline.id.stored)
            // Whoever comes first under an ordinal is its incarnation on the new timeline.
            try database.run("UPDATE hub_sender SET incarnation=0")
            try database.run("DELETE FROM hub_offer")
            guard let identity = ReplicaIdentity(try database.meta()) else {
                throw StoreError.corrupt("the hub's identity is missing")
            }
            return identity
        }
        setIdentity { $0 = identity }
    }
}

extension StoreDatabase {
    fileprivate func nextNumbers() throws -> HubNumbers {
        func row(_ entity: EntityID) throws -> Int64 {
            max(Int64(try nextRow(entity).number), try floor(.rows(entity)))
        }
        return HubNumbers(
            ordinal: Int64(try nextOrdinal().rawValue), ownCounter: Int64(try nextOwnCounter()),
            memberRow: try row(Directory.memberEntity),
            replicaRow: try row(Directory.replicaEntity))
    }

    fileprivate func save(floors: HubNumbers) throws {
        try saveFloor(.ordinals, floors.ordinal)
        try saveFloor(.ownCounters, floors.ownCounter)
        try saveFloor(.rows(Directory.memberEntity), floors.memberRow)
        try saveFloor(.rows(Directory.replicaEntity), floors.replicaRow)
    }

    private func saveFloor(_ kind: HubNumbers.Kind, _ number: Int64) throws {
        try run(
            "INSERT OR REPLACE INTO hub_floor(entity,number) VALUES(?,?)",
            [.integer(kind.key), .integer(number)])
    }

    /// A number of a lost life has come back: those behind it may have been given there, too, and
    /// come later. What is given next lies beyond them.
    func avoid(_ kind: HubNumbers.Kind, _ number: UInt64, _ random: UInt64) throws {
        guard try Int64(number) >= floor(kind) else { return }
        try saveFloor(kind, Int64(number) + HubNumbers.skip(kind, random))
    }

    /// The number from which on an own one may be given; 0 where nothing was ever lost.
    func floor(_ kind: HubNumbers.Kind) throws -> Int64 {
        try integer("SELECT number FROM hub_floor WHERE entity=?", [.integer(kind.key)])
    }

    func nextOrdinal() throws -> ReplicaOrdinal {
        // A lost hub's replicas come back as rows; those that never sent anything as nothing else.
        let known = [Directory.replicas.name, "hub_sender"]
        let last = try known.map { try integer("SELECT max(ordinal) FROM \($0)") }.max() ?? 0
        let hub = Int64(ReplicaOrdinal.hub.rawValue)
        guard let next = ReplicaOrdinal(UInt64(max(max(last, hub) + 1, try floor(.ordinals))))
        else {
            throw StoreError(.tooLarge, "This workspace cannot have more replicas.")
        }
        return next
    }

    /// The counter of the hub's own next unit.
    func nextOwnCounter() throws -> UInt64 {
        max(try lastOwnCounter() + 1, UInt64(try floor(.ownCounters)))
    }
}

extension HubTransaction {
    /// Makes an ordinal that a lost hub had given known again: what was sent under it is taken
    /// back, and its laptop may finish what it had begun.
    package func addLostSender(_ ordinal: ReplicaOrdinal) throws {
        try database.run(
            "INSERT OR IGNORE INTO hub_sender(ordinal,acknowledged,incarnation) VALUES(?,0,0)",
            [.integer(Int64(ordinal.rawValue))])
    }

    /// What the hub gives next.
    package func nextNumbers() throws -> HubNumbers { try database.nextNumbers() }

    /// The timelines that the hub has left, oldest first, and where.
    package func formerTimelines() throws -> [TimelineEnd] { try database.formerTimelines() }

    /// Whether the hub has ever followed one of these timelines.
    package func hasLived(on timelines: [Timeline]) throws -> Bool {
        let own = Set(try database.formerTimelines().map(\.timeline) + [timeline])
        return timelines.contains(where: own.contains)
    }
}

extension HubTransaction {
    /// Whether the store was put in place from a backup and does not live yet.
    package func isFreshFromBackup() throws -> Bool {
        try database.integer(
            "SELECT count(*) FROM sqlite_master WHERE name='hub_backup' AND type='table'") != 0
    }

    /// The store lives from now on: the backup's own notes are not its business.
    package func forgetBackup() throws { try database.script("DROP TABLE IF EXISTS hub_backup") }

    /// Whether a commit with that nonce ended there.
    package func has(_ cursor: Cursor) throws -> Bool {
        try database.nonce(at: cursor.position) == cursor.nonce
    }
}

/// A hub's life since it was restored last.
package struct Restoration: Hashable, Sendable {
    /// The hub's clock when the present timeline began, milliseconds since 1970.
    package let at: Int64
    /// The last position of the past that was kept.
    package let position: UInt64
    /// The laptops that have given back everything they had.
    package let offered: Set<ReplicaOrdinal>
    /// Units that were offered and not taken.
    package let setAside: Int
}

extension HubTransaction {
    /// - Returns: `nil` for a hub that was never restored.
    package func restoration() throws -> Restoration? {
        let last = try database.first(
            "SELECT at,end FROM former_timeline ORDER BY sequence DESC LIMIT 1"
        ) { (at: $0.integer(0), position: UInt64($0.integer(1))) }
        guard let last else { return nil }
        let offered = try database.rows("SELECT ordinal FROM hub_offer") {
            ReplicaOrdinal(UInt64($0.integer(0)))
        }
        return Restoration(
            at: last.at, position: last.position, offered: Set(offered.compactMap { $0 }),
            setAside: Int(try database.integer("SELECT count(*) FROM hub_offer_aside")))
    }
}

extension StoreDatabase {
    /// The end of the past that this hub shares with a laptop that followed these timelines.
    func commonPast(_ past: [TimelineEnd]) throws -> Cursor? {
        let head = try head().position
        let own =
            try formerTimelines()
            + [
                TimelineEnd(
                    timeline: Timeline(Nonce(stored: try meta(.timeline).integer ?? 0)),
                    position: head)
            ]
        for end in past.reversed() {
            guard let shared = own.last(where: { $0.timeline == end.timeline }) else { continue }
            let position = min(end.position, shared.position)
            return try nonce(at: position).map { Cursor(position: position, nonce: $0) }
        }
        return nil
    }

    /// The hub has this counter of a replica now, also of one that it does not know any more.
    func raiseSender(_ dot: Dot) throws {
        guard dot.ordinal != .hub else { return }
        try run(
            """
            INSERT INTO hub_sender(ordinal,acknowledged,incarnation) VALUES(?1,?2,0)
            ON CONFLICT(ordinal) DO UPDATE SET acknowledged=max(acknowledged,?2)
            """, [.integer(Int64(dot.ordinal.rawValue)), .integer(Int64(dot.counter))])
    }
}
