// Old names of units and rows, read as the names that they have now.

/// Which unit and which row is meant by a name of another time: one that a copy of a laptop gave,
/// or that a lost hub knew.
public struct Respelling: Hashable, Sendable {
    public private(set) var dotByDot: [Dot: Dot] = [:]
    public private(set) var rowByRow: [RowKey: RowID] = [:]
    /// For each ordinal the lowest counter that is another unit's name now.
    private var lowestByOrdinal: [ReplicaOrdinal: UInt64] = [:]

    public init() {}

    public var isEmpty: Bool { dotByDot.isEmpty && rowByRow.isEmpty }

    public mutating func add(_ was: Dot, as became: Dot) {
        dotByDot[was] = became
        lowestByOrdinal[was.ordinal] = min(lowestByOrdinal[was.ordinal] ?? .max, was.counter)
    }

    public mutating func add(_ was: RowKey, as became: RowID) { rowByRow[was] = became }

    /// Takes over the names that a unit and the rows it made have elsewhere.
    public mutating func add(_ unit: Unit, _ name: OtherName) {
        if name.was != name.became { add(name.was, as: name.became) }
        for (key, row) in zip(unit.madeRows, name.rows) where key.row != row { add(key, as: row) }
    }

    /// Those that lead to ordinals which pass.
    public func filter(_ isIncluded: (ReplicaOrdinal) -> Bool) -> Respelling {
        var result = Respelling()
        for (was, became) in dotByDot where isIncluded(became.ordinal) {
            result.add(was, as: became)
        }
        for (was, became) in rowByRow where isIncluded(became.ordinal) {
            result.add(was, as: became)
        }
        return result
    }

    public func dot(_ dot: Dot) -> Dot { dotByDot[dot] ?? dot }

    public func key(_ key: RowKey) -> RowKey {
        rowByRow[key].map { RowKey(key.entity, $0) } ?? key
    }

    /// A unit with everything in it that has a new name under that name.
    /// - Complexity: O(writes and covers).
    public func unit(_ unit: Unit, _ schema: Schema) -> Unit {
        isEmpty ? unit : self.unit(unit, schema, vector)
    }

    /// - Parameter vector: gives what had been seen its new spelling.
    func unit(
        _ unit: Unit, _ schema: Schema, _ vector: (VersionVector) -> VersionVector
    ) -> Unit {
        let changes = unit.changes.map { change in
            let entity = schema.entity(change.key.entity)
            return RowChange(
                key: key(change.key), isCreation: change.isCreation,
                writes: change.writes.map { write in
                    FieldWrite(
                        field: write.field, value: value(write.value, of: entity, write.field),
                        covers: write.covers.map(dot),
                        evidence: write.evidence.respelled(vector))
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

    /// What had been seen, by the new names: an entry ends before the first name that means
    /// another unit now. Where a vector cannot say exactly what was seen it says less.
    public func vector(_ seen: VersionVector) -> VersionVector {
        let isExact = seen.entries.allSatisfy { $0.counter < lowestByOrdinal[$0.ordinal] ?? .max }
        guard !isExact else { return seen }
        var result = VersionVector()
        for entry in seen.entries {
            let counter = min(entry.counter, (lowestByOrdinal[entry.ordinal] ?? .max) - 1)
            if counter > 0 { result.insert(Dot(entry.ordinal, counter)) }
        }
        let renamed = dotByDot.lazy.filter { seen.contains($0.key) }.map(\.value)
        for dot in closedPrefixes(of: renamed) { result.insert(dot) }
        return result
    }
}

extension Unit {
    /// Whether no two of its changes are of one row, as it has to be: two rows that a unit wrote
    /// may be one by the new names.
    public var hasDistinctRows: Bool { Set(changes.map(\.key)).count == changes.count }
}

/// For each ordinal the highest counter up to which all are among the dots.
func closedPrefixes(of dots: some Sequence<Dot>) -> [Dot] {
    Dictionary(grouping: dots, by: \.ordinal).compactMap { ordinal, dots in
        let counters = Set(dots.map(\.counter))
        var last: UInt64 = 0
        while counters.contains(last + 1) { last += 1 }
        return last > 0 ? Dot(ordinal, last) : nil
    }
}

extension Evidence {
    fileprivate func respelled(_ vector: (VersionVector) -> VersionVector) -> Evidence {
        guard let seen else { return self }
        let respelled = vector(seen)
        guard respelled != seen else { return self }
        var evidence = self
        evidence.insert(.seen(respelled))
        return evidence
    }
}
