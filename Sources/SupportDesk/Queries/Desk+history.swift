// What happened to a ticket, told by the units themselves and never by this replica's state.

import LocalStore
public import SyncEngine

extension Desk {
    /// Every change of a ticket and of what belongs to it: as the hub took them, then what is not
    /// sent yet.
    /// - Complexity: O(units of the ticket and writes that they cover).
    public func history(_ ticket: RowID) throws -> [ChangeRecord] {
        try store.prepareDerived()
        return try store.read { reader in
            let own = RowKey(TicketSchema.ticket, ticket)
            guard try reader.row(own) != nil else { throw DeskError.unknown(own, in: store.schema) }
            let belonging = try TicketSchema.belonging.flatMap { entity in
                try reader.rows(entity, of: ticket).map(\.key)
            }
            let keys = Set([own] + belonging)
            let entries = try reader.history(of: [own] + belonging)
            let narrator = Narrator(
                reader: reader, display: try Display(reader, desk: self),
                roles: try Roles(reader),
                course: Course(entries, keys, in: store.schema))
            return try entries.flatMap { entry in
                try entry.unit.changes.filter { keys.contains($0.key) }.flatMap {
                    try narrator.records($0, of: entry)
                }
            }
        }
    }
}

extension TicketSchema {
    /// The entities whose rows belong to a ticket.
    static let belonging = [comment, timeEntry, document]
}

/// Turns units into lines of history.
private struct Narrator {
    let reader: StoreReader
    let display: Display
    let roles: Roles
    let course: Course

    func records(_ change: RowChange, of entry: HistoryEntry) throws -> [ChangeRecord] {
        let row = try reader.row(change.key)
        return try change.writes.map { write in
            let path = FieldPath(change.key, write.field)
            let person = display.people[entry.dot.ordinal]
            return ChangeRecord(
                dot: entry.dot, member: person.member, device: person.device,
                role: roles.role(of: entry), field: path.spelled(in: display.schema),
                isCreation: change.isCreation,
                from: try replaced(by: write, path),
                to: try display.json(write.value, of: path),
                actedAt: Moment(milliseconds: entry.unit.stamp.milliseconds),
                receivedAt: entry.envelope.map { Moment(milliseconds: $0.receivedAt) },
                wasOffline: entry.wasOffline,
                wasConcurrent: course.wasConcurrent(entry.dot, path),
                standing: standing(of: entry.dot, path, row),
                overruledBy: course.overruling(entry.dot, path),
                rule: path.rule(in: display.schema))
        }
    }

    /// The values that the writer replaced. A write covers, through its author's own unsent writes,
    /// also what those had replaced: only the last of each such line stood before it.
    private func replaced(by write: FieldWrite, _ path: FieldPath) throws -> [JSONValue] {
        let covered = try write.covers.compactMap { dot in
            try display.entry(dot)?.write(to: path).map { (dot: dot, write: $0) }
        }
        let buried = Set(covered.flatMap(\.write.covers))
        var values: [JSONValue] = []
        for item in covered where !buried.contains(item.dot) {
            let value = try display.json(item.write.value, of: path)
            if !values.contains(value) { values.append(value) }
        }
        return values
    }

    private func standing(of dot: Dot, _ path: FieldPath, _ row: Row?) -> ChangeRecord.Standing {
        guard let row, let own = row.stored.shown[path.field].sibling(dot) else {
            return .superseded
        }
        let outcome = row.outcome(path.field)
        guard let winner = outcome.winner, winner != dot else { return .current }
        let chosen = row.stored.shown[path.field].sibling(winner)
        return chosen?.value == own.value ? .current : .overruled
    }
}

extension HistoryEntry {
    /// See ``ChangeRecord/offlineMilliseconds``.
    fileprivate var wasOffline: Bool? {
        envelope.map { envelope in
            envelope.receivedAt - unit.stamp.milliseconds > ChangeRecord.offlineMilliseconds
        }
    }

    /// What the unit wrote into a field.
    fileprivate func write(to path: FieldPath) -> FieldWrite? {
        unit.change(of: path.key)?.writes.first { $0.field == path.field }
    }
}
