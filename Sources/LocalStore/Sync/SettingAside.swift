// Takes units out of the overlay that were refused or cannot be sent, and with them what builds
// on them.

import SyncEngine

/// Collects units to set aside, finds those that build on them, and moves them all.
struct SettingAside {
    private let pending: PendingUnits
    private let at: Int64
    private var reasonByDot: [Dot: (kind: SetAsideRecord.Kind, refusal: Refusal)] = [:]
    /// Units with a verdict of their own: what they build on does not park them.
    private var judged: Set<Dot> = []

    init(_ pending: PendingUnits, at: Int64) {
        self.pending = pending
        self.at = at
    }

    mutating func add(_ dot: Dot, _ kind: SetAsideRecord.Kind, _ refusal: Refusal) {
        reasonByDot[dot] = (kind, refusal)
    }

    mutating func exempt(_ dot: Dot) { judged.insert(dot) }

    /// Moves the units from history to the units set aside.
    /// - Returns: the rows that they touched, which have to be shown again.
    mutating func run(_ database: StoreDatabase) throws -> Set<RowKey> {
        guard !reasonByDot.isEmpty else { return [] }
        addDependents(database.layout.schema)
        var touched: Set<RowKey> = []
        for entry in pending.entries {
            guard let reason = reasonByDot[entry.dot] else { continue }
            try database.saveSetAside(
                SetAsideRecord(
                    dot: entry.dot, kind: reason.kind, refusal: reason.refusal, unit: entry.unit,
                    at: at))
            try database.run("DELETE FROM history WHERE id=?", [.integer(entry.dot.key)])
            touched.formUnion(entry.unit.changes.map(\.key))
        }
        return touched
    }

    /// A unit builds on another if it covers its dot, or names a row that it made. Units are in
    /// order, so one pass finds chains too.
    private mutating func addDependents(_ schema: Schema) {
        var dots: Set<Dot> = []
        var rows: Set<RowKey> = []
        var creatorByRow: [RowKey: Dot] = [:]
        for entry in pending.entries {
            if reasonByDot[entry.dot] == nil, !judged.contains(entry.dot) {
                let cover = entry.unit.covers.first { dots.contains($0) }
                let row = entry.unit.names(oneOf: rows, schema)
                if let base = cover ?? row.flatMap({ creatorByRow[$0] }) {
                    let refusal = Refusal(.buildsOnRefused, key: row, buildsOn: base)
                    reasonByDot[entry.dot] = (.parked, refusal)
                }
            }
            guard reasonByDot[entry.dot] != nil else { continue }
            dots.insert(entry.dot)
            for change in entry.unit.changes where change.isCreation {
                rows.insert(change.key)
                creatorByRow[change.key] = entry.dot
            }
        }
    }
}

extension Unit {
    var covers: some Sequence<Dot> { changes.lazy.flatMap(\.writes).flatMap(\.covers) }

    /// The rows that the unit needs to be there: those that it writes or refers to, save those that
    /// it makes.
    func rowsNamed(_ schema: Schema) -> [RowKey] {
        changes.flatMap { change in
            let entity = schema.entity(change.key.entity)
            let references = change.writes.flatMap { write in
                entity?.field(write.field)?.references(in: write.value) ?? []
            }
            return (change.isCreation ? [] : [change.key]) + references
        }
    }

    /// One of the rows that the unit writes or refers to, or `nil`.
    fileprivate func names(oneOf rows: Set<RowKey>, _ schema: Schema) -> RowKey? {
        rows.isEmpty ? nil : rowsNamed(schema).first { rows.contains($0) }
    }
}

extension StoreDatabase {
    /// Shows rows again out of their base and what is pending now; a row without either is
    /// removed.
    func showAgain(_ keys: Set<RowKey>) throws {
        guard !keys.isEmpty else { return }
        let pending = try pendingUnits()
        for key in keys.sorted() {
            let old = try load(key)
            if let row = pending.row(key, over: old?.stored.confirmed) {
                try save(row, at: key, replacing: old)
            } else if old != nil {
                try remove(key)
            }
            try markStale(key)
        }
    }

    /// Search follows the history; a row that changed without a new unit is named to it.
    func markStale(_ key: RowKey) throws {
        try run(
            "INSERT OR IGNORE INTO stale(entity,row) VALUES(?,?)",
            [.integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue)])
    }
}
