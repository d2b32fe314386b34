// Composes one unit: what an app calls to make rows and set fields.

public import SyncEngine

/// A transaction that becomes one unit. Reads see what was written in it so far.
///
/// Rows are kept in memory and written once, at the end or before a query.
public final class StoreWriter: StoreReader {
    private let clock: Clock
    private var working: [RowKey: WorkingRow] = [:]
    private var order: [RowKey] = []
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
        if !row.isWhole { try widen(row, key) }
        return row.stored
    }

    private func widen(_ row: WorkingRow, _ key: RowKey) throws {
        guard let whole = try database.load(key) else { throw Self.noRow(key) }
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
        for (id, value) in values where !value.isUnset {
            guard let field = plan.fieldPlan(id)?.field else { throw Self.noField(id, plan.entity) }
            try field.check(value, in: plan.entity)
            let draft = Draft(
                value: value, rendered: FieldView(id, of: unborn), seen: VersionVector(),
                writer: Draft.Writer(ordinal: database.ordinal), given: evidence[id] ?? .none)
            writes.append(
                FieldWrite(field: id, value: value, evidence: field.rule.evidence(for: draft)))
        }
        let change = RowChange(key: key, isCreation: true, writes: writes)
        add(WorkingRow(creating: change, by: dot, at: stamp), key)
        return key.row
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
        guard let plan = database.layout.plan(key.entity) else { throw Self.noRow(key) }
        guard plan.entity.writers != .hub else { throw Self.hubOnly(plan.entity) }
        guard let definition = plan.fieldPlan(field)?.field else {
            throw Self.noField(field, plan.entity)
        }
        try definition.check(value, in: plan.entity)
        if working[key] == nil {
            guard let loaded = try database.load(key, editing: field) else {
                throw Self.noRow(key)
            }
            add(WorkingRow(loaded), key)
        }
        guard let row = working[key] else { return }
        if !row.holds(field) { try widen(row, key) }
        if definition.isWrittenOnce, !row.isCreation {
            throw StoreError(
                .badValue, "\(plan.entity.name).\(definition.name) is written at creation only.")
        }
        let name = try unitName()
        let shown = try composition(row, key, field, rendered)
        let draft = Draft(
            value: value, rendered: FieldView(field, of: shown.state), seen: shown.seen,
            writer: Draft.Writer(ordinal: database.ordinal, unsent: shown.unsent), given: given)
        let write = FieldWrite(
            field: field, value: value, covers: shown.covers,
            evidence: definition.rule.evidence(for: draft))
        row.take(write, by: name.dot, at: name.stamp)
    }

    private func add(_ row: WorkingRow, _ key: RowKey) {
        working[key] = row
        order.append(key)
    }

    /// Rows made in this unit are not in their table yet.
    private func nextRow(_ entity: EntityID) throws -> RowID {
        let next = try database.nextRow(entity)
        let last = order.last { $0.entity == entity && working[$0]?.isCreation == true }
        guard let last, last.row >= next else { return next }
        return RowID(last.row.ordinal, last.row.number + 1)
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
        for key in order.sorted() {
            guard let row = working[key], row.isDirty else { continue }
            try database.save(row.stored, at: key, replacing: row.loaded)
            guard let whole = try database.load(key) else { throw Self.noRow(key) }
            row.saved(as: whole)
        }
    }

    /// Saves rows and unit.
    /// - Returns: `nil` if nothing was written.
    func finish() throws -> Dot? {
        guard let name, !order.isEmpty else { return nil }
        let changes = order.compactMap { key in working[key]?.change(of: key) }
            .filter { $0.isCreation || !$0.writes.isEmpty }
        guard !changes.isEmpty else { return nil }
        let unit = Unit(stamp: name.stamp, changes: changes)
        let encoded = unit.encoded
        try unit.checkLimits(encodedBytes: encoded.count)
        for key in order.sorted() {
            guard let row = working[key], row.isDirty else { continue }
            try database.save(row.stored, at: key, replacing: row.loaded)
        }
        try database.saveHistory(name.dot, encoded: encoded, envelope: nil)
        return name.dot
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
