// Requests and answers, as the golden vectors spell them.

import SyncEngine

struct SpelledCursor: Codable, Equatable {
    let position: UInt64
    let nonce: SpelledNonce

    init(_ model: Cursor) {
        position = model.position
        nonce = SpelledNonce(model.nonce)
    }

    var model: Cursor { Cursor(position: position, nonce: nonce.model) }
}

struct SpelledRequest: Codable, Equatable {
    let id: SpelledNonce
    let schemaVersion: UInt64
    let rulesVersion: UInt64
    let ordinal: UInt64
    let timeline: SpelledNonce
    let cursor: SpelledCursor
    var staged: Staged?
    let incarnation: SpelledNonce
    var nextIncarnation: SpelledNonce?
    let acknowledged: UInt64
    let waitSeconds: UInt64
    let items: [Item]

    struct Staged: Codable, Equatable {
        let end: UInt64
        var row: SpelledKey?
        let head: SpelledCursor

        init(_ model: StagedPages) {
            end = model.end.position
            row = model.end.row.map(SpelledKey.init)
            head = SpelledCursor(model.head)
        }

        var model: StagedPages {
            StagedPages(end: FeedPlace(end, row: row?.model), head: head.model)
        }
    }

    /// One of the three.
    struct Item: Codable, Equatable {
        var unit: SpelledUnit?
        var void: Hex?
        var malformed: Hex?

        init(_ model: SyncRequest.Item) {
            switch model {
            case .unit(let unit): self.unit = SpelledUnit(unit)
            case .void(let hash): void = Hex(hash.bytes)
            case .malformed(let bytes): malformed = Hex(bytes)
            }
        }

        var model: SyncRequest.Item {
            if let unit { return .unit(unit.model) }
            if let void { return .void(UnitHash(bytes: void.model)!) }
            return .malformed(malformed!.model)
        }
    }

    init(_ model: SyncRequest) {
        let position = model.position
        id = SpelledNonce(model.id)
        schemaVersion = position.schemaVersion
        rulesVersion = position.rulesVersion
        ordinal = UInt64(position.ordinal.rawValue)
        timeline = SpelledNonce(position.timeline.id)
        cursor = SpelledCursor(position.cursor)
        staged = position.staged.map(Staged.init)
        incarnation = SpelledNonce(position.incarnation.current)
        nextIncarnation = position.incarnation.next.map(SpelledNonce.init)
        acknowledged = position.acknowledged
        waitSeconds = model.waitSeconds
        items = model.items.map(Item.init)
    }

    var model: SyncRequest {
        SyncRequest(
            id: id.model,
            position: LaptopPosition(
                ordinal: ReplicaOrdinal(ordinal)!, timeline: Timeline(timeline.model),
                cursor: cursor.model,
                incarnation: Incarnation(
                    current: incarnation.model, next: nextIncarnation?.model),
                versions: (schemaVersion, rulesVersion), acknowledged: acknowledged,
                staged: staged?.model),
            waitSeconds: waitSeconds, items: items.map(\.model))
    }
}

struct SpelledVerdict: Codable, Equatable {
    /// `applied`, `sibling`, `void`, or the name of a refusal.
    let verdict: String
    var row: SpelledKey?
    var field: UInt16?
    var buildsOn: SpelledDot?

    init(_ model: Verdict) {
        switch model {
        case .applied: verdict = "applied"
        case .sibling: verdict = "sibling"
        case .void: verdict = "void"
        case .refused(let refusal):
            verdict = refusal.code.name
            row = refusal.key.map(SpelledKey.init)
            field = refusal.field?.rawValue
            buildsOn = refusal.buildsOn.map(SpelledDot.init)
        }
    }

    var model: Verdict {
        switch verdict {
        case "applied": return .applied
        case "sibling": return .sibling
        case "void": return .void
        default:
            let codes = (0...UInt8.max).map { Refusal.Code(rawValue: $0) }
            return .refused(
                Refusal(
                    codes.first { $0.name == verdict }!, key: row?.model,
                    field: field.map { FieldID($0) }, buildsOn: buildsOn?.model))
        }
    }
}

struct SpelledAnswer: Codable, Equatable {
    let id: SpelledNonce
    let hubMilliseconds: Int64
    let timeline: SpelledNonce
    let schemaVersion: UInt64
    let rulesVersion: UInt64
    /// The number of the rejection; otherwise `accepted` stands.
    var rejected: UInt8?
    var accepted: Accepted?

    struct Accepted: Codable, Equatable {
        let acknowledged: UInt64
        let incarnation: SpelledNonce
        let verdicts: [SpelledVerdict]
        let page: SpelledPage
    }

    init(_ model: SyncAnswer) {
        id = SpelledNonce(model.id)
        hubMilliseconds = model.hubMilliseconds
        timeline = SpelledNonce(model.timeline.id)
        schemaVersion = model.schemaVersion
        rulesVersion = model.rulesVersion
        switch model.result {
        case .rejected(let rejection): rejected = rejection.rawValue
        case .accepted(let content):
            accepted = Accepted(
                acknowledged: content.acknowledged, incarnation: SpelledNonce(content.incarnation),
                verdicts: content.verdicts.map(SpelledVerdict.init),
                page: SpelledPage(content.page))
        }
    }

    var model: SyncAnswer {
        let result: SyncAnswer.Result =
            if let accepted {
                .accepted(
                    .init(
                        acknowledged: accepted.acknowledged,
                        incarnation: accepted.incarnation.model,
                        verdicts: accepted.verdicts.map(\.model), page: accepted.page.model))
            } else {
                .rejected(Rejection(rawValue: rejected!)!)
            }
        return SyncAnswer(
            id: id.model, hubMilliseconds: hubMilliseconds, timeline: Timeline(timeline.model),
            versions: (schemaVersion, rulesVersion), result: result)
    }
}

struct SpelledPage: Codable, Equatable {
    let start: UInt64
    let head: SpelledCursor
    let units: [Entry]
    let rows: [Delta]
    /// `true`, or not there.
    var isPart: Bool?

    struct Entry: Codable, Equatable {
        let dot: SpelledDot
        let receivedAt: Int64
        let wasConcurrent: Bool
        let unit: SpelledUnit
    }

    struct Delta: Codable, Equatable {
        let row: SpelledKey
        let vector: [SpelledDot]
        var creation: SpelledBirth?
        let fields: [SpelledField]
    }

    init(_ model: FeedPage) {
        start = model.start
        head = SpelledCursor(model.head)
        units = model.units.map {
            Entry(
                dot: SpelledDot($0.dot), receivedAt: $0.envelope.receivedAt,
                wasConcurrent: $0.envelope.wasConcurrent, unit: SpelledUnit($0.unit))
        }
        isPart = model.isPart ? true : nil
        rows = model.rows.map {
            Delta(
                row: SpelledKey($0.key), vector: $0.vector.spelled,
                creation: $0.creation.map(SpelledBirth.init),
                fields: $0.fields.map(SpelledField.init))
        }
    }

    var model: FeedPage {
        FeedPage(
            start: start, head: head.model,
            units: units.enumerated().map { index, entry in
                FeedUnit(
                    dot: entry.dot.model, unit: entry.unit.model,
                    envelope: Envelope(
                        position: start + UInt64(index) + 1, receivedAt: entry.receivedAt,
                        wasConcurrent: entry.wasConcurrent))
            },
            rows: rows.map {
                RowDelta(
                    key: $0.row.model, vector: VersionVector(spelled: $0.vector),
                    creation: $0.creation?.model, fields: $0.fields.map(\.model))
            }, isPart: isPart ?? false)
    }
}
