// Units that were not accepted, written again or given up: always with those that need each other.

public import SyncEngine

/// A unit that was written again, and the name that it has now.
public struct Retried: Hashable, Sendable {
    public let was: Dot
    public let became: Dot
}

extension LocalStore {
    /// Writes units that were not accepted again, in one transaction: new dots, the same row ids,
    /// the original acted-at, and covers without the dots that never became anything.
    ///
    /// With them come those that build on them, and those that made a row which they name.
    /// - Parameter dots: of ``StoreReader/setAside()``, or given up before.
    /// - Throws: `notFound`; `busy` if the hub has not passed one of them over yet, since until
    ///   then it may still turn out to have taken it; nothing changes.
    @discardableResult
    public func retry(_ dots: [Dot]) throws -> [Retried] {
        try inTransaction { database in
            var group = try SetAsideGroup(database, dots, for: .retrying)
            return try group.retry(database)
        }
    }

    /// Gives units that were not accepted up, with those that build on them. They stay in the file,
    /// see ``StoreReader/settledSetAside()``, and can still be retried.
    /// - Throws: `notFound`; nothing changes.
    /// - Returns: everything that was given up.
    @discardableResult
    public func discard(_ dots: [Dot]) throws -> [Dot] {
        try inTransaction { database in
            let group = try SetAsideGroup(database, dots, for: .discarding)
            for record in group.records { try database.settleSetAside(record.dot, .discarded) }
            return group.records.map(\.dot)
        }
    }
}

extension StoreReader {
    /// Everything that ``LocalStore/retry(_:)`` or ``LocalStore/discard(_:)`` would take with
    /// these.
    /// - Throws: `notFound`.
    public func setAsideGroup(_ dots: [Dot], forRetry: Bool) throws -> [SetAsideRecord] {
        try SetAsideGroup(database, dots, for: forRetry ? .retrying : .discarding).records
    }
}

/// Units set aside that have to be dealt with together, in the order in which they were written.
struct SetAsideGroup {
    enum Purpose {
        case retrying
        case discarding
    }

    private(set) var records: [SetAsideRecord] = []
    private var fateByDot: [Dot: SetAsideRecord.Fate?] = [:]

    /// - Complexity: O(units set aside), for each step of the longest chain among them.
    init(_ database: StoreDatabase, _ dots: [Dot], for purpose: Purpose) throws {
        let all = try database.setAsideRecords()
        let candidates = all.filter { record in
            switch record.fate {
            case nil: true
            case .discarded: purpose == .retrying
            case .retried: false
            }
        }
        let known = Set(candidates.map(\.dot))
        if let stranger = dots.first(where: { !known.contains($0) }) {
            throw StoreError(
                .notFound, "\(stranger) is not among the changes that were not accepted.",
                hint: "List them and name one of those.", retry: .afterUser)
        }
        for record in all { fateByDot[record.dot] = .some(record.fate) }
        let ties = Ties(candidates, database.layout.schema)
        let chosen = ties.closure(of: Set(dots), withMakers: purpose == .retrying)
        records = candidates.filter { chosen.contains($0.dot) }
        if purpose == .retrying { try checkPassedOver(database) }
    }

    /// Before the hub has judged a counter, the unit may turn out to have arrived after all.
    private func checkPassedOver(_ database: StoreDatabase) throws {
        let acknowledged = try database.position().acknowledged
        let early = records.first { record in
            record.dot.ordinal == database.ordinal && record.dot.counter > acknowledged
        }
        guard let early else { return }
        throw StoreError(
            .busy, "The hub has not been told yet that \(early.dot) was set aside.",
            hint: "Sync once, then retry.", retry: .later)
    }

    /// - Precondition: inside a write transaction.
    mutating func retry(_ database: StoreDatabase) throws -> [Retried] {
        guard !records.isEmpty else { return [] }
        let last = try database.lastOwnCounter()
        guard last < Limits.maximumCounter - UInt64(records.count) else {
            throw StoreError(.tooLarge, "This replica cannot make more units.")
        }
        let newest = try database.newestOwnUnit()
        var retried: [Retried] = []
        for (offset, record) in records.enumerated() {
            let dot = Dot(database.ordinal, last + 1 + UInt64(offset))
            let unit = renewed(record.unit, after: retried, newestOwn: newest)
            let encoded = unit.encoded
            try unit.checkLimits(encodedBytes: encoded.count)
            try database.saveHistory(dot, encoded: encoded, envelope: nil)
            try database.settleSetAside(record.dot, .retried(dot))
            fateByDot[record.dot] = .some(.retried(dot))
            retried.append(Retried(was: record.dot, became: dot))
        }
        try database.showAgain(Set(records.flatMap(\.unit.changes).map(\.key)))
        return retried
    }

    private func renewed(_ unit: Unit, after retried: [Retried], newestOwn: UInt64) -> Unit {
        let changes = unit.changes.map { change in
            RowChange(
                key: change.key, isCreation: change.isCreation,
                writes: change.writes.map { write in
                    FieldWrite(
                        field: write.field, value: write.value,
                        covers: write.covers.compactMap(living),
                        evidence: write.evidence.renewed(after: retried, newestOwn: newestOwn))
                })
        }
        return Unit(stamp: unit.stamp, changes: changes)
    }

    /// The name under which a covered unit lives now; `nil` if it never became anything. What it
    /// had covered itself is among the covers already: they are transitive.
    private func living(_ cover: Dot) -> Dot? {
        var dot = cover
        while let fate = fateByDot[dot] {
            guard case .retried(let next)? = fate else { return nil }
            dot = next
        }
        return dot
    }
}

/// Which units set aside need which others.
private struct Ties {
    private let units: [(dot: Dot, covers: Set<Dot>, makers: Set<Dot>, isOpen: Bool)]

    init(_ records: [SetAsideRecord], _ schema: Schema) {
        var makerByRow: [RowKey: Dot] = [:]
        for record in records {
            for change in record.unit.changes where change.isCreation {
                makerByRow[change.key] = record.dot
            }
        }
        units = records.map { record in
            let makers = record.unit.rowsNamed(schema).compactMap { makerByRow[$0] }
            return (record.dot, Set(record.unit.covers), Set(makers), record.fate == nil)
        }
    }

    /// With those that build on them, and with the makers of rows that they name.
    func closure(of dots: Set<Dot>, withMakers: Bool) -> Set<Dot> {
        var chosen = dots
        var count = 0
        while chosen.count != count {
            count = chosen.count
            for unit in units {
                let builds =
                    !unit.covers.isDisjoint(with: chosen)
                    || !unit.makers.isDisjoint(with: chosen)
                if unit.isOpen, builds { chosen.insert(unit.dot) }
                if withMakers, chosen.contains(unit.dot) { chosen.formUnion(unit.makers) }
            }
        }
        return chosen
    }
}

extension Evidence {
    /// Whoever had seen a unit that is retried now has seen its retry. A vector can say so only if
    /// nothing else of this replica lies between: else it keeps saying less, which is the safe
    /// side.
    fileprivate func renewed(after retried: [Retried], newestOwn: UInt64) -> Evidence {
        guard let seen, let ordinal = retried.first?.was.ordinal, newestOwn <= seen[ordinal],
            let newest = retried.last(where: { seen.contains($0.was) }),
            newest.was.ordinal == newest.became.ordinal
        else { return self }
        var evidence = self
        var vector = seen
        vector.insert(newest.became)
        evidence.insert(.seen(vector))
        return evidence
    }
}

extension StoreDatabase {
    /// The highest own counter that stands in the history; 0 for none.
    fileprivate func newestOwnUnit() throws -> UInt64 {
        let newest = try integer(
            "SELECT max(id) FROM history WHERE id BETWEEN ? AND ?",
            [.integer(ownRange.lowerBound), .integer(ownRange.upperBound)])
        return UInt64(newest & 0xFF_FFFF_FFFF)
    }
}
