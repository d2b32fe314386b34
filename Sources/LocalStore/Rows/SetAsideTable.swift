// Units that were not applied: refused by the hub, or parked here; kept with their reason.

public import SyncEngine

/// A unit that was not applied, and why. Its content can be written again as a new unit.
public struct SetAsideRecord: Hashable, Sendable {
    public let dot: Dot
    public let kind: Kind
    public let refusal: Refusal
    public let unit: Unit
    /// When it was set aside: this machine's clock, milliseconds since 1970.
    public let at: Int64
    /// What a person did about it; `nil` while it waits for that.
    public var fate: Fate?

    /// A record stays after it was dealt with: what was written is never dropped.
    public enum Fate: Hashable, Sendable {
        /// Written again, as the unit of that name.
        case retried(Dot)
        /// Given up. It can still be retried.
        case discarded
    }

    public enum Kind: Int64, Hashable, Sendable {
        /// The hub said no.
        case refused = 1
        /// This replica did not send it, or no more: it builds on a refused one, or is too large.
        case parked = 2
    }
}

/// What the hub keeps of a counter that passed without effect, in the same table.
let voidKind: Int64 = 3

extension StoreDatabase {
    private static let setAsideColumns =
        "id,kind,code,entity,row,field,builds_on,at,unit,fate"

    func saveSetAside(_ record: SetAsideRecord) throws {
        let encoded = record.unit.encoded
        try saveSetAside(
            record.dot, kind: record.kind.rawValue, record.refusal,
            content: SetAsideContent(
                at: record.at, hash: UnitHash(encodedUnit: encoded), unit: encoded))
    }

    struct SetAsideContent {
        let at: Int64
        let hash: UnitHash
        let unit: [UInt8]
    }

    func saveSetAside(
        _ dot: Dot, kind: Int64, _ refusal: Refusal?, content: SetAsideContent
    ) throws {
        let statement = try statement(
            """
            INSERT OR REPLACE INTO set_aside(id,kind,code,entity,row,field,builds_on,at,hash,unit)
            VALUES(?,?,?,?,?,?,?,?,?,?)
            """)
        statement.bind(1, dot.key)
        statement.bind(2, kind)
        statement.bind(3, refusal.map { Int64($0.code.rawValue) })
        statement.bind(4, refusal?.key.map { Int64($0.entity.rawValue) })
        statement.bind(5, refusal?.key?.row.rawValue)
        statement.bind(6, refusal?.field.map { Int64($0.rawValue) })
        statement.bind(7, refusal?.buildsOn?.key)
        statement.bind(8, content.at)
        statement.bind(9, content.hash.bytes)
        statement.bind(10, content.unit)
        try statement.run()
    }

    func setAsideRecord(_ dot: Dot) throws -> SetAsideRecord? {
        try first(
            "SELECT \(Self.setAsideColumns) FROM set_aside WHERE id=? AND kind IN (1,2)",
            [.integer(dot.key)], setAsideRecord)
    }

    /// All of this replica's own, those that were dealt with included.
    func setAsideRecords() throws -> [SetAsideRecord] {
        try (formerOrdinals() + [ordinal]).flatMap { ordinal in
            let range = Self.range(of: ordinal)
            return try rows(
                """
                SELECT \(Self.setAsideColumns) FROM set_aside
                WHERE id BETWEEN ? AND ? AND kind IN (1,2) ORDER BY id
                """, [.integer(range.lowerBound), .integer(range.upperBound)], setAsideRecord)
        }
    }

    private func setAsideRecord(_ statement: PreparedStatement) throws -> SetAsideRecord {
        guard let dot = Dot(key: statement.integer(0)),
            let kind = SetAsideRecord.Kind(rawValue: statement.integer(1))
        else { throw StoreError.corrupt("a unit set aside without a name") }
        return SetAsideRecord(
            dot: dot, kind: kind, refusal: refusal(statement, firstColumn: 2),
            unit: try Unit(encoded: statement.bytes(8)), at: statement.integer(7),
            fate: statement.integerOrNull(9).map { Dot(key: $0).map { .retried($0) } ?? .discarded }
        )
    }

    /// Marks a record as dealt with. A retry's dot stands in the column, 0 for one given up.
    func settleSetAside(_ dot: Dot, _ fate: SetAsideRecord.Fate) throws {
        let value: Int64 = if case .retried(let dot) = fate { dot.key } else { 0 }
        try run(
            "UPDATE set_aside SET fate=? WHERE id=?", [.integer(value), .integer(dot.key)])
    }

    /// From the columns code, entity, row, field, builds_on.
    func refusal(_ statement: PreparedStatement, firstColumn first: Int32) -> Refusal {
        let code = Refusal.Code(rawValue: UInt8(truncatingIfNeeded: statement.integer(first)))
        let row = statement.integerOrNull(first + 2).flatMap { RowID(rawValue: $0) }
        let key = row.map {
            RowKey(EntityID(UInt16(truncatingIfNeeded: statement.integer(first + 1))), $0)
        }
        let field = statement.integerOrNull(first + 3).map {
            FieldID(UInt16(truncatingIfNeeded: $0))
        }
        let buildsOn = statement.integerOrNull(first + 4).flatMap { Dot(key: $0) }
        return Refusal(code, key: key, field: field, buildsOn: buildsOn)
    }
}
