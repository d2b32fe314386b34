// A copy of a laptop becomes a replica of its own: everything that it has not sent is written again
// under its new ordinal, in one transaction.

import SyncEngine

/// The steps of ``LocalStore/renumber(_:)``, inside its transaction.
struct RenumberApplication {
    private let change: Renumbering
    private let wallMilliseconds: Int64
    private var reissue: Reissue
    /// Rows whose overlay changes, by their old names.
    private var touched: Set<RowKey> = []
    /// Own counters that the hub had not acknowledged, in order.
    private var unsent: [Unsent] = []
    /// What those were first that are written again.
    private var origins: [Dot: UnitOrigin] = [:]

    /// A counter of the outbox.
    private struct Unsent {
        let dot: Dot
        let unit: Unit
        /// Present where it was set aside.
        let record: SetAsideRecord?
    }

    init(_ change: Renumbering, schema: Schema, wallMilliseconds: Int64) {
        self.change = change
        self.wallMilliseconds = wallMilliseconds
        reissue = Reissue(
            from: change.expected.ordinal, to: change.replica.ordinal,
            unsent: (change.expected.acknowledged, change.fates), schema: schema)
    }

    /// - Returns: the identity that the replica has from now on.
    consuming func run(_ database: StoreDatabase) throws -> ReplicaIdentity {
        try check(database)
        try takeVerdicts(database)
        try readUnsent(database)
        name()
        let records = try database.setAsideRecords()
        for record in records { renameUnborn(record) }
        reissue.read(try database.namesLeading(to: reissue.old))
        try takeAway(database)
        let identity = try becomeNew(database)
        try writeAgain(database)
        try respell(records, database)
        try database.saveAliases(reissue.names)
        for key in touched { touched.insert(reissue.key(key)) }
        try database.showAgain(touched)
        return identity
    }

    private func check(_ database: StoreDatabase) throws {
        let position = try database.position()
        guard position.ordinal == change.expected.ordinal,
            position.timeline == change.expected.timeline,
            position.acknowledged >= change.expected.acknowledged
        else {
            throw StoreError(
                .outdated, "The replica has moved on since it asked for a new ordinal.",
                hint: "Sync again.", retry: .later)
        }
    }

    private func fate(of dot: Dot) -> UnitFate {
        let index = Int(dot.counter) - Int(change.expected.acknowledged) - 1
        return change.fates.indices.contains(index) ? change.fates[index] : .unknown
    }

    /// What the hub has judged is settled under the old names, as a verdict settles it.
    private mutating func takeVerdicts(_ database: StoreDatabase) throws {
        var setAside = SettingAside(try database.pendingUnits(), at: wallMilliseconds)
        for (offset, fate) in change.fates.enumerated() {
            let dot = Dot(
                database.ordinal, change.expected.acknowledged + UInt64(offset) + 1)
            switch fate {
            case .unknown, .different: continue
            case .same(let verdict), .elsewhere(_, let verdict, _):
                guard try !database.isPassed(dot) else { continue }
                setAside.exempt(dot)
                switch verdict {
                case .applied, .sibling: touched.formUnion(try database.takeBack(dot) ?? [])
                case .refused(let refusal):
                    setAside.add(dot, .refused, refusal)
                    try database.markRefused(dot, refusal, at: wallMilliseconds)
                case .void:
                    // Another copy set it aside; here too it waits for a person.
                    if try database.setAsideRecord(dot) == nil {
                        setAside.add(dot, .parked, Refusal(.setAsideElsewhere))
                    }
                }
            }
        }
        touched.formUnion(try setAside.run(database))
    }

    private mutating func readUnsent(_ database: StoreDatabase) throws {
        let first = change.expected.acknowledged + 1
        let last = try database.lastOwnCounter()
        guard first <= last else { return }
        for counter in first...last {
            let dot = Dot(database.ordinal, counter)
            if let entry = try database.historyEntry(dot) {
                unsent.append(Unsent(dot: dot, unit: entry.unit, record: nil))
            } else if let record = try database.setAsideRecord(dot) {
                unsent.append(Unsent(dot: dot, unit: record.unit, record: record))
            } else if try !database.isPassed(dot) {
                throw StoreError.corrupt("own unit \(dot) is missing")
            }
        }
    }

    /// New names, in the order of the old counters. What the hub has keeps the names it has there.
    private mutating func name() {
        var aside: [UInt64] = []
        for item in unsent {
            switch fate(of: item.dot) {
            case .same: break
            case .elsewhere(let dot, let verdict, let rows):
                switch verdict {
                case .applied, .sibling:
                    reissue.adopt(item.unit, item.dot.counter, as: dot, rows: rows)
                // It waits here for a person; its old name may be another unit's at the hub.
                case .refused, .void: aside.append(item.dot.counter)
                }
            case .unknown, .different:
                _ = reissue.rename(item.dot.counter)
                reissue.renameRows(madeBy: item.unit)
            }
        }
        for counter in aside { reissue.renameLast(counter) }
    }

    /// Rows of units that were set aside do not exist at the hub, so their ids are still ours to
    /// change: a retry under the new ordinal may not make a row of the old one.
    private mutating func renameUnborn(_ record: SetAsideRecord) {
        if case .retried? = record.fate { return }
        reissue.renameRows(madeBy: record.unit)
    }

    /// Takes everything that has a new name out of history and outbox.
    private mutating func takeAway(_ database: StoreDatabase) throws {
        var inBase: Set<RowKey> = []
        for item in unsent where reissue.dot(item.dot) != item.dot {
            // What was refused elsewhere is nobody's work any more until somebody brings it again.
            switch fate(of: item.dot) {
            case .elsewhere: break
            case .unknown, .different, .same:
                origins[item.dot] =
                    try database.origin(item.dot) ?? UnitOrigin(item.dot, item.unit)
            }
            try database.forgetOrigin(item.dot)
            touched.formUnion(item.unit.changes.map(\.key))
            inBase.formUnion(try database.rowsInBase(of: item.unit, item.dot))
            let table = item.record == nil ? "history" : "set_aside"
            try database.run("DELETE FROM \(table) WHERE id=?", [.integer(item.dot.key)])
            for change in item.unit.changes {
                try database.run(
                    "DELETE FROM touched WHERE entity=? AND row=? AND unit=?",
                    [
                        .integer(Int64(change.key.entity.rawValue)),
                        .integer(change.key.row.rawValue), .integer(item.dot.key),
                    ])
            }
        }
        try database.goBack(inBase)
    }

    private func becomeNew(_ database: StoreDatabase) throws -> ReplicaIdentity {
        guard var identity = ReplicaIdentity(try database.meta()) else {
            throw StoreError.corrupt("the replica's identity is missing")
        }
        try database.run(
            """
            INSERT INTO former_ordinal(ordinal,became,fork,at,changes,cause) VALUES(?,?,?,?,?,?)
            """,
            [
                .integer(Int64(identity.ordinal.rawValue)),
                .integer(Int64(change.replica.ordinal.rawValue)), .integer(Int64(reissue.fork)),
                .integer(wallMilliseconds), .integer(Int64(reissue.count)),
                .integer(change.cause.rawValue),
            ])
        identity.ordinal = change.replica.ordinal
        identity.incarnation = change.replica.incarnation
        identity.birthCertificate = change.replica.birthCertificate
        identity.replicaName = change.replica.name
        try identity.save(database)
        try database.setMeta(.nextIncarnation, .null)
        try database.setMeta(.acknowledged, .integer(0))
        try database.setMeta(.clockCut, .null)
        try database.setMeta(.clockCutCounter, .null)
        try database.cutDerived(reissue.old, to: reissue.fork)
        database.become(identity.ordinal)
        return identity
    }

    private func writeAgain(_ database: StoreDatabase) throws {
        for item in unsent {
            let dot = reissue.dot(item.dot)
            guard dot.ordinal == reissue.new, dot != item.dot else { continue }
            let unit = reissue.unit(item.unit)
            if let origin = origins[item.dot] { try database.saveOrigin(dot, origin) }
            if let record = item.record {
                try database.saveSetAside(record.renamed(dot, reissue))
                if let fate = record.fate {
                    try database.settleSetAside(dot, fate.respelled(reissue.dot))
                }
            } else {
                try database.saveHistory(dot, encoded: unit.encoded, envelope: nil)
            }
        }
        try database.run("DELETE FROM burned")
        for last in reissue.lastNumbers {
            try database.run(
                "INSERT INTO burned(entity,row) VALUES(?,?)",
                [
                    .integer(Int64(last.entity.rawValue)),
                    .integer(RowID(reissue.new, last.number).rawValue),
                ])
        }
    }

    /// Units that were set aside and keep their dots say the new names of what they build on.
    private func respell(_ records: [SetAsideRecord], _ database: StoreDatabase) throws {
        for record in records where reissue.dot(record.dot) == record.dot {
            try database.saveSetAside(record.renamed(record.dot, reissue))
            if let fate = record.fate {
                try database.settleSetAside(record.dot, fate.respelled(reissue.dot))
            }
        }
    }
}

extension SetAsideRecord {
    fileprivate func renamed(_ dot: Dot, _ reissue: Reissue) -> SetAsideRecord {
        SetAsideRecord(
            dot: dot, kind: kind,
            refusal: Refusal(
                refusal.code, key: refusal.key.map(reissue.key), field: refusal.field,
                buildsOn: refusal.buildsOn.map(reissue.dot)),
            unit: reissue.unit(unit), at: at, fate: fate)
    }
}

extension SetAsideRecord.Fate {
    func respelled(_ name: (Dot) -> Dot) -> Self {
        if case .retried(let dot) = self { .retried(name(dot)) } else { self }
    }
}
