// Writes units again under another ordinal: how a copy of a laptop goes on when it has learned that
// it is one.

/// What the hub said of a unit that the asking laptop had not been told about.
public enum UnitFate: Hashable, Sendable {
    /// The hub has nothing under this counter.
    case unknown
    /// The hub has another unit under this counter, since another copy sent it, or has passed the
    /// counter over, since what it meant has another name.
    case different
    /// The hub has this very unit, and judged it.
    case same(Verdict)
    /// The hub has this unit under another name, since another copy wrote it again and sent it.
    /// `rows` are the ids that the rows it made have there, in the unit's order.
    case elsewhere(Dot, Verdict, rows: [RowID])
}

/// The old and the new spellings of everything that one laptop has not sent.
///
/// Counters are given in the order of the old ones and row numbers from 1, so that two copies of
/// one laptop write the same unit again in the same bytes.
public struct Reissue: Sendable {
    public let old: ReplicaOrdinal
    public let new: ReplicaOrdinal
    /// The highest counter of the old ordinal up to which all copies mean the same units.
    public let fork: UInt64
    private let schema: Schema
    /// Of rows only those that the hub does not know.
    public private(set) var names = Respelling()
    /// Counters that were written again, ascending, with their new ones.
    private var reissued: [(was: UInt64, became: UInt64)] = []
    /// Counters that live under a name of another copy.
    private var adopted: [(was: UInt64, became: Dot)] = []
    private var lastNumberByEntity: [EntityID: UInt64] = [:]
    /// How many counters of the new ordinal are used up.
    public private(set) var count = 0

    /// - Parameters:
    ///   - acknowledged: the highest counter that the hub had acknowledged to this laptop.
    ///   - fates: of the counters behind it, in order.
    public init(
        from old: ReplicaOrdinal, to new: ReplicaOrdinal,
        unsent: (acknowledged: UInt64, fates: [UnitFate]), schema: Schema
    ) {
        self.old = old
        self.new = new
        self.schema = schema
        let shared = unsent.fates.prefix { if case .same = $0 { true } else { false } }
        fork = unsent.acknowledged + UInt64(shared.count)
    }

    /// The last row number that was given, by entity.
    public var lastNumbers: [(entity: EntityID, number: UInt64)] {
        lastNumberByEntity.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Gives a counter its next name under the new ordinal. Counters have to come in order.
    public mutating func rename(_ counter: UInt64) -> Dot {
        count += 1
        let dot = Dot(new, UInt64(count))
        reissued.append((counter, dot.counter))
        names.add(Dot(old, counter), as: dot)
        return dot
    }

    /// Gives a counter that was set aside a name behind all others: nobody has seen it.
    public mutating func renameLast(_ counter: UInt64) {
        count += 1
        names.add(Dot(old, counter), as: Dot(new, UInt64(count)))
    }

    /// Takes over the names that a unit and the rows it made have elsewhere.
    public mutating func adopt(_ unit: Unit, _ counter: UInt64, as dot: Dot, rows: [RowID]) {
        adopted.append((counter, dot))
        names.add(unit, OtherName(was: Dot(old, counter), became: dot, rows: rows))
    }

    /// Reads names of another time as the hub does, where they lead to names that the old ordinal
    /// has there: what is written again may mean either.
    public mutating func read(_ names: Respelling) {
        for (was, became) in names.dotByDot where self.names.dotByDot[was] == nil {
            self.names.add(was, as: became)
        }
        for (was, became) in names.rowByRow where self.names.rowByRow[was] == nil {
            self.names.add(was, as: became)
        }
    }

    /// Gives the rows that a unit makes, and that the hub does not know, new ids.
    public mutating func renameRows(madeBy unit: Unit) {
        for key in unit.madeRows where key.row.ordinal == old && names.rowByRow[key] == nil {
            let number = (lastNumberByEntity[key.entity] ?? 0) + 1
            lastNumberByEntity[key.entity] = number
            names.add(key, as: RowID(new, number))
        }
    }
}

extension Reissue {
    public func dot(_ dot: Dot) -> Dot { names.dot(dot) }

    public func key(_ key: RowKey) -> RowKey { names.key(key) }

    /// A unit with everything in it that has a new name under that name.
    /// - Complexity: O(writes and covers).
    public func unit(_ unit: Unit) -> Unit { names.unit(unit, schema, vector) }

    /// A vector whose entry of the old ordinal is cut back to the fork: what was seen beyond it
    /// has other names. Where a vector cannot say exactly what was seen it says less.
    public func vector(_ seen: VersionVector) -> VersionVector {
        let counter = seen[old]
        guard counter > fork else { return seen }
        var result = VersionVector(seen.entries.filter { $0.ordinal != old })
        if fork > 0 { result.insert(Dot(old, fork)) }
        var low = 0
        var high = reissued.count
        while low < high {
            let middle = (low + high) / 2
            if reissued[middle].was <= counter { low = middle + 1 } else { high = middle }
        }
        if low > 0 { result.insert(Dot(new, reissued[low - 1].became)) }
        let adoptions = adopted.lazy.filter { $0.was <= counter }.map(\.became)
        for dot in closedPrefixes(of: adoptions) { result.insert(dot) }
        return result
    }
}
