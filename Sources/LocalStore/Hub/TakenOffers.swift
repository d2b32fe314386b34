// What a restored hub takes back from laptops: units under the names that they have here, and what
// the names of the lost time mean.

package import SyncEngine

extension HubTransaction {
    /// What a session needs to answer an offer.
    /// - Parameter isActive: whether sender and member may still sync.
    /// - Throws: `notFound` for a sender that was never added.
    package func offerContext(for load: OfferLoad, isActive: Bool) throws -> OfferContext {
        let names = try database.lostNames(load.timeline)
        var standing: [UnitOrigin: OfferContext.Standing] = [:]
        var rows = Set(load.rows).union(load.rows.map(names.key))
        for unit in load.units {
            guard let dot = try database.standing(unit.identity),
                let made = try database.historyEntry(dot)?.unit.madeRows
            else { continue }
            standing[unit.identity] = .init(dot: dot, rows: made.map(\.row))
            rows.formUnion(made)
        }
        let hub = HubLoad(
            ordinal: load.ordinal, cursorPosition: 0, counters: 0..<0, rows: rows.sorted(),
            mayWrite: true)
        var context = OfferContext(
            hub: try self.context(for: hub, role: .member, isActive: isActive),
            common: try database.commonPast(load.past))
        context.names = names
        context.isForked = try database.isForked(load.ordinal, names)
        context.standing = standing
        for unit in load.units {
            if let identity = try database.identity(unit.dot) {
                context.identityByDot[unit.dot] = identity
            } else if try database.isJudged(unit.dot) {
                context.passedOver.insert(unit.dot)
            }
        }
        let origins = load.units.map(\.identity.dot.ordinal) + standing.values.map(\.dot.ordinal)
        for ordinal in Set(origins) {
            context.membersByOrdinal[ordinal] = try database.members(of: ordinal)
        }
        for ordinal in Set(load.units.map(\.dot.ordinal)) {
            context.heirs[ordinal] = try database.heir(of: ordinal)
        }
        return context
    }

    /// Makes an ordinal the heir of another one; it may be given no unit by anybody else.
    package func addHeir(_ heir: ReplicaOrdinal, of ordinal: ReplicaOrdinal) throws {
        try addSender(heir, incarnation: Nonce(0))
        try database.run(
            "INSERT INTO hub_heir(ordinal,heir) VALUES(?,?)",
            [.integer(Int64(ordinal.rawValue)), .integer(Int64(heir.rawValue))])
    }

    /// Writes what an offer gave back.
    /// - Parameter nonce: of this commit; stands beside its last position.
    /// - Returns: the highest counter of the sender that the hub has now.
    package func commit(_ commit: OfferCommit, nonce: Nonce) throws -> UInt64 {
        for entry in commit.taken {
            try database.saveHistory(
                entry.dot, encoded: entry.unit.encoded, envelope: entry.envelope)
            try database.raiseSender(entry.dot)
            try avoidNumbers(of: entry, nonce.rawValue)
        }
        for (dot, origin) in commit.originByDot { try database.saveOrigin(dot, origin) }
        for dot in commit.passed { try database.raiseSender(dot) }
        try database.saveLostNames(commit.names, of: commit.timeline)
        for row in commit.rows {
            try database.save(
                StoredRow(shown: row.state), at: row.key, replacing: try database.load(row.key))
        }
        if let position = commit.taken.last?.envelope?.position {
            try database.saveHead(Cursor(position: position, nonce: nonce))
        }
        for offered in commit.setAside { try saveAside(offered, by: commit.ordinal) }
        if let incarnation = commit.incarnation {
            try database.run(
                "UPDATE hub_sender SET incarnation=? WHERE ordinal=? AND incarnation=0",
                [incarnation.stored, .integer(Int64(commit.ordinal.rawValue))])
        }
        if commit.isLast {
            try database.run(
                "INSERT OR REPLACE INTO hub_offer(ordinal,at) VALUES(?,?)",
                [.integer(Int64(commit.ordinal.rawValue)), .integer(now())])
        }
        return try database.sender(commit.ordinal)?.acknowledged ?? 0
    }

    private func avoidNumbers(of entry: HistoryEntry, _ random: UInt64) throws {
        if entry.dot.ordinal == .hub {
            try database.avoid(.ownCounters, entry.dot.counter, random)
        } else {
            try database.avoid(.ordinals, UInt64(entry.dot.ordinal.rawValue), random)
        }
        for key in entry.unit.madeRows where key.row.ordinal == .hub {
            try database.avoid(.rows(key.entity), key.row.number, random)
        }
    }

    private func saveAside(_ offered: OfferedUnit, by ordinal: ReplicaOrdinal) throws {
        let encoded = offered.unit.encoded
        let statement = try database.statement(
            "INSERT OR IGNORE INTO hub_offer_aside(id,hash,offered_by,at,unit) VALUES(?,?,?,?,?)")
        statement.bind(1, offered.dot.key)
        statement.bind(2, UnitHash(encodedUnit: encoded).bytes)
        statement.bind(3, Int64(ordinal.rawValue))
        statement.bind(4, now())
        statement.bind(5, encoded)
        try statement.run()
    }
}

extension StoreDatabase {
    /// What a unit was first that the hub has applied; `nil` for one that it has not.
    fileprivate func identity(_ dot: Dot) throws -> UnitOrigin? {
        guard let entry = try historyEntry(dot) else { return nil }
        return try origin(dot) ?? UnitOrigin(dot, entry.unit)
    }

    fileprivate func isJudged(_ dot: Dot) throws -> Bool {
        try !judged(of: dot.ordinal, dot.counter..<dot.counter + 1).isEmpty
    }

    /// Whether some of an ordinal's work went to its heir.
    fileprivate func isForked(_ ordinal: ReplicaOrdinal, _ names: Respelling) throws -> Bool {
        guard let heir = try heirOrdinal(of: ordinal) else { return false }
        return names.dotByDot.contains { was, became in
            was.ordinal == ordinal && became.ordinal == heir
        }
    }

    /// The heir of an ordinal and the numbers that it gave last; `nil` if there is none yet.
    fileprivate func heir(of ordinal: ReplicaOrdinal) throws -> Heir? {
        guard let heir = try heirOrdinal(of: ordinal) else { return nil }
        let range = Self.range(of: heir)
        var numbers: [EntityID: UInt64] = [:]
        for plan in layout.plans {
            let last = try integer(
                "SELECT max(id) FROM \(plan.table) WHERE id BETWEEN ? AND ?",
                [.integer(range.lowerBound), .integer(range.upperBound)])
            if let row = RowID(rawValue: last) { numbers[plan.entity.id] = row.number }
        }
        return Heir(
            ordinal: heir, counter: try sender(heir)?.acknowledged ?? 0, numberByEntity: numbers)
    }

    private func heirOrdinal(of ordinal: ReplicaOrdinal) throws -> ReplicaOrdinal? {
        ReplicaOrdinal(
            UInt64(
                try integer(
                    "SELECT heir FROM hub_heir WHERE ordinal=?",
                    [.integer(Int64(ordinal.rawValue))])))
    }
}
