// One accepted answer, applied whole: verdicts first, then the acknowledgement, then the page.

import SyncEngine

/// The steps of ``LocalStore/commit(_:)``, inside its transaction.
struct CommitApplication {
    /// Another copy of this replica has given a name that this one gave, too.
    struct CopyFound: Error {}

    private let commit: LaptopCommit
    private let wallMilliseconds: Int64
    private var summary = ApplySummary()
    /// Rows whose overlay changed by a verdict.
    private var unsettled: Set<RowKey> = []

    init(_ commit: LaptopCommit, wallMilliseconds: Int64) {
        self.commit = commit
        self.wallMilliseconds = wallMilliseconds
    }

    consuming func run(_ database: StoreDatabase) throws -> ApplySummary {
        let position = try database.position()
        try check(position)
        try judge(database, judgedBefore: position.acknowledged)
        try database.setMeta(.acknowledged, .integer(Int64(commit.acknowledged)))
        try database.setMeta(.incarnation, commit.incarnation.stored)
        try database.setMeta(.nextIncarnation, .null)
        try database.contact(
            hubMilliseconds: commit.hubMilliseconds, wallMilliseconds: wallMilliseconds)
        if commit.page.reachesHead {
            try applyPages(database)
        } else if !commit.page.isEmpty {
            try database.stage(commit.page)
        }
        try database.showAgain(unsettled)
        return summary
    }

    /// A session that another one has overtaken changes nothing.
    private func check(_ position: LaptopPosition) throws {
        let expected = commit.expected
        guard position.ordinal == expected.ordinal, position.timeline == expected.timeline,
            position.cursor == expected.cursor, position.staged == expected.staged,
            position.place.position == commit.page.start
        else {
            throw StoreError(
                .outdated, "The replica has moved on since this sync began.",
                hint: "Sync again.", retry: .later)
        }
    }

    private mutating func judge(_ database: StoreDatabase, judgedBefore: UInt64) throws {
        guard !commit.verdicts.isEmpty else { return }
        var setAside = SettingAside(try database.pendingUnits(), at: wallMilliseconds)
        for verdict in commit.verdicts {
            let dot = Dot(database.ordinal, verdict.counter)
            let isNew = verdict.counter > judgedBefore
            setAside.exempt(dot)
            switch verdict.verdict {
            case .applied, .sibling:
                if isNew { summary.applied += verdict.verdict == .applied ? 1 : 0 }
                if isNew { summary.siblings += verdict.verdict == .sibling ? 1 : 0 }
                try takeBack(dot, database)
            case .refused(let refusal):
                if isNew { summary.refused += 1 }
                setAside.add(dot, .refused, refusal)
                try database.markRefused(dot, refusal, at: wallMilliseconds)
            case .void:
                if isNew { summary.voided += 1 }
            }
        }
        unsettled.formUnion(try setAside.run(database))
    }

    private mutating func takeBack(_ dot: Dot, _ database: StoreDatabase) throws {
        unsettled.formUnion(try database.takeBack(dot) ?? [])
    }

    /// The staged pages and this one, in one step with the cursor.
    private mutating func applyPages(_ database: StoreDatabase) throws {
        let staged = try database.stagedPages()
        // Only where a hub has gone back can a name be another unit's than it was.
        let hasGoneBack = try !database.formerTimelines().isEmpty
        let hasOrigins = try hasGoneBack && database.hasOrigins()
        var displaced: Set<RowKey> = []
        // The parts of one unit bring it again and again.
        for page in staged + [commit.page] where !page.isPart {
            for unit in page.units {
                try checkName(of: unit, database)
                if hasGoneBack {
                    displaced.formUnion(try displace(unit, database))
                    // What the name meant in a lost time says nothing of it now.
                    if hasOrigins { try database.forgetOrigin(unit.dot) }
                }
                try takeUnit(unit, database)
                summary.pulledUnits += 1
            }
        }
        try database.goBack(displaced)
        unsettled.formUnion(displaced)
        let deltas = (staged + [commit.page]).flatMap(\.rows).enumerated().sorted { left, right in
            (left.element.key, left.offset) < (right.element.key, right.offset)
        }
        try apply(deltas.map(\.element), database)
        try database.setMeta(.cursorPosition, .integer(Int64(commit.page.head.position)))
        try database.setMeta(.cursorNonce, commit.page.head.nonce.stored)
        if !staged.isEmpty { try database.run("DELETE FROM staged") }
    }

    /// What waits here under this name has to be what the hub took.
    private func checkName(of unit: FeedUnit, _ database: StoreDatabase) throws {
        guard unit.dot.ordinal == database.ordinal,
            let own = try database.historyEntry(unit.dot)?.unit
                ?? database.setAsideRecord(unit.dot)?.unit,
            own != unit.unit, try database.receivedAt(unit.dot) == nil
        else { return }
        let identity = try database.origin(unit.dot) ?? UnitOrigin(unit.dot, own)
        guard unit.origin ?? UnitOrigin(unit.dot, unit.unit) == identity else { throw CopyFound() }
    }

    /// Takes a unit of the lost time out that the hub has in another spelling now, or whose name is
    /// another one's there.
    /// - Returns: the rows that hold it, or hold it with the time at which the lost hub got it.
    private func displace(_ unit: FeedUnit, _ database: StoreDatabase) throws -> [RowKey] {
        guard let old = try database.historyEntry(unit.dot) else { return [] }
        let rows = try database.rowsInBase(of: old.unit, old.dot)
        guard old.unit != unit.unit else {
            let stamp = try database.receivedAt(unit.dot).map { old.unit.stamp.clipped(to: $0) }
            return stamp == nil || stamp == unit.entry.effectiveStamp ? [] : rows
        }
        try database.takeOut(old)
        // The followers have passed this counter already.
        try database.addTouched(unit.unit, by: unit.dot)
        return rows + old.unit.changes.map(\.key)
    }

    private mutating func takeUnit(_ unit: FeedUnit, _ database: StoreDatabase) throws {
        if try database.isOwn(unit.dot), let record = try database.setAsideRecord(unit.dot) {
            if record.unit == unit.unit {
                try takeBack(unit.dot, database)
            } else if unit.dot.ordinal == database.ordinal {
                // The same edit in another spelling, or the name would have told of a copy.
                try database.run("DELETE FROM set_aside WHERE id=?", [.integer(unit.dot.key)])
            }
        }
        try database.saveHistory(
            unit.dot, encoded: unit.unit.encoded, envelope: unit.envelope, receipt: unit.receipt)
        if let origin = unit.origin { try database.saveOrigin(unit.dot, origin) }
    }

    /// - Parameter deltas: sorted by row; those of one row in the order of their pages.
    private mutating func apply(_ deltas: [RowDelta], _ database: StoreDatabase) throws {
        guard !deltas.isEmpty else { return }
        let pending = try database.pendingUnits()
        var index = 0
        while index < deltas.count {
            let key = deltas[index].key
            let old = try load(deltas, at: index, pending, database)
            var base = old?.stored.confirmed
            while index < deltas.count, deltas[index].key == key {
                guard let joined = deltas[index].joined(into: base) else {
                    throw StoreError.corrupt("the hub changed row \(key.row), which is not here")
                }
                base = joined
                index += 1
            }
            guard let row = pending.row(key, over: base) else { continue }
            try database.save(row, at: key, replacing: old)
            unsettled.remove(key)
            summary.rows += 1
        }
    }

    /// The row that a delta changes; the part that matters where it changes one field alone.
    private func load(
        _ deltas: [RowDelta], at index: Int, _ pending: PendingUnits, _ database: StoreDatabase
    ) throws -> LoadedRow? {
        let delta = deltas[index]
        let isLast = index + 1 == deltas.count || deltas[index + 1].key != delta.key
        guard isLast, delta.creation == nil, delta.fields.count == 1, !pending.touch(delta.key)
        else { return try database.load(delta.key) }
        return try database.load(delta.key, editing: delta.fields[0].id)
    }
}

extension StoreDatabase {
    /// A unit that was parked after the hub had taken it: the hub's word stands.
    /// - Returns: the rows it touched, which have to be shown again; `nil` if it was not set aside.
    func takeBack(_ dot: Dot) throws -> [RowKey]? {
        guard let record = try setAsideRecord(dot) else { return nil }
        try run("DELETE FROM set_aside WHERE id=?", [.integer(dot.key)])
        try saveHistory(dot, encoded: record.unit.encoded, envelope: nil)
        // The followers have passed this counter already.
        try addTouched(record.unit, by: dot)
        for change in record.unit.changes { try markStale(change.key) }
        return record.unit.changes.map(\.key)
    }

    /// Where a unit was parked here before the hub's refusal came, the refusal is the reason.
    func markRefused(_ dot: Dot, _ refusal: Refusal, at: Int64) throws {
        guard let record = try setAsideRecord(dot), record.kind == .parked else { return }
        try saveSetAside(
            SetAsideRecord(dot: dot, kind: .refused, refusal: refusal, unit: record.unit, at: at))
    }
}
