// What waits for somebody's decision, and why each field shows what it shows.

import LocalStore
public import SyncEngine

extension Desk {
    /// Every field with several values, tickets first, by id.
    /// - Parameter minimum: `review` for what waits for a decision, `notice` for what was
    ///   overruled as well.
    /// - Complexity: O(disputed fields).
    public func conflicts(minimum: Grade = .notice) throws -> [ConflictItem] {
        try store.read { reader in
            let disputes = try Disputes(reader, schema: store.schema, minimum: minimum)
            let display = try Display(reader, desk: self)
            return try disputes.paths.compactMap {
                try conflict($0.path, of: $0.ticket, reader, display)
            }
        }
    }

    /// A window of the same: what is held first, then what waits for a decision, then the rest;
    /// each by ticket.
    /// - Complexity: O(disputed fields), and the values of those in the window.
    public func conflictPage(
        minimum: Grade = .notice, limit: Int, offset: Int = 0
    ) throws -> (total: Int, conflicts: [ConflictItem]) {
        try store.read { reader in
            let all = try Disputes(reader, schema: store.schema, minimum: minimum).all
            let urgent =
                all.filter(\.isHeld)
                + all.filter { !$0.isHeld && $0.grade == .review }
                + all.filter { !$0.isHeld && $0.grade < .review }
            let display = try Display(reader, desk: self)
            let window = urgent.dropFirst(offset).prefix(limit)
            return (
                all.count,
                try window.compactMap { try conflict($0.path, of: $0.ticket, reader, display) }
            )
        }
    }

    /// Why a field shows what it shows: every value, who wrote it, the rule and its sentence.
    /// - Parameter field: `assignee`, or `comment/7-3/body`.
    public func explain(_ ticket: RowID, _ field: String) throws -> Explanation {
        let path = try FieldPath(field, of: ticket, in: store.schema)
        return try store.read { reader in
            guard let row = try reader.row(path.key) else {
                throw DeskError.unknown(path.key, in: store.schema)
            }
            let display = try Display(reader, desk: self)
            let outcome = row.outcome(path.field)
            return Explanation(
                ticket: ticket, field: path.spelled(in: store.schema),
                rule: path.rule(in: store.schema),
                shown: try display.json(outcome.shown, of: path), winner: outcome.winner,
                grade: outcome.grade, isHeld: outcome.isHeld,
                why: path.sentence(for: outcome, of: row),
                vector: row.stored.shown.vector,
                siblings: try row.stored.shown[path.field].siblings.map {
                    Explanation.Evident(
                        sibling: try display.record($0, of: path), seen: $0.evidence.seen,
                        intent: $0.evidence.intent?.name,
                        clientCouldSee: $0.evidence.clientCouldSee)
                })
        }
    }

    func conflict(
        _ path: FieldPath, of ticket: RowID?, _ reader: StoreReader, _ display: Display
    ) throws -> ConflictItem? {
        guard let row = try reader.row(path.key) else { return nil }
        let outcome = row.outcome(path.field)
        return ConflictItem(
            ticket: ticket, title: try ticket.flatMap { try display.title(of: $0) },
            field: path.spelled(in: store.schema), grade: outcome.grade,
            rule: path.rule(in: store.schema), shown: try display.json(outcome.shown, of: path),
            siblings: try row.stored.shown[path.field].siblings.map {
                try display.record($0, of: path)
            }, isHeld: outcome.isHeld, why: outcome.reason,
            seen: try reader.rendered([path.key]).token)
    }
}

extension FieldPath {
    func rule(in schema: Schema) -> String {
        schema.entity(key.entity)?.field(field)?.rule.name ?? "unknown"
    }

    /// A rule gives no sentence where there was nothing to decide.
    fileprivate func sentence(for outcome: Outcome, of row: Row) -> String {
        if !outcome.reason.isEmpty { return outcome.reason }
        switch row.stored.shown[field].siblings.count {
        case 0: return "Nobody ever wrote it."
        case 1: return "One value stands: nobody wrote another without having seen it."
        default: return "Written apart, and all values are equal."
        }
    }
}

extension Display {
    func record(_ sibling: Sibling, of path: FieldPath) throws -> SiblingRecord {
        let person = people[sibling.dot.ordinal]
        return SiblingRecord(
            value: try json(sibling.value, of: path), member: person.member,
            device: person.device, actedAt: Moment(milliseconds: sibling.stamp.milliseconds),
            receivedAt: try entry(sibling.dot)?.envelope.map {
                Moment(milliseconds: $0.receivedAt)
            }, dot: sibling.dot)
    }
}

extension Intent {
    /// `assign`, `claim`, `release`: the spelling in JSON.
    fileprivate var name: String {
        switch self {
        case .assign: "assign"
        case .claim: "claim"
        case .release: "release"
        default: "#\(rank)"
        }
    }
}
