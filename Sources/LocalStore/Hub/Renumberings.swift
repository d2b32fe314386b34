// What the hub keeps of laptops that were found to be copies: who became whom, and which units are
// one edit under two names.

package import SyncEngine

extension HubTransaction {
    /// What a session needs to answer a request for a new ordinal.
    /// - Parameters: as in ``context(for:role:isActive:)``.
    /// - Throws: `notFound` for a sender that was never added.
    package func renumberContext(
        for load: RenumberLoad, role: Role, isActive: Bool
    ) throws -> RenumberContext {
        var context = RenumberContext(
            hub: try context(for: load.hub, role: role, isActive: isActive),
            earlier: try database.renumbering(load.tokenHash))
        let origins = try database.origins(of: load.hub.ordinal, load.hub.counters)
        for origin in origins { context.originByCounter[origin.id.counter] = origin.origin }
        return context
    }

    /// Keeps what was said to a copy, and what its first units will be.
    package func save(_ commit: RenumberCommit, as replica: NewReplica) throws {
        let answer = RenumberAnswer.Accepted(replica: replica, fates: commit.fates)
        let statement = try database.statement(
            "INSERT INTO hub_renumbering(token,ordinal,became,hashes,answer) VALUES(?,?,?,?,?)")
        statement.bind(1, commit.tokenHash)
        statement.bind(2, Int64(commit.ordinal.rawValue))
        statement.bind(3, Int64(replica.ordinal.rawValue))
        statement.bind(4, commit.hashes.flatMap(\.bytes))
        statement.bind(5, answer.encoded)
        try statement.run()
        for (offset, origin) in commit.origins.enumerated() {
            let statement = try database.statement(
                "INSERT INTO hub_reissue(id,origin,hash) VALUES(?,?,?)")
            statement.bind(1, Dot(replica.ordinal, UInt64(offset) + 1).key)
            statement.bind(2, origin.dot.key)
            statement.bind(3, origin.hash.bytes)
            try statement.run()
        }
    }
}

extension StoreDatabase {
    /// What a token was used for before; `nil` if it was not.
    fileprivate func renumbering(_ tokenHash: [UInt8]) throws -> RenumberContext.Earlier? {
        let statement = try statement("SELECT hashes,answer FROM hub_renumbering WHERE token=?")
        statement.bind(1, tokenHash)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        var reader = ByteReader(statement.bytes(0))
        var hashes: [UnitHash] = []
        while !reader.isAtEnd {
            guard let hash = UnitHash(bytes: try reader.raw(UnitHash.byteCount)) else { break }
            hashes.append(hash)
        }
        return RenumberContext.Earlier(
            hashes: hashes, answer: try RenumberAnswer.Accepted(encoded: statement.bytes(1)))
    }

    /// A unit that was written again, and what it was first.
    fileprivate struct Reissued {
        let id: Dot
        let origin: UnitOrigin
    }

    /// Of a replica's counters those that are units written again.
    fileprivate func origins(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [Reissued] {
        try reissued("id", ordinal, counters)
    }

    /// - Parameter column: `id` or `origin`.
    private func reissued(
        _ column: String, _ ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [Reissued] {
        guard !counters.isEmpty else { return [] }
        return try rows(
            "SELECT id,origin,hash FROM hub_reissue WHERE \(column) BETWEEN ? AND ? ORDER BY id",
            Self.bounds(ordinal, counters)
        ) { statement in
            guard let id = Dot(key: statement.integer(0)),
                let origin = Dot(key: statement.integer(1)),
                let hash = UnitHash(bytes: statement.bytes(2))
            else { throw StoreError.corrupt("a unit written again has no origin") }
            return Reissued(id: id, origin: UnitOrigin(dot: origin, hash: hash))
        }
    }

    /// Of a replica's counters those that are known under other names: two lookups in small
    /// tables where nothing was ever written again.
    func elsewhere(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>
    ) throws -> [UInt64: [HubContext.Elsewhere]] {
        var found: [UInt64: [HubContext.Elsewhere]] = [:]
        for copy in try reissued("origin", ordinal, counters) {
            guard let known = try known(copy.id, matching: copy.origin.hash) else { continue }
            found[copy.origin.dot.counter, default: []].append(known)
        }
        for own in try origins(of: ordinal, counters) {
            var others = try known(own.origin.dot, originally: own.origin.hash).map { [$0] } ?? []
            let counter = own.origin.dot.counter
            for copy in try reissued("origin", own.origin.dot.ordinal, counter..<counter + 1)
            where copy.origin == own.origin && copy.id.ordinal != ordinal {
                if let known = try known(copy.id, matching: nil) { others.append(known) }
            }
            if !others.isEmpty { found[own.id.counter, default: []] += others }
        }
        return found
    }

    /// A unit as it was judged under a name.
    private func known(
        _ dot: Dot, matching hash: UnitHash?
    ) throws -> HubContext.Elsewhere? {
        guard
            let judged = try judged(of: dot.ordinal, dot.counter..<dot.counter + 1)[dot.counter]
        else { return nil }
        return HubContext.Elsewhere(
            hash: hash, dot: dot, verdict: judged.verdict, rows: try rowsMade(by: dot))
    }

    /// The unit of which another one is a repetition, if it was judged under its first name.
    private func known(
        _ dot: Dot, originally hash: UnitHash
    ) throws -> HubContext.Elsewhere? {
        let judged = try judged(of: dot.ordinal, dot.counter..<dot.counter + 1)[dot.counter]
        guard judged?.hash == hash else { return nil }
        return try known(dot, matching: nil)
    }

    private func rowsMade(by dot: Dot) throws -> [RowID] {
        try historyEntry(dot)?.unit.changes.filter(\.isCreation).map(\.key.row) ?? []
    }
}
