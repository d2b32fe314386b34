// Composes one unit: what an app calls to make rows and set fields.

public import SyncEngine

/// A transaction that becomes one unit. Reads see what was written in it so far.
///
/// Rows are kept in memory and written once, at the end or before a query.
public final class StoreWriter: StoreReader {
    private let clock: Clock
    private var working: [RowKey: WorkingRow] = [:]
    /// The same rows in the order in which they were first written.
    private var rows: [WorkingRow] = []
    private var nextRowByEntity: [EntityID: RowID] = [:]
    private var name: (dot: Dot, stamp: Stamp)?
    private var pendingUnitByDot: [Dot: Unit?] = [:]

    /// When the unit is acted.
    struct Clock {
        let actedAt: Int64?
        let wallMilliseconds: @Sendable () -> Int64
    }

    init(_ database: StoreDatabase, schema: Schema, clock: Clock) {
        self.clock = clock
        super.init(database, schema: schema)
    }

    /// The unit's dot, as it will be; taken with the first write.
    public var dot: Dot? { name?.dot }

    override func stored(_ key: RowKey) throws -> StoredRow? {
        guard let row = working[key] else { return try super.stored(key) }
        if !row.isWhole { try widen(row) }
        return row.stored
    }

    private func widen(_ row: WorkingRow) throws {
        guard let whole = try database.load(row.key) else { throw Self.noRow(row.key) }
        let name = try unitName()
        row.widen(to: whole, by: name.dot, at: name.stamp)
    }

    override func prepareTables() throws { try saveRows() }

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - values: nulls are left out: a field that nobody wrote shows null.
    ///   - evidence: what the action knows beside the values, by field.
    /// - Throws: `badValue`, `tooLarge`.
    public func create(
        _ entity: EntityID, _ values: [FieldID: Value], evidence: [FieldID: Evidence] = [:]
    ) throws -> RowID {
        guard let plan = database.layout.plan(entity) else {
            throw StoreError(.badValue, "There is no entity \(entity.rawValue).")
        }
        guard plan.entity.writers != .hub else { throw Self.hubOnly(plan.entity) }
        let (dot, stamp) = try unitName()
        let key = RowKey(entity, try nextRow(entity))
        let unborn = RowState(
            vector: VersionVector(), creation: RowState.Creation(dot: dot, stamp: stamp))
        var writes: [FieldWrite] = []
        writes.reserveCapacity(values.count)
        for (id, value) in values where !value.isUnset {
            guard let field = plan.fieldPlan(id) else { throw Self.noField(id, plan.entity) }
            try field.check(value, in: plan)
            let draft = Draft(
                value: value, rendered: FieldView(id, of: unborn), seen: VersionVector(),
                writer: Draft.Writer(ordinal: database.ordinal), given: evidence[id] ?? .none)
            writes.append(
                FieldWrite(field: id, value: value, evidence: field.rule.evidence(for: draft)))
        }
        writes.sort { $0.field < $1.field }
        let change = RowChange(key: key, isCreation: true, writes: writes)
        add(WorkingRow(creating: change, by: dot, at: stamp))
        return key.row
    }

    /// Whether a row that was on the screen has another id now: the replica has followed a restored
    /// hub since.
    public func isRenamed(_ rendered: Rendered) throws -> Bool {
        try database.namesSince(rendered).contains { names in
            rendered.rows.contains { names.key($0.key) != $0.key }
        }
    }

    /// Writes a field of a row.
    ///
    /// - Parameters:
    ///   - value: null clears the field.
    ///   - given: what the action knows beside the value: an intent, the screen's bit.
    ///   - rendered: what the person had on the screen; the write covers this and nothing else of
    ///     the field. `nil`: what the row shows inside this transaction.
    /// - Throws: `unknownRow`, `badValue`, `tooLarge`.
    public func set(
        _ key: RowKey, _ field: FieldID, _ value: Value, given: Evidence = .none,
        rendered: Rendered? = nil
    ) throws {
        // The row that was on the screen, should its id mean another one by now.
        let key = try database.namesSince(rendered).reduce(key) { $1.key($0) }
        guard let plan = database.layout.plan(key.entity) else { throw Self.noRow(key) }
        guard plan.entity.writers != .hub else { throw Self.hubOnly(plan.entity) }
        guard let definition = plan.fieldPlan(field) else {
            throw Self.noField(field, plan.entity)
        }
        try definition.check(value, in: plan)
        let row = try workingRow(key, editing: field)
        if definition.field.isWrittenOnce, !row.isCreation {
            throw StoreError(
                .badValue,
                "\(plan.entity.name).\(definition.field.name) is written at creation only.")
        }
        let name = try unitName()
        let shown = try composition(row, key, field, try rendered.map(respelled))
        let draft = Draft(
            value: value, rendered: FieldView(field, of: shown.state), seen: shown.seen,
            writer: Draft.Writer(ordinal: database.ordinal, unsent: shown.unsent), given: given)
        let write = FieldWrite(
            field: field, value: value, covers: shown.covers,
            evidence: definition.rule.evidence(for: draft))
        row.take(write, by: name.dot, at: name.stamp)
    }

    private func workingRow(_ key: RowKey, editing field: FieldID) throws -> WorkingRow {
        if let row = working[key] {
            if !row.holds(field) { try widen(row) }
            return row
        }
        guard let loaded = try database.load(key, editing: field) else { throw Self.noRow(key) }
        let row = WorkingRow(key, loaded)
        add(row)
        return row
    }

    private func add(_ row: WorkingRow) {
        working[row.key] = row
        rows.append(row)
    }

    /// The table is asked once: rows made in this unit are not in it yet.
    private func nextRow(_ entity: EntityID) throws -> RowID {
        let next = try nextRowByEntity[entity] ?? database.nextRow(entity)
        guard next.number < Limits.maximumCounter else {
            throw StoreError(.tooLarge, "This replica cannot make more rows of this kind.")
        }
        nextRowByEntity[entity] = RowID(next.ordinal, next.number + 1)
        return next
    }

    private func unitName() throws -> (dot: Dot, stamp: Stamp) {
        if let name { return name }
        let last = try database.lastOwnCounter()
        guard last < Limits.maximumCounter else {
            throw StoreError(.tooLarge, "This replica cannot make more units.")
        }
        var clock = try database.clock(after: last)
        let stamp =
            self.clock.actedAt.map { Stamp(milliseconds: $0) }
            ?? clock.next(wallMilliseconds: self.clock.wallMilliseconds())
        let name = (dot: Dot(database.ordinal, last + 1), stamp: stamp)
        self.name = name
        return name
    }

    private func saveRows() throws {
        for row in rows where row.isDirty {
            try database.save(row.stored, at: row.key, replacing: row.loaded)
            guard let whole = try database.load(row.key) else { throw Self.noRow(row.key) }
            row.saved(as: whole)
        }
    }

    /// Saves rows and unit.
    /// - Returns: `nil` if nothing was written.
    func finish() throws -> Dot? {
        guard let name, let encoded = try encodedUnit(at: name.stamp) else { return nil }
        working = [:]
        // By row, which is the order of the table's pages; the last comes first off the array, and
        // each row's memory is free for the next.
        var rest = rows
        rows = []
        rest.sort { $0.key > $1.key }
        while let row = rest.popLast() {
            guard row.isDirty else { continue }
            try database.save(row.stored, at: row.key, replacing: row.loaded)
        }
        try database.saveHistory(name.dot, encoded: encoded, envelope: nil)
        return name.dot
    }

    /// - Returns: `nil` if nothing was written.
    private func encodedUnit(at stamp: Stamp) throws -> [UInt8]? {
        let changes = rows.compactMap(\.change)
        guard !changes.isEmpty else { return nil }
        let unit = Unit(stamp: stamp, changes: changes)
        let encoded = unit.encoded
        try unit.checkLimits(encodedBytes: encoded.count)
        return encoded
    }

    /// An own unit that the hub has not confirmed, or `nil`.
    func pendingUnit(_ dot: Dot) throws -> Unit? {
        if let known = pendingUnitByDot[dot] { return known }
        let entry = try database.historyEntry(dot)
        let unit = entry?.envelope == nil ? entry?.unit : nil
        pendingUnitByDot[dot] = unit
        return unit
    }
}
