// The ordinals that a replica had before, and the old spellings of what it wrote again: ids that
// people noted down stay findable.

public import SyncEngine

/// A change of a replica's ordinal: its files were found to be a copy of a laptop that went on, or
/// it has joined a restored hub again.
public struct FormerOrdinal: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    public let became: ReplicaOrdinal
    /// The highest counter of it that was this replica's own.
    public let fork: UInt64
    /// This machine's clock, milliseconds since 1970.
    public let at: Int64
    /// How many units were written again under the new ordinal.
    public let changes: Int
    public let cause: Renumbering.Cause
}

extension StoreReader {
    /// The ordinals that this replica had before, oldest first.
    public func formerOrdinals() throws -> [FormerOrdinal] {
        try database.rows(
            "SELECT ordinal,became,fork,at,changes,cause FROM former_ordinal ORDER BY at,ordinal"
        ) { statement in
            guard let ordinal = ReplicaOrdinal(UInt64(statement.integer(0))),
                let became = ReplicaOrdinal(UInt64(statement.integer(1)))
            else { throw StoreError.corrupt("a former ordinal is none") }
            return FormerOrdinal(
                ordinal: ordinal, became: became, fork: UInt64(statement.integer(2)),
                at: statement.integer(3), changes: Int(statement.integer(4)),
                cause: Renumbering.Cause(rawValue: statement.integer(5)) ?? .copy)
        }
    }

    /// Whether this is the replica's ordinal, or was.
    public func isOwn(_ ordinal: ReplicaOrdinal) throws -> Bool {
        try ordinal == database.ordinal || database.formerOrdinals().contains(ordinal)
    }

    /// The id that a row of this replica has now, by one that it had before it was found that
    /// another copy gave the same; `nil` if the id was never changed.
    public func renamed(_ key: RowKey) throws -> RowID? { try database.rowAlias(key) }

    /// What a person had on the screen, in the spelling of now: the screen may have been rendered
    /// before this replica got another ordinal.
    public func respelled(_ rendered: Rendered) throws -> Rendered {
        try database.respelled(rendered)
    }

    /// The ids that were changed, with the new ones, in the order of the old.
    public func renamedRows() throws -> [(was: RowKey, became: RowID)] {
        try database.rowAliases()
    }
}

extension StoreDatabase {
    /// Ascending; mostly none.
    func formerOrdinals() throws -> [ReplicaOrdinal] {
        if let known = knownFormerOrdinals { return known }
        let found = try rows("SELECT ordinal FROM former_ordinal ORDER BY ordinal") {
            ReplicaOrdinal(UInt64($0.integer(0)))
        }.compactMap { $0 }
        knownFormerOrdinals = found
        return found
    }

    /// Whether a unit is this replica's, under its ordinal or a former one.
    func isOwn(_ dot: Dot) throws -> Bool {
        try dot.ordinal == ordinal || formerOrdinals().contains(dot.ordinal)
    }

    func rowAlias(_ key: RowKey) throws -> RowID? {
        try first(
            "SELECT became FROM row_alias WHERE entity=? AND was=?",
            [.integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue)]
        ) { RowID(rawValue: $0.integer(0)) } ?? nil
    }

    fileprivate func rowAliases() throws -> [(was: RowKey, became: RowID)] {
        try rows("SELECT entity,was,became FROM row_alias ORDER BY entity,was") { statement in
            guard let was = RowID(rawValue: statement.integer(1)),
                let became = RowID(rawValue: statement.integer(2))
            else { throw StoreError.corrupt("an alias of a row names none") }
            let entity = EntityID(UInt16(truncatingIfNeeded: statement.integer(0)))
            return (RowKey(entity, was), became)
        }
    }

    /// Remembers the new spellings; old spellings of old spellings lead to the new ones, too.
    func saveAliases(_ names: Respelling) throws {
        // All at once: what one name becomes may be another one that has a new name, too.
        var rows = names.rowByRow
        for (was, became) in try rowAliases() {
            let next = names.key(RowKey(was.entity, became)).row
            if next != became, rows[was] == nil { rows[was] = next }
        }
        for (was, became) in rows.sorted(by: { $0.key < $1.key }) {
            try run(
                "INSERT OR REPLACE INTO row_alias(entity,was,became) VALUES(?,?,?)",
                [
                    .integer(Int64(was.entity.rawValue)), .integer(was.row.rawValue),
                    .integer(became.rawValue),
                ])
        }
        var units = names.dotByDot
        let aliases = try self.rows("SELECT was,became FROM unit_alias") {
            (Dot(key: $0.integer(0)), Dot(key: $0.integer(1)))
        }
        for case (let was?, let became?) in aliases where units[was] == nil {
            if names.dot(became) != became { units[was] = names.dot(became) }
        }
        for (was, became) in units.sorted(by: { $0.key < $1.key }) {
            try run(
                "INSERT OR REPLACE INTO unit_alias(was,became) VALUES(?,?)",
                [.integer(was.key), .integer(became.key)])
        }
        // What got its first name back is no alias of itself.
        try run("DELETE FROM row_alias WHERE was=became")
        try run("DELETE FROM unit_alias WHERE was=became")
    }
}

extension StoreDatabase {
    /// What a person had on the screen, in the spelling of now: the screen may have been rendered
    /// under an ordinal that this replica does not have any more, and its dots may name another
    /// copy's units by now.
    func respelled(_ rendered: Rendered) throws -> Rendered {
        var rendered = rendered
        for names in try namesSince(rendered) { rendered = rendered.respelled(names) }
        rendered.timelinesLeft = nil
        guard let replica = rendered.replica, replica != ordinal,
            let fork = try first(
                "SELECT fork FROM former_ordinal WHERE ordinal=?",
                [.integer(Int64(replica.rawValue))], { UInt64($0.integer(0)) })
        else { return rendered }
        var result = Rendered(rows: [], replica: ordinal)
        for row in rendered.rows {
            let fields = try row.fields.map { field in
                RenderedField(
                    field: field.field,
                    dots: try field.dots.compactMap { try respelled($0, replica, fork) }.sorted())
            }
            let key = RowKey(row.key.entity, try rowAlias(row.key) ?? row.key.row)
            result.rows.append(
                RenderedRow(
                    key: key, vector: try respelled(row.vector, replica, fork), fields: fields))
        }
        return result
    }

    private func respelled(
        _ dot: Dot, _ replica: ReplicaOrdinal, _ fork: UInt64
    ) throws -> Dot? {
        guard dot.ordinal == replica, dot.counter > fork else { return dot }
        return try first(
            "SELECT became FROM unit_alias WHERE was=?", [.integer(dot.key)]
        ) { Dot(key: $0.integer(0)) } ?? nil
    }

    private func respelled(
        _ vector: VersionVector, _ replica: ReplicaOrdinal, _ fork: UInt64
    ) throws -> VersionVector {
        let counter = vector[replica]
        guard counter > fork else { return vector }
        var result = VersionVector(vector.entries.filter { $0.ordinal != replica })
        if fork > 0 { result.insert(Dot(replica, fork)) }
        let newest =
            try first(
                """
                SELECT max(became) FROM unit_alias
                WHERE was BETWEEN ? AND ? AND became BETWEEN ? AND ?
                """,
                [
                    .integer(Dot(replica, fork + 1).key), .integer(Dot(replica, counter).key),
                    .integer(ownRange.lowerBound), .integer(ownRange.upperBound),
                ]
            ) { $0.integerOrNull(0) } ?? nil
        if let dot = newest.flatMap({ Dot(key: $0) }) { result.insert(dot) }
        return result
    }
}
