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
}

extension HubTransaction {
    /// The table of units of revoked devices. Not among the units set aside: those are verdicts,
    /// and a device that is enabled again is judged as if it had never been locked out.
    package static let keptTable = """
        CREATE TABLE IF NOT EXISTS hub_kept (
          id INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          unit BLOB NOT NULL
        ) STRICT
        """

    /// Keeps what a device sent that may no longer sync. What came again stands once.
    /// - Parameter maximumBytes: of one replica's units; what is beyond them stays on the laptop.
    /// - Returns: how many units are kept now that were not before.
    package func keep(
        _ request: SyncRequest, at now: Int64, maximumBytes: Int
    ) throws -> Int {
        let range = request.position.ordinal.dotRange
        var bytes = try database.integer(
            "SELECT ifnull(sum(length(unit)), 0) FROM hub_kept WHERE id BETWEEN ? AND ?", range)
        let before = database.totalChanges
        let statement = try database.statement(
            "INSERT OR IGNORE INTO hub_kept(id,at,unit) VALUES(?,?,?)")
        for (counter, item) in zip(request.counters, request.items) {
            guard let content = item.keptContent else { continue }
            bytes += Int64(content.count)
            guard bytes <= Int64(maximumBytes) else { break }
            statement.bind(1, Dot(request.position.ordinal, counter).key)
            statement.bind(2, now)
            statement.bind(3, content)
            try statement.run()
        }
        return Int(database.totalChanges - before)
    }

    /// Everything that was not taken, by device and counter; what was kept and taken later is not
    /// among it.
    /// - Complexity: O(n) in units not taken.
    package func untaken() throws -> [UntakenUnit] {
        let refused = try database.rows(
            "SELECT id,at,unit,code,entity,row,field,builds_on FROM set_aside WHERE kind=1"
        ) { try untaken($0, database.refusal($0, firstColumn: 3)) }
        let kept = try database.rows(
            """
            SELECT id,at,unit FROM hub_kept
            WHERE id NOT IN (SELECT id FROM history) AND id NOT IN (SELECT id FROM set_aside)
            """
        ) { try untaken($0, nil) }
        return (refused + kept).sorted { $0.dot < $1.dot }
    }

    private func untaken(
        _ statement: PreparedStatement, _ refusal: Refusal?
    ) throws -> UntakenUnit {
        guard let dot = Dot(key: statement.integer(0)) else {
            throw StoreError.corrupt("a unit that was not taken has no name")
        }
        let bytes = statement.bytes(2)
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
