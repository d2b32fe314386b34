// Units, rows and what they are made of, as the golden vectors spell them.

import SyncEngine

struct SpelledEvidence: Codable, Equatable {
    var intent: UInt8?
    var appendedBytes: UInt64?
    var appendedHash: SpelledNonce?
    var clientCouldSee: Bool?
    var seen: [SpelledDot]?
    /// By tag.
    var unknown: [String: Hex]?

    /// `nil` where there is nothing to tell.
    init?(_ model: Evidence) {
        guard !model.isEmpty else { return nil }
        intent = model.intent?.rank
        appendedBytes = model.appended?.baseBytes
        appendedHash = model.appended.map { SpelledNonce(Nonce($0.baseHash)) }
        seen = model.seen?.spelled
        for item in model.items {
            if case .clientCouldSee(let flag) = item { clientCouldSee = flag }
            if case .unknown(let tag, let bytes) = item {
                unknown = (unknown ?? [:]).merging([String(tag): Hex(bytes)]) { $1 }
            }
        }
    }

    var model: Evidence {
        var items: [EvidenceItem] = []
        if let intent { items.append(.intent(Intent(rank: intent))) }
        if let appendedBytes, let appendedHash {
            items.append(
                .appended(baseBytes: appendedBytes, baseHash: appendedHash.model.rawValue))
        }
        if let clientCouldSee { items.append(.clientCouldSee(clientCouldSee)) }
        if let seen { items.append(.seen(VersionVector(spelled: seen))) }
        for (tag, bytes) in unknown ?? [:] {
            items.append(.unknown(tag: UInt64(tag)!, bytes: bytes.model))
        }
        return Evidence(items)
    }
}

struct SpelledWrite: Codable, Equatable {
    let field: UInt16
    let value: SpelledValue
    var covers: [SpelledDot]?
    var evidence: SpelledEvidence?

    init(_ model: FieldWrite) {
        field = model.field.rawValue
        value = SpelledValue(model.value)
        covers = model.covers.isEmpty ? nil : model.covers.map(SpelledDot.init)
        evidence = SpelledEvidence(model.evidence)
    }

    var model: FieldWrite {
        FieldWrite(
            field: FieldID(field), value: value.model, covers: (covers ?? []).map(\.model),
            evidence: evidence?.model ?? .none)
    }
}

struct SpelledUnit: Codable, Equatable {
    let stamp: SpelledStamp
    let changes: [Change]

    struct Change: Codable, Equatable {
        let row: SpelledKey
        let creates: Bool
        let writes: [SpelledWrite]
    }

    init(_ model: Unit) {
        stamp = SpelledStamp(model.stamp)
        changes = model.changes.map {
            Change(
                row: SpelledKey($0.key), creates: $0.isCreation,
                writes: $0.writes.map(SpelledWrite.init))
        }
    }

    var model: Unit {
        Unit(
            stamp: stamp.model,
            changes: changes.map {
                RowChange(
                    key: $0.row.model, isCreation: $0.creates, writes: $0.writes.map(\.model))
            })
    }
}

struct SpelledField: Codable, Equatable {
    let field: UInt16
    let siblings: [Item]

    struct Item: Codable, Equatable {
        let dot: SpelledDot
        let stamp: SpelledStamp
        let value: SpelledValue
        var evidence: SpelledEvidence?
    }

    init(_ model: RowState.Field) {
        field = model.id.rawValue
        siblings = model.register.siblings.map {
            Item(
                dot: SpelledDot($0.dot), stamp: SpelledStamp($0.stamp),
                value: SpelledValue($0.value), evidence: SpelledEvidence($0.evidence))
        }
    }

    var model: RowState.Field {
        RowState.Field(
            id: FieldID(field),
            register: Register(
                siblings.map {
                    Sibling(
                        dot: $0.dot.model, stamp: $0.stamp.model, value: $0.value.model,
                        evidence: $0.evidence?.model ?? .none)
                }))
    }
}

struct SpelledBirth: Codable, Equatable {
    let dot: SpelledDot
    let stamp: SpelledStamp

    init(_ model: RowState.Creation) {
        dot = SpelledDot(model.dot)
        stamp = SpelledStamp(model.stamp)
    }

    var model: RowState.Creation { .init(dot: dot.model, stamp: stamp.model) }
}

struct SpelledStoredRow: Codable, Equatable {
    let vector: [SpelledDot]
    let creation: SpelledBirth
    let fields: [SpelledField]
    let isUnborn: Bool
    var base: [SpelledField]?
    /// The shown values that stand in a table's columns.
    let columns: [SpelledWrite]

    init(_ model: StoredRow, _ held: [ColumnValue]) {
        vector = model.shown.vector.spelled
        creation = SpelledBirth(model.shown.creation)
        fields = model.shown.fields.map(SpelledField.init)
        isUnborn = model.base == .unborn
        if case .fields(let fields) = model.base { base = fields.map(SpelledField.init) }
        columns = held.map { SpelledWrite(FieldWrite(field: $0.field, value: $0.value)) }
    }

    var held: [ColumnValue] { columns.map { ColumnValue(FieldID($0.field), $0.value.model) } }

    var model: StoredRow {
        let shown = RowState(
            vector: VersionVector(spelled: vector), creation: creation.model,
            fields: fields.map(\.model))
        return StoredRow(
            shown: shown, base: isUnborn ? .unborn : base.map { .fields($0.map(\.model)) })
    }
}
