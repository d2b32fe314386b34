// Taking back an edit: what stood before it comes back, unless somebody has written since.

import LocalStore
public import SyncEngine

/// What taking an edit back has done.
public struct TakenBack: Hashable, Sendable {
    /// The tickets that show again what they showed, in the order of their ids.
    public let restored: [RowID]
    /// What stays as it is.
    public let kept: [Kept]

    /// A field that somebody wrote since, so that it is not the edit's to take back.
    public struct Kept: Hashable, Sendable {
        public let ticket: RowID
        public let field: String
        /// Who wrote what stands there now.
        public let member: String
    }

    public var json: JSONValue {
        [
            "restored": .strings(restored.map(\.description)),
            "kept": .array(
                kept.map {
                    [
                        "ticket": .string($0.ticket.description), "field": .string($0.field),
                        "member": .string($0.member),
                    ]
                }),
        ]
    }
}

extension Desk {
    /// Brings back, as one unit, what tickets showed before an edit that was made on this laptop.
    ///
    /// A field comes back only while the edit alone stands in it. What anybody wrote since stays,
    /// and is named; so does what would show something to a client, which has a way of its own.
    /// - Parameter edit: the unit, as ``edit(_:_:seen:)`` names it.
    /// - Throws: ``DeskError`` `not_found` for a unit that is no edit of tickets by this laptop.
    /// - Complexity: O(writes of the edit).
    public func takeBack(_ edit: Dot) throws -> TakenBack {
        try act { action in
            guard edit.ordinal == store.identity.ordinal,
                let unit = try action.writer.entry(edit)?.unit, unit.isEditOfTickets
            else {
                throw DeskError(
                    .notFound, "\(edit) is no edit of tickets that this laptop made.",
                    hint: "`syncd ticket history` shows earlier values; write the one you want.")
            }
            let people = try People(action.writer, identity: store.identity)
            var restored: Set<RowID> = []
            var kept: [TakenBack.Kept] = []
            for change in unit.changes {
                for write in change.writes {
                    if let other = try action.takeBack(write, of: change.key, edit) {
                        let path = FieldPath(change.key, write.field)
                        kept.append(
                            TakenBack.Kept(
                                ticket: change.key.row, field: path.spelled(in: store.schema),
                                member: people[other].member))
                    } else {
                        restored.insert(change.key.row)
                    }
                }
            }
            return TakenBack(restored: restored.sorted(), kept: kept)
        }.value
    }
}

extension Unit {
    fileprivate var isEditOfTickets: Bool {
        changes.allSatisfy { $0.key.entity == TicketSchema.ticket && !$0.isCreation }
    }
}

extension Action {
    /// Writes what the field showed before.
    /// - Returns: whose value stands in the way, or `nil` if the field shows the former one.
    fileprivate func takeBack(
        _ write: FieldWrite, of key: RowKey, _ edit: Dot
    ) throws -> ReplicaOrdinal? {
        let path = FieldPath(key, write.field)
        let row = try row(key)
        let siblings = row.stored.shown[write.field].siblings
        guard siblings.count == 1, siblings[0].dot == edit else {
            return siblings.first { $0.dot != edit }?.dot.ordinal ?? edit.ordinal
        }
        let past = FieldPast(writer, row, write.field)
        let before = past.shown(of: try past.standing(among: write.covers))
        if let flag = ReleaseFlag(of: key), flag.field == write.field, before == .boolean(true) {
            return edit.ordinal
        }
        let value = path.value(bringingBack: before, over: row.value(write.field))
        try set(key, write.field, to: value, given: path.intent(of: value))
        return nil
    }
}
