// The hub's judgement of units: each is taken whole or refused whole, with the reason by name.

/// Judges the fresh items of one push in order, against the hub's rows as they change.
struct UnitJudge {
    private let schema: Schema
    private let context: HubContext
    private let sender: ReplicaOrdinal
    private let receivedAt: Int64
    private var rows: [RowKey: RowState]
    private var touched: Set<RowKey> = []
    private var counter: UInt64
    private var accepted: [HistoryEntry] = []
    private var setAside: [HubCommit.SetAside] = []
    /// Rows that refused units of this push would have made.
    private var unborn: [RowKey: Dot] = [:]

    init(
        schema: Schema, context: HubContext, sender: ReplicaOrdinal, receivedAt: Int64
    ) {
        self.schema = schema
        self.context = context
        self.sender = sender
        self.receivedAt = receivedAt
        rows = context.rows
        counter = context.acknowledged
    }

    /// One verdict for each item. Items are taken in the order of their counters.
    mutating func judge(_ items: some Sequence<SyncRequest.Item>) -> [Verdict] {
        items.map { item in
            counter += 1
            let dot = Dot(sender, counter)
            let verdict = judge(item, dot)
            switch verdict {
            case .applied, .sibling: break
            case .refused, .void:
                setAside.append(
                    HubCommit.SetAside(
                        dot: dot, verdict: verdict, hash: item.hash, content: item.content))
            }
            return verdict
        }
    }

    /// Everything that was judged, as one change of the hub's store.
    func commit(incarnation: Nonce) -> HubCommit {
        HubCommit(
            ordinal: sender, incarnation: incarnation, acknowledged: counter, accepted: accepted,
            setAside: setAside,
            rows: touched.sorted().compactMap { key in
                rows[key].map { HubCommit.KeyedRow(key: key, state: $0) }
            })
    }

    private mutating func judge(_ item: SyncRequest.Item, _ dot: Dot) -> Verdict {
        switch item {
        case .void: return .void
        case .malformed(let bytes):
            let isTooLarge = bytes.count > Limits.maximumUnitBytes
            return .refused(Refusal(isTooLarge ? .tooLarge : .malformed))
        case .unit(let unit):
            var before: [RowKey: RowState?] = [:]
            do {
                for change in unit.changes where rows[change.key]?.vector.contains(dot) != true {
                    try check(change, of: unit, by: dot)
                    before[change.key] = .some(rows[change.key])
                    apply(change, of: unit, by: dot)
                    try checkBounds(of: change)
                }
            } catch {
                for (key, row) in before { rows[key] = row }
                for change in unit.changes where change.isCreation { unborn[change.key] = dot }
                return .refused(error)
            }
            return accept(unit, dot)
        }
    }

    /// Whether everybody can still read the row: what is beyond these bounds no codec takes.
    private func checkBounds(of change: RowChange) throws(Refusal) {
        guard let row = rows[change.key] else { return }
        guard row.fields.count <= Limits.maximumFieldsPerRow,
            row.vector.entries.count <= Limits.maximumVectorEntries,
            row.registerBytes <= Limits.maximumRowBytes
        else { throw Refusal(.tooLarge, key: change.key) }
        for write in change.writes
        where row[write.field].siblings.count > Limits.maximumSiblings {
            throw Refusal(.tooLarge, key: change.key, field: write.field)
        }
    }

    private mutating func accept(_ unit: Unit, _ dot: Dot) -> Verdict {
        touched.formUnion(unit.changes.map(\.key))
        let isConcurrent = unit.changes.contains { change in
            change.writes.contains { rows[change.key]?[$0.field].isConcurrent ?? false }
        }
        accepted.append(
            HistoryEntry(
                dot: dot, unit: unit,
                envelope: Envelope(
                    position: context.head.position + UInt64(accepted.count) + 1,
                    receivedAt: receivedAt, wasConcurrent: isConcurrent)))
        return isConcurrent ? .sibling : .applied
    }

    private mutating func apply(_ change: RowChange, of unit: Unit, by dot: Dot) {
        let stamp = unit.stamp.clipped(to: receivedAt)
        guard var row = rows.removeValue(forKey: change.key) else {
            rows[change.key] = RowState(creating: change, by: dot, at: stamp)
            return
        }
        row.apply(change.writes, by: dot, at: stamp)
        row.vector.insert(dot)
        rows[change.key] = row
    }

    private func check(
        _ change: RowChange, of unit: Unit, by dot: Dot
    ) throws(Refusal) {
        let key = change.key
        let row = rows[key]
        if change.isCreation {
            guard row == nil, key.row.ordinal == sender else {
                throw Refusal(.rowExists, key: key)
            }
        } else if row == nil {
            throw refusal(ofUnknown: key, named: key, field: nil)
        }
        let entity = schema.entity(key.entity)
        guard context.role.mayWrite(entity?.writers ?? .members) else {
            throw Refusal(.notAllowed, key: key, field: change.writes.first?.field)
        }
        for write in change.writes {
            try check(write, of: change, row: row)
            if let field = entity?.field(write.field) {
                try check(write.value, for: field, of: change)
                try checkReferences(of: write, field: field, in: change, of: unit)
            }
        }
    }

    private func check(_ write: FieldWrite, of change: RowChange, row: RowState?) throws(Refusal) {
        for cover in write.covers where !(row?.vector.contains(cover) ?? false) {
            let isOwn = cover.ordinal == sender && cover.counter < counter
            throw Refusal(
                isOwn ? .buildsOnRefused : .unknownDot, key: change.key, field: write.field,
                buildsOn: isOwn ? cover : nil)
        }
        guard let seen = write.evidence.seen else { return }
        for entry in seen.entries {
            let known = entry.ordinal == sender ? counter - 1 : context.known[entry.ordinal]
            guard entry.counter <= known else {
                throw Refusal(.unknownDot, key: change.key, field: write.field)
            }
        }
    }

    private func check(
        _ value: Value, for field: Field, of change: RowChange
    ) throws(Refusal) {
        if field.isWrittenOnce && !change.isCreation {
            throw Refusal(.writtenOnce, key: change.key, field: field.id)
        }
        guard field.accepts(value) else {
            throw Refusal(.badValue, key: change.key, field: field.id)
        }
    }

    /// A unit is whole or absent, so the order of its changes is no reason: it may name rows that
    /// it makes itself further on.
    private func checkReferences(
        of write: FieldWrite, field: Field, in change: RowChange, of unit: Unit
    ) throws(Refusal) {
        for reference in field.references(in: write.value) where rows[reference] == nil {
            guard unit.change(of: reference)?.isCreation != true else { continue }
            throw refusal(ofUnknown: reference, named: change.key, field: field.id)
        }
    }

    /// A row that only a unit of the sender can have made was refused or set aside with it; where
    /// this push brought that unit, it is named.
    private func refusal(ofUnknown key: RowKey, named: RowKey, field: FieldID?) -> Refusal {
        Refusal(
            key.row.ordinal == sender ? .buildsOnRefused : .unknownRow, key: named, field: field,
            buildsOn: unborn[key])
    }
}

extension SyncRequest {
    /// The rows that the units write or refer to, sorted.
    func mentionedRows(_ schema: Schema) -> [RowKey] {
        var keys: Set<RowKey> = []
        for case .unit(let unit) in items {
            for change in unit.changes {
                keys.insert(change.key)
                let entity = schema.entity(change.key.entity)
                for write in change.writes {
                    keys.formUnion(entity?.field(write.field)?.references(in: write.value) ?? [])
                }
            }
        }
        return keys.sorted()
    }
}

extension SyncRequest.Item {
    var content: [UInt8] {
        switch self {
        case .unit(let unit):
            var writer = ByteWriter()
            writer.unit(unit)
            return writer.bytes
        case .void: return []
        case .malformed(let bytes): return bytes
        }
    }

    /// What the hub remembers of the content; a void brings it along.
    public var hash: UnitHash {
        switch self {
        case .unit, .malformed: UnitHash(encodedUnit: content)
        case .void(let hash): hash
        }
    }
}
