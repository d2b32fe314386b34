// Writes units again under another ordinal: how a copy of a laptop goes on when it has learned that
// it is one.

/// What the hub said of a unit that the asking laptop had not been told about.
public enum UnitFate: Hashable, Sendable {
    /// The hub has nothing under this counter.
    case unknown
    /// The hub has another unit under this counter: another copy sent it.
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
    private(set) var dotByDot: [Dot: Dot] = [:]
    /// Only rows that the hub does not know are here.
    public private(set) var rowByRow: [RowKey: RowID] = [:]
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

    /// Old and new names, in the order of the old counters.
    public var renamed: [(was: Dot, became: Dot)] {
        dotByDot.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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
        dotByDot[Dot(old, counter)] = dot
        return dot
    }

    /// Gives a counter that was set aside a name behind all others: nobody has seen it.
    public mutating func renameLast(_ counter: UInt64) {
        count += 1
        dotByDot[Dot(old, counter)] = Dot(new, UInt64(count))
    }

    /// Takes over the names that a unit and the rows it made have elsewhere.
    public mutating func adopt(_ unit: Unit, _ counter: UInt64, as dot: Dot, rows: [RowID]) {
        adopted.append((counter, dot))
        dotByDot[Dot(old, counter)] = dot
        for (change, row) in zip(unit.changes.filter(\.isCreation), rows) {
            if change.key.row != row { rowByRow[change.key] = row }
        }
    }

    /// Gives the rows that a unit makes, and that the hub does not know, new ids.
    public mutating func renameRows(madeBy unit: Unit) {
        for change in unit.changes
        where change.isCreation && change.key.row.ordinal == old && rowByRow[change.key] == nil {
            let number = (lastNumberByEntity[change.key.entity] ?? 0) + 1
            lastNumberByEntity[change.key.entity] = number
            rowByRow[change.key] = RowID(new, number)
        }
    }
}

extension Reissue {
    public func dot(_ dot: Dot) -> Dot { dotByDot[dot] ?? dot }

    public func key(_ key: RowKey) -> RowKey {
        rowByRow[key].map { RowKey(key.entity, $0) } ?? key
    }

    /// A unit with everything in it that has a new name under that name.
    /// - Complexity: O(writes and covers).
    public func unit(_ unit: Unit) -> Unit {
        let changes = unit.changes.map { change in
            let entity = schema.entity(change.key.entity)
            return RowChange(
                key: key(change.key), isCreation: change.isCreation,
                writes: change.writes.map { write in
                    FieldWrite(
                        field: write.field, value: value(write.value, of: entity, write.field),
                        covers: write.covers.map(dot), evidence: evidence(write.evidence))
                })
        }
        return Unit(stamp: unit.stamp, changes: changes)
    }

    /// References to rows that have another id now.
    private func value(_ value: Value, of entity: Entity?, _ id: FieldID) -> Value {
        guard !rowByRow.isEmpty, let field = entity?.field(id) else { return value }
        let parts = zip(field.columns, value.components).map { column, part -> Value in
            guard case .reference(let target) = column.kind,
                let row = part.integer.flatMap({ RowID(rawValue: $0) }),
                let renamed = rowByRow[RowKey(target, row)]
            else { return part }
            return .row(renamed)
        }
        guard parts.count == value.components.count else { return value }
        if case .tuple = value { return .tuple(parts) }
        return parts[0]
    }

    private func evidence(_ evidence: Evidence) -> Evidence {
        guard let seen = evidence.seen, seen[old] > fork else { return evidence }
        var evidence = evidence
        evidence.insert(.seen(vector(seen)))
        return evidence
    }

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
        for dot in closedAdoptions(upTo: counter) { result.insert(dot) }
        return result
    }

    /// For each other copy's ordinal the highest counter below which all are this laptop's own
    /// units.
    private func closedAdoptions(upTo counter: UInt64) -> [Dot] {
        guard !adopted.isEmpty else { return [] }
        let seen = adopted.filter { $0.was <= counter }.map(\.became)
        return Set(seen.map(\.ordinal)).compactMap { ordinal in
            let counters = Set(seen.lazy.filter { $0.ordinal == ordinal }.map(\.counter))
            var last: UInt64 = 0
            while counters.contains(last + 1) { last += 1 }
            return last > 0 ? Dot(ordinal, last) : nil
        }
    }
}
