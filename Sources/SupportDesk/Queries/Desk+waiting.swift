// What is on this laptop alone: changes waiting to be sent, and those that were not accepted.

public import LocalStore
public import SyncEngine

extension Desk {
    /// The changes that are not sent yet, oldest first.
    public func unsent() throws -> [UnitRecord] {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            return try reader.unsent().map {
                try UnitRecord($0.dot, $0.unit, nil, reader, display)
            }
        }
    }

    /// A window of the same, with the size of all of them.
    /// - Complexity: O(changes that wait).
    public func unsentPage(limit: Int, offset: Int = 0) throws -> UnsentPage {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            let all = try reader.unsent()
            return UnsentPage(
                total: all.count, bytes: all.reduce(0) { $0 + $1.unit.byteCount },
                oldest: all.map(\.unit.stamp.milliseconds).min().map { Moment(milliseconds: $0) },
                changes: try all.dropFirst(offset).prefix(limit).map {
                    try UnitRecord($0.dot, $0.unit, nil, reader, display)
                })
        }
    }

    /// The changes that were refused by the hub or parked here, with the reason.
    public func setAside() throws -> [UnitRecord] { try records { try $0.setAside() } }

    /// Those of them that were retried or given up: kept, so that nothing is silently lost.
    public func settledSetAside() throws -> [UnitRecord] {
        try records { try $0.settledSetAside() }
    }

    /// Those that wait for somebody, or all of them, in the order in which they were written.
    public func notAccepted(all: Bool) throws -> [UnitRecord] {
        let open = try setAside()
        return all ? (open + (try settledSetAside())).sorted { $0.dot < $1.dot } : open
    }

    /// What a retry, or giving up, of these would take along: changes that need each other.
    public func setAsideGroup(_ dots: [Dot], forRetry: Bool) throws -> [UnitRecord] {
        try records { try $0.setAsideGroup(dots, forRetry: forRetry) }
    }

    /// See ``LocalStore/LocalStore/retry(_:)``.
    @discardableResult
    public func retry(_ dots: [Dot]) throws -> [Retried] { try store.retry(dots) }

    /// See ``LocalStore/LocalStore/discard(_:)``.
    @discardableResult
    public func discard(_ dots: [Dot]) throws -> [Dot] { try store.discard(dots) }

    /// Units of any replica in the words of this desk: what a hub did not take, for its people.
    package func records(of units: [(dot: Dot, unit: Unit)]) throws -> [UnitRecord] {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            return try units.map { try UnitRecord($0.dot, $0.unit, nil, reader, display) }
        }
    }

    private func records(
        _ select: (StoreReader) throws -> [SetAsideRecord]
    ) throws -> [UnitRecord] {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            return try select(reader).map { record in
                try UnitRecord(
                    record.dot, record.unit, UnitRecord.SetAside(record, display.schema), reader,
                    display)
            }
        }
    }
}

/// A window of the changes that are not sent yet.
public struct UnsentPage: Hashable, Sendable {
    public let total: Int
    /// Of all of them, as they are sent.
    public let bytes: Int
    public let oldest: Moment?
    public let changes: [UnitRecord]

    public var json: JSONValue {
        [
            "total": .integer(Int64(total)), "bytes": .integer(Int64(bytes)),
            "oldest": .optional(oldest?.description), "changes": .array(changes.map(\.json)),
        ]
    }
}

extension Unit {
    fileprivate var byteCount: Int {
        var writer = ByteWriter()
        writer.unit(self)
        return writer.bytes.count
    }
}

extension UnitRecord {
    fileprivate init(
        _ dot: Dot, _ unit: Unit, _ setAside: SetAside?, _ reader: StoreReader, _ display: Display
    ) throws {
        var tickets: [RowID] = []
        for change in unit.changes {
            let ticket =
                try reader.row(change.key)?.ticket(in: display.schema)
                ?? change.ticket(in: display.schema)
            if let ticket, !tickets.contains(ticket) { tickets.append(ticket) }
        }
        self.init(
            dot: dot, actedAt: Moment(milliseconds: unit.stamp.milliseconds), tickets: tickets,
            changes: try unit.changes.flatMap { change in
                try change.writes.map { write in
                    let path = FieldPath(change.key, write.field)
                    return WrittenField(
                        field: path.spelled(in: display.schema),
                        to: try display.json(write.value, of: path))
                }
            }, bytes: unit.byteCount, setAside: setAside)
    }
}

extension RowChange {
    /// The ticket that a change names itself, where its row is not there: its creation was refused.
    func ticket(in schema: Schema) -> RowID? {
        if key.entity == TicketSchema.ticket { return key.row }
        guard let owner = schema.entity(key.entity)?.owner else { return nil }
        return writes.first { $0.field == owner }?.value.integer.flatMap(RowID.init(rawValue:))
    }
}

extension UnitRecord.SetAside {
    fileprivate init(_ record: SetAsideRecord, _ schema: Schema) {
        let refusal = record.refusal
        var state = "open"
        var became: Dot?
        switch record.fate {
        case nil: break
        case .discarded: state = "discarded"
        case .retried(let dot): (state, became) = ("retried", dot)
        }
        let path = refusal.key.flatMap { key in refusal.field.map { FieldPath(key, $0) } }
        self.init(
            kind: record.kind == .refused ? "refused" : "parked", code: refusal.code.name,
            message: Self.sentence(for: refusal.code), field: path?.spelled(in: schema),
            buildsOn: refusal.buildsOn, at: Moment(milliseconds: record.at),
            state: state, became: became)
    }

    /// Why the hub said no, for people.
    package static func sentence(for code: Refusal.Code) -> String {
        switch code {
        case .malformed: "The hub could not read it."
        case .notAllowed: "Your role does not allow it."
        case .unknownRow: "The hub does not know what it changes."
        case .rowExists: "Something with this id exists already."
        case .unknownDot: "It builds on something that the hub does not know."
        case .buildsOnRefused: "It builds on a change that was not accepted."
        case .writtenOnce: "It changes what is fixed for good."
        case .badValue: "A value has the wrong form or is beyond a limit."
        case .tooLarge: "It is too large to be sent."
        case .setAsideElsewhere: "Another copy of this laptop's files had set it aside."
        default: "The hub gave a reason that this version does not know."
        }
    }
}
