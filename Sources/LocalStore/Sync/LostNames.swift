// What a laptop has of a lost time and the hub has under another name: it is left to the feed, and
// what was written on it and not sent is respelled.

import SyncEngine

/// The steps of ``LocalStore/follow(_:)`` that come after the position has changed, inside its
/// transaction.
struct LostNames {
    private let move: TimelineMove
    private let schema: Schema
    private var names = Respelling()
    /// Those that lead to names which this replica has given to something else that waits: it is a
    /// copy, and reads them when it has an ordinal of its own.
    private var deferred = Respelling()
    /// Rows that may show something else now.
    private var touched: Set<RowKey> = []

    init(_ move: TimelineMove, schema: Schema) {
        self.move = move
        self.schema = schema
    }

    consuming func apply(to database: StoreDatabase) throws {
        guard !move.renamed.isEmpty else { return }
        var inBase: Set<RowKey> = []
        for name in move.renamed {
            guard let entry = try database.historyEntry(name.was) else { continue }
            let origin = try database.origin(entry.dot) ?? UnitOrigin(entry.dot, entry.unit)
            if try isAmbiguous(name, origin, database) {
                deferred.add(entry.unit, name)
            } else {
                names.add(entry.unit, name)
            }
            touched.formUnion(entry.unit.changes.map(\.key))
            inBase.formUnion(try database.rowsInBase(of: entry.unit, entry.dot))
            try database.takeOut(entry)
            // The counter stays this replica's own.
            if entry.dot.ordinal == database.ordinal {
                try database.saveOrigin(entry.dot, origin)
            }
        }
        try database.goBack(inBase)
        try respellUnsent(database)
        try respellSetAside(database)
        try database.saveAliases(names)
        try database.saveLostNames(names, of: move.expected.timeline)
        try database.saveLostNames(deferred, of: move.expected.timeline)
        try database.showAgain(touched)
    }

    /// Whether a name here means, or may mean, something else than at the hub.
    private func isAmbiguous(
        _ name: OtherName, _ origin: UnitOrigin, _ database: StoreDatabase
    ) throws -> Bool {
        guard name.became.ordinal == database.ordinal else { return false }
        guard let own = try database.historyEntry(name.became) else { return true }
        return try database.origin(own.dot) ?? UnitOrigin(own.dot, own.unit) != origin
    }

    /// What waits is sent in the new spelling, and says what it was first: the lost hub, or a copy
    /// of this laptop, may have it in the old one.
    private mutating func respellUnsent(_ database: StoreDatabase) throws {
        for entry in try database.pendingUnits().entries
        where entry.dot.ordinal == database.ordinal && entry.dot.counter > move.acknowledged {
            let unit = names.unit(entry.unit, schema)
            guard unit != entry.unit, unit.hasDistinctRows else { continue }
            let origin = try database.origin(entry.dot) ?? UnitOrigin(entry.dot, entry.unit)
            let old = HistoryEntry(dot: entry.dot, unit: entry.unit, envelope: nil)
            touched.formUnion(entry.unit.changes.map(\.key))
            touched.formUnion(unit.changes.map(\.key))
            try database.takeOut(old)
            try database.saveHistory(entry.dot, encoded: unit.encoded, envelope: nil)
            try database.saveOrigin(entry.dot, origin)
            try database.addTouched(unit, by: entry.dot)
        }
    }

    private func respellSetAside(_ database: StoreDatabase) throws {
        for record in try database.setAsideRecords() {
            let respelled = record.respelled(names, schema)
            guard respelled != record else { continue }
            if record.dot.counter > move.acknowledged, respelled.unit != record.unit {
                let origin = try database.origin(record.dot) ?? UnitOrigin(record.dot, record.unit)
                try database.saveOrigin(record.dot, origin)
            }
            try database.saveSetAside(respelled)
            if let fate = respelled.fate { try database.settleSetAside(record.dot, fate) }
        }
    }
}

extension SetAsideRecord {
    /// The record with the new names of what it builds on; its own stays.
    fileprivate func respelled(_ names: Respelling, _ schema: Schema) -> SetAsideRecord {
        let respelled = names.unit(unit, schema)
        return SetAsideRecord(
            dot: dot, kind: kind,
            refusal: Refusal(
                refusal.code, key: refusal.key.map(names.key), field: refusal.field,
                buildsOn: refusal.buildsOn.map(names.dot)),
            unit: respelled.hasDistinctRows ? respelled : unit, at: at,
            fate: fate?.respelled(names.dot))
    }
}
