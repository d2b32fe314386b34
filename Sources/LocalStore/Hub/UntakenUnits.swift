// What laptops brought and the hub did not take: refused units, and what a device sent after it was
// revoked. Kept for the one who runs the hub; never applied, never dropped.

package import SyncEngine

/// A unit that arrived and has no effect.
package struct UntakenUnit: Sendable {
    package let dot: Dot
    /// The hub's clock when it arrived, milliseconds since 1970.
    package let at: Int64
    /// Why it was refused; `nil` for a unit of a device that may no longer sync, which nobody has
    /// judged.
    package let refusal: Refusal?
    /// `nil` where the bytes are no unit that this version can read.
    package let unit: Unit?
    package let byteCount: Int
    /// Whether the hub had no room for it, nor for those after it: they are on the laptop alone.
    package var isLeftOut: Bool { refusal == nil && byteCount == 0 }
}

/// How much of a revoked device's outbox is kept.
package struct KeptExtent: Hashable, Sendable {
    /// The last counter that is kept; 0 if none is.
    package let through: UInt64
    /// Whether what is behind it found no room.
    package let isFull: Bool
}

extension HubTransaction {
    /// The table of units of revoked devices. Not among the units set aside: those are verdicts,
    /// and a device that is enabled again is judged as if it had never been locked out. A line
    /// without content stands for the first unit that found no room.
    package static let keptTable = """
        CREATE TABLE IF NOT EXISTS hub_kept (
          id INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          unit BLOB NOT NULL
        ) STRICT
        """

    /// What was taken or judged since is kept no longer: it stands where such units stand.
    private static let notSettled =
        "id NOT IN (SELECT id FROM history) AND id NOT IN (SELECT id FROM set_aside)"

    /// Keeps what a device sent that may no longer sync, in the order of its counters. What came
    /// again stands once.
    /// - Parameter maximumBytes: of one replica's units; what is beyond them stays on the laptop.
    package func keep(
        _ request: SyncRequest, at now: Int64, maximumBytes: Int
    ) throws -> KeptExtent {
        let ordinal = request.position.ordinal
        var bytes = try database.integer(
            """
            SELECT ifnull(sum(length(unit)), 0) FROM hub_kept
            WHERE id BETWEEN ? AND ? AND \(Self.notSettled)
            """, ordinal.dotRange)
        // Nothing is kept behind what found no room: what is read has no holes.
        var gap = try firstLeftOut(of: ordinal)
        for (counter, item) in zip(request.counters, request.items) {
            guard counter <= gap ?? counter else { break }
            guard let content = item.keptContent else { continue }
            let key = Dot(ordinal, counter).key
            let present = try database.integer(
                "SELECT ifnull(max(length(unit)), 0) FROM hub_kept WHERE id = ?", [.integer(key)])
            guard present == 0 else { continue }
            bytes += Int64(content.count)
            let hasRoom = bytes <= Int64(maximumBytes)
            try keep(hasRoom ? content : [], as: key, at: now)
            guard hasRoom else { break }
            if counter == gap { gap = nil }
        }
        return try keptExtent(of: ordinal)
    }

    /// How much of a device's outbox is kept by now.
    package func keptExtent(of ordinal: ReplicaOrdinal) throws -> KeptExtent {
        let last = try database.integer(
            "SELECT ifnull(max(id), 0) FROM hub_kept WHERE id BETWEEN ? AND ? AND length(unit) > 0",
            ordinal.dotRange)
        return KeptExtent(
            through: Dot(key: last)?.counter ?? 0, isFull: try firstLeftOut(of: ordinal) != nil)
    }

    private func firstLeftOut(of ordinal: ReplicaOrdinal) throws -> UInt64? {
        let first = try database.integer(
            """
            SELECT ifnull(min(id), 0) FROM hub_kept
            WHERE id BETWEEN ? AND ? AND length(unit) = 0 AND \(Self.notSettled)
            """, ordinal.dotRange)
        return Dot(key: first)?.counter
    }

    private func keep(_ content: [UInt8], as key: Int64, at now: Int64) throws {
        let statement = try database.statement(
            """
            INSERT INTO hub_kept(id,at,unit) VALUES(?,?,ifnull(?,x''))
            ON CONFLICT(id) DO UPDATE SET at = excluded.at, unit = excluded.unit
            WHERE length(hub_kept.unit) = 0
            """)
        statement.bind(1, key)
        statement.bind(2, now)
        statement.bind(3, content)
        try statement.run()
    }

    /// What was not taken, by device and counter; what was kept and taken later is not among it.
    /// - Parameters:
    ///   - after: begins behind this one; `nil` begins with the first.
    ///   - maximumBytes: of their units; one is given, however large it is.
    /// - Complexity: O(n) in units given, and in those that were kept and settled between them.
    package func untaken(
        after: Dot? = nil, maximumUnits: Int = .max, maximumBytes: Int = .max
    ) throws -> [UntakenUnit] {
        let statement = try database.statement(
            """
            SELECT id,at,unit,code,entity,row,field,builds_on FROM set_aside
            WHERE kind=1 AND id > ?1
            UNION ALL
            SELECT id,at,unit,NULL,NULL,NULL,NULL,NULL FROM hub_kept
            WHERE id > ?1 AND \(Self.notSettled)
            ORDER BY 1
            """)
        statement.bind(1, after?.key ?? 0)
        defer { statement.reset() }
        var units: [UntakenUnit] = []
        var bytes = 0
        while units.count < maximumUnits, try statement.step() {
            let unit = try untaken(statement)
            bytes += unit.byteCount
            guard bytes <= maximumBytes || units.isEmpty else { break }
            units.append(unit)
        }
        return units
    }

    private func untaken(_ statement: PreparedStatement) throws -> UntakenUnit {
        guard let dot = Dot(key: statement.integer(0)) else {
            throw StoreError.corrupt("a unit that was not taken has no name")
        }
        let bytes = statement.bytes(2)
        let refusal =
            statement.integerOrNull(3) == nil
            ? nil : database.refusal(statement, firstColumn: 3)
        return UntakenUnit(
            dot: dot, at: statement.integer(1), refusal: refusal, unit: try? Unit(encoded: bytes),
            byteCount: bytes.count)
    }
}

extension SyncRequest.Item {
    /// Nothing for a void: its content is set aside on the laptop.
    fileprivate var keptContent: [UInt8]? {
        switch self {
        case .unit(let unit): unit.encoded
        case .malformed(let bytes): bytes
        case .void: nil
        }
    }
}

extension ReplicaOrdinal {
    /// The first and the last key that a dot of this replica can have.
    fileprivate var dotRange: [Value] {
        [.integer(Dot(self, 1).key), .integer(Dot(self, Limits.maximumCounter).key)]
    }
}
