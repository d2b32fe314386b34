// What a restored hub takes of an offer, unit by unit: once, and under which name.

/// Takes the units of one offer in the order of the lost feed.
///
/// A lost timeline's names may mean other units here: a copy of a laptop was found to be one there
/// and not here, or the other way round. One edit is known by what it was first, so it is taken
/// once; and what builds on it is read by the names that it has here.
struct OfferTaking {
    private let schema: Schema
    private let key: ReceiptKey?
    private let head: UInt64
    private var rows: [RowKey: RowState]
    private var touched: Set<RowKey> = []
    private var names: Respelling
    private var identityByDot: [Dot: UnitOrigin]
    private var standing: [UnitOrigin: OfferContext.Standing]
    /// Names that stand for nothing that was applied.
    private let passedOver: Set<Dot>
    private var membersByOrdinal: [ReplicaOrdinal: Set<RowID>]
    private var heirs: [ReplicaOrdinal: Heir]
    /// For ordinals some of whose work went to their heirs the lowest counter that did.
    private var forkByOrdinal: [ReplicaOrdinal: UInt64] = [:]

    private(set) var taken: [HistoryEntry] = []
    private(set) var originByDot: [Dot: UnitOrigin] = [:]
    private(set) var passed: [Dot] = []
    private(set) var setAside: [OfferedUnit] = []
    /// Those that the hub has under another name than the laptop.
    private(set) var renamed: [OtherName] = []
    /// What came to the names of the lost timeline.
    private(set) var added = Respelling()
    /// Ordinals that need an heir before anything can be taken.
    private(set) var heirless: Set<ReplicaOrdinal> = []

    init(schema: Schema, key: ReceiptKey?, context: OfferContext) {
        self.schema = schema
        self.key = key
        head = context.hub.head.position
        rows = context.hub.rows
        names = context.names
        identityByDot = context.identityByDot
        standing = context.standing
        heirs = context.heirs
        passedOver = context.passedOver
        membersByOrdinal = context.membersByOrdinal
        for (was, became) in names.dotByDot { noteFork(was, became) }
    }

    /// The states of the rows that the taken units touched, sorted by key.
    var changedRows: [HubCommit.KeyedRow] {
        touched.sorted().compactMap { key in
            rows[key].map { HubCommit.KeyedRow(key: key, state: $0) }
        }
    }

    /// Joins a unit that the lost hub had accepted: it is not judged anew.
    mutating func take(_ offered: OfferedUnit) {
        let identity = offered.identity
        guard identityByDot[offered.dot] != identity else { return }
        guard isGenuine(offered) else {
            setAside.append(offered)
            return
        }
        if let standing = standing[identity], mayBe(identity, of: standing.dot.ordinal) {
            if identityByDot[offered.dot] == nil { passed.append(offered.dot) }
            rename(
                offered, OtherName(was: offered.dot, became: standing.dot, rows: standing.rows))
            return
        }
        let unit = names.unit(offered.unit, schema)
        let isWhole = unit.changes.allSatisfy { $0.isCreation || rows[$0.key] != nil }
        guard isWhole, unit.hasDistinctRows, let name = name(of: unit, offered.dot) else {
            setAside.append(offered)
            return
        }
        guard name.became != offered.dot else { return join(unit, as: offered.dot, offered) }
        rename(offered, name)
        join(names.unit(offered.unit, schema), as: name.became, offered)
    }

    private func isGenuine(_ offered: OfferedUnit) -> Bool {
        key?.accepts(
            offered.receipt, for: offered.dot, UnitHash(offered.unit),
            receivedAt: offered.receivedAt, origin: offered.origin) ?? false
    }

    /// Whether one member can have written both: what a laptop said of its unit while nobody knew
    /// the other replica counts no longer where that one was another member's.
    private func mayBe(_ origin: UnitOrigin, of ordinal: ReplicaOrdinal) -> Bool {
        guard origin.dot.ordinal != ordinal,
            let members = membersByOrdinal[origin.dot.ordinal], !members.isEmpty
        else { return true }
        return !members.isDisjoint(with: membersByOrdinal[ordinal] ?? [])
    }

    /// The lost hub's own word of whose laptop a replica is.
    private mutating func noteReplicas(of unit: Unit) {
        for change in unit.changes where change.key.entity == Directory.replicaEntity {
            func value(_ field: FieldID) -> Int64? {
                change.writes.first { $0.field == field }?.value.integer
            }
            guard let ordinal = value(Directory.ReplicaField.ordinal),
                let member = value(Directory.ReplicaField.member),
                let replica = UInt64(exactly: ordinal).flatMap({ ReplicaOrdinal($0) }),
                let row = RowID(rawValue: member)
            else { continue }
            membersByOrdinal[replica, default: []].insert(row)
        }
    }

    private mutating func rename(_ offered: OfferedUnit, _ name: OtherName) {
        names.add(offered.unit, name)
        added.add(offered.unit, name)
        renamed.append(name)
        noteFork(name.was, name.became)
    }

    private mutating func noteFork(_ was: Dot, _ became: Dot) {
        guard heirs[was.ordinal]?.ordinal == became.ordinal else { return }
        forkByOrdinal[was.ordinal] = min(forkByOrdinal[was.ordinal] ?? .max, was.counter)
    }

    /// The unit's own name, unless it, or that of a row it makes, is another one's here.
    /// - Returns: `nil` where it has to stay aside: nobody inherits from the hub.
    private mutating func name(of unit: Unit, _ dot: Dot) -> OtherName? {
        let own = OtherName(was: dot, became: dot, rows: unit.madeRows.map(\.row))
        let isTaken = identityByDot[dot] != nil || passedOver.contains(dot)
        // Behind a fork all is the other copy's: what is here goes on under the old names.
        let isAnothers =
            isTaken || dot.counter > forkByOrdinal[dot.ordinal] ?? .max
            || unit.madeRows.contains { rows[$0] != nil }
        guard isAnothers else { return own }
        guard dot.ordinal != .hub else { return nil }
        guard let name = heirs[dot.ordinal]?.name(unit, dot) else {
            heirless.insert(dot.ordinal)
            return own
        }
        if !isTaken { passed.append(dot) }
        return name
    }

    private mutating func join(_ unit: Unit, as dot: Dot, _ offered: OfferedUnit) {
        let stamp = unit.stamp.clipped(to: offered.receivedAt)
        var isConcurrent = false
        for change in unit.changes {
            join(change, by: dot, at: stamp)
            isConcurrent =
                isConcurrent
                || change.writes.contains { rows[change.key]?[$0.field].isConcurrent ?? false }
        }
        if dot.ordinal == .hub { noteReplicas(of: unit) }
        let identity = offered.identity
        if offered.origin != nil || dot != offered.dot || unit != offered.unit {
            originByDot[dot] = identity
        }
        identityByDot[dot] = identity
        standing[identity] = .init(dot: dot, rows: unit.madeRows.map(\.row))
        touched.formUnion(unit.changes.map(\.key))
        taken.append(
            HistoryEntry(
                dot: dot, unit: unit,
                envelope: Envelope(
                    position: head + UInt64(taken.count) + 1, receivedAt: offered.receivedAt,
                    wasConcurrent: isConcurrent)))
    }

    private mutating func join(_ change: RowChange, by dot: Dot, at stamp: Stamp) {
        guard var row = rows.removeValue(forKey: change.key) else {
            rows[change.key] = RowState(creating: change, by: dot, at: stamp)
            return
        }
        if !row.vector.contains(dot) {
            row.apply(change.writes, by: dot, at: stamp)
            row.vector.insert(dot)
        }
        rows[change.key] = row
    }
}
