// Tells the whole history again and asks at every merge two rules: the present and the proposed.

import LocalStore
import SyncEngine

extension Desk {
    /// What a changed rule set would have decided differently, over all that the hub has confirmed
    /// to this replica. Nothing is written.
    /// - Complexity: O(history); keeps the rows of the named entities in memory.
    public func replay(_ rules: RuleSet) throws -> RuleReplay {
        try store.read { reader in
            var comparison = RuleComparison(rules, store.schema)
            var position: UInt64 = 0
            var units = 0
            while true {
                let entries = try reader.confirmed(after: position, limit: 1_000)
                for entry in entries { comparison.take(entry) }
                units += entries.count
                guard let last = entries.last?.envelope?.position else { break }
                position = last
            }
            let display = try Display(reader, desk: self)
            return RuleReplay(
                rulesVersion: store.schema.rulesVersion, proposedVersion: rules.version,
                units: units, mergePoints: comparison.mergePoints, reviews: comparison.reviews,
                notices: comparison.notices,
                decisions: try comparison.partings.enumerated().map { index, parting in
                    try RuleDecision(parting, stands: comparison.stands(index), display)
                })
        }
    }
}

/// Two rules asked side by side while rows come to be.
private struct RuleComparison {
    struct Pair {
        let field: FieldID
        let present: any MergeRule
        let proposed: any MergeRule
        /// The fields that either rule looks at.
        let reads: Set<FieldID>
    }

    /// A point at which they part.
    struct Parting {
        let path: FieldPath
        let ticket: RowID?
        let entry: HistoryEntry
        let values: [Value]
        let pair: Pair
        let present: Outcome
        let proposed: Outcome
    }

    private let schema: Schema
    private let pairsByEntity: [EntityID: [Pair]]
    private var rows: [RowKey: RowReplay] = [:]
    private var lastByPath: [FieldPath: Int] = [:]
    private(set) var partings: [Parting] = []
    private(set) var mergePoints = 0
    private(set) var reviews = RuleReplay.Tally()
    private(set) var notices = RuleReplay.Tally()

    init(_ rules: RuleSet, _ schema: Schema) {
        self.schema = schema
        pairsByEntity = rules.ruleByField.reduce(into: [:]) { pairs, item in
            guard let entity = schema.entity(item.key) else { return }
            pairs[item.key] = item.value.sorted { $0.key < $1.key }.compactMap { field, proposed in
                entity.field(field).map { own in
                    Pair(
                        field: field, present: own.rule, proposed: proposed,
                        reads: Set(own.rule.reads + proposed.reads + [field]))
                }
            }
        }
    }

    func stands(_ index: Int) -> Bool { lastByPath[partings[index].path] == index }

    mutating func take(_ entry: HistoryEntry) {
        for change in entry.unit.changes {
            guard let pairs = pairsByEntity[change.key.entity] else { continue }
            rows[change.key, default: RowReplay()].take(change, of: entry)
            guard let state = rows[change.key]?.state else { continue }
            let written = Set(change.writes.map(\.field))
            for pair in pairs where !pair.reads.isDisjoint(with: written) {
                compare(pair, FieldPath(change.key, pair.field), state, entry)
            }
        }
    }

    private mutating func compare(
        _ pair: Pair, _ path: FieldPath, _ state: RowState, _ entry: HistoryEntry
    ) {
        let view = FieldView(pair.field, of: state)
        lastByPath[path] = nil
        guard !view.siblings.isEmpty else { return }
        let present = pair.present.outcome(of: view)
        let proposed = pair.proposed.outcome(of: view)
        if view.siblings.count > 1 { mergePoints += 1 }
        reviews.count(.review, present, proposed)
        notices.count(.notice, present, proposed)
        guard
            present.shown != proposed.shown || present.grade != proposed.grade
                || present.isHeld != proposed.isHeld
        else { return }
        lastByPath[path] = partings.count
        partings.append(
            Parting(
                path: path, ticket: ticket(of: path.key, state), entry: entry,
                values: view.siblings.map(\.value), pair: pair, present: present,
                proposed: proposed))
    }

    private func ticket(of key: RowKey, _ state: RowState) -> RowID? {
        if key.entity == TicketSchema.ticket { return key.row }
        guard let owner = schema.entity(key.entity)?.owner else { return nil }
        return state[owner].siblings.first?.value.integer.flatMap(RowID.init(rawValue:))
    }
}

extension RuleReplay.Tally {
    fileprivate mutating func count(_ grade: Grade, _ present: Outcome, _ proposed: Outcome) {
        if present.grade == grade { self.present += 1 }
        if proposed.grade == grade { self.proposed += 1 }
    }
}

extension RuleDecision {
    fileprivate init(
        _ parting: RuleComparison.Parting, stands: Bool, _ display: Display
    ) throws {
        let path = parting.path
        func verdict(_ rule: any MergeRule, _ outcome: Outcome) throws -> Verdict {
            Verdict(
                rule: rule.name, shown: try display.json(outcome.shown, of: path),
                grade: outcome.grade, isHeld: outcome.isHeld)
        }
        self.init(
            ticket: parting.ticket, field: path.spelled(in: display.schema),
            dot: parting.entry.dot,
            actedAt: Moment(milliseconds: parting.entry.unit.stamp.milliseconds),
            receivedAt: parting.entry.envelope.map { Moment(milliseconds: $0.receivedAt) },
            values: try parting.values.map { try display.json($0, of: path) },
            present: try verdict(parting.pair.present, parting.present),
            proposed: try verdict(parting.pair.proposed, parting.proposed), stands: stands)
    }
}
