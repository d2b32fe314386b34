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
        RenumberContext(
            hub: try context(for: load.hub, role: role, isActive: isActive),
            earlier: try database.renumbering(load.tokenHash))
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
            try database.saveOrigin(Dot(replica.ordinal, UInt64(offset) + 1), origin)
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

    /// Of a replica's counters those that are known under other names: two lookups in a small
    /// table where nothing was ever written again.
    /// - Parameter origins: what some of these counters were first.
    func elsewhere(
        of ordinal: ReplicaOrdinal, _ counters: Range<UInt64>, _ origins: [UInt64: UnitOrigin]
    ) throws -> [UInt64: [HubContext.Elsewhere]] {
        var found: [UInt64: [HubContext.Elsewhere]] = [:]
        var members: [ReplicaOrdinal: Set<RowID>] = [:]
        for copy in try descendants(of: ordinal, counters)
        where try copy.dot != copy.origin.dot && mayBe(copy.origin, of: copy.dot.ordinal, &members)
        {
            guard let known = try known(copy.dot, matching: copy.origin.hash) else { continue }
            found[copy.origin.dot.counter, default: []].append(known)
        }
        for (counter, origin) in origins.sorted(by: { $0.key < $1.key }) {
            guard let standing = try standing(origin), standing != Dot(ordinal, counter),
                let known = try known(standing, matching: nil)
            else { continue }
            found[counter, default: []].append(known)
        }
        return found
    }

    /// Whether a replica's unit may have been that first: it was a copy of the one that wrote it,
    /// so both are one member's. Of a replica that nobody knows yet it is believed, and asked again
    /// when that one's work comes.
    /// - Parameter members: what was found out so far.
    func mayBe(
        _ origin: UnitOrigin, of ordinal: ReplicaOrdinal,
        _ members: inout [ReplicaOrdinal: Set<RowID>]
    ) throws -> Bool {
        guard origin.dot.ordinal != ordinal else { return true }
        for one in [origin.dot.ordinal, ordinal] where members[one] == nil {
            members[one] = try self.members(of: one)
        }
        guard let first = members[origin.dot.ordinal], !first.isEmpty else { return true }
        return !first.isDisjoint(with: members[ordinal] ?? [])
    }

    /// Whose laptop a replica is: one member's, unless its ordinal was given twice.
    func members(of ordinal: ReplicaOrdinal) throws -> Set<RowID> {
        let found = try rows(
            "SELECT member FROM replica WHERE ordinal=?", [.integer(Int64(ordinal.rawValue))]
        ) { RowID(rawValue: $0.integer(0)) }
        return Set(found.compactMap { $0 })
    }

    /// The name under which a unit was judged that was this first.
    func standing(_ origin: UnitOrigin) throws -> Dot? {
        let first = origin.dot
        if try judged(of: first.ordinal, first.counter..<first.counter + 1)[first.counter]?.hash
            == origin.hash, try self.origin(first).map({ $0 == origin }) ?? true
        {
            return first
        }
        return try descendants(of: first.ordinal, first.counter..<first.counter + 1)
            .filter { $0.origin == origin }.map(\.dot)
            .first { try !judged(of: $0.ordinal, $0.counter..<$0.counter + 1).isEmpty }
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

    func rowsMade(by dot: Dot) throws -> [RowID] {
        try historyEntry(dot)?.unit.madeRows.map(\.row) ?? []
    }
}
