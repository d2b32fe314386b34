// What the names of a timeline that was left mean now: for offers that come from it, and for
// screens that were rendered on it.

import SyncEngine

extension StoreDatabase {
    /// What the names of a lost timeline mean now, where they mean something else.
    /// - Complexity: O(such names): few, unless many worked with copies of laptops.
    func lostNames(_ timeline: Timeline) throws -> Respelling {
        var names = Respelling()
        let units = try rows(
            "SELECT was,became FROM lost_unit WHERE timeline=?", [timeline.id.stored]
        ) { (Dot(key: $0.integer(0)), Dot(key: $0.integer(1))) }
        for case (let was?, let became?) in units { names.add(was, as: became) }
        let found = try rows(
            "SELECT entity,was,became FROM lost_row WHERE timeline=?", [timeline.id.stored]
        ) { statement in
            let entity = EntityID(UInt16(truncatingIfNeeded: statement.integer(0)))
            return (
                RowID(rawValue: statement.integer(1)).map { RowKey(entity, $0) },
                RowID(rawValue: statement.integer(2))
            )
        }
        for case (let was?, let became?) in found { names.add(was, as: became) }
        return names
    }

    func saveLostNames(_ names: Respelling, of timeline: Timeline) throws {
        for (was, became) in names.dotByDot {
            try run(
                "INSERT OR REPLACE INTO lost_unit(timeline,was,became) VALUES(?,?,?)",
                [timeline.id.stored, .integer(was.key), .integer(became.key)])
        }
        for (was, became) in names.rowByRow {
            try run(
                "INSERT OR REPLACE INTO lost_row(timeline,entity,was,became) VALUES(?,?,?,?)",
                [
                    timeline.id.stored, .integer(Int64(was.entity.rawValue)),
                    .integer(was.row.rawValue), .integer(became.rawValue),
                ])
        }
    }

    /// The names of the timeline that was left last which lead to an ordinal's.
    func namesLeading(to ordinal: ReplicaOrdinal) throws -> Respelling {
        guard let last = try formerTimelines().last?.timeline else { return Respelling() }
        return try lostNames(last).filter { $0 == ordinal }
    }

    /// How many timelines this replica has left.
    func timelinesLeft() throws -> Int {
        if let known = knownTimelinesLeft { return known }
        let count = Int(try integer("SELECT count(*) FROM former_timeline"))
        knownTimelinesLeft = count
        return count
    }

    /// What the names on a screen mean now.
    func namesSince(_ rendered: Rendered?) throws -> [Respelling] {
        guard let left = rendered?.timelinesLeft, try left < timelinesLeft() else { return [] }
        return try rows(
            "SELECT timeline FROM former_timeline ORDER BY sequence LIMIT -1 OFFSET ?",
            [.integer(Int64(left))]
        ) { Timeline(Nonce(stored: $0.integer(0))) }
        .map(lostNames).filter { !$0.isEmpty }
    }
}

extension Rendered {
    /// By the names of now.
    func respelled(_ names: Respelling) -> Rendered {
        var result = self
        result.rows = rows.map { row in
            RenderedRow(
                key: names.key(row.key), vector: names.vector(row.vector),
                fields: row.fields.map { field in
                    RenderedField(field: field.field, dots: field.dots.map(names.dot).sorted())
                })
        }
        return result
    }
}
