// What a laptop's session asks of the store: position, outbox, incarnation, one commit per answer.

package import SyncEngine

extension LocalStore {
    package func position() throws -> LaptopPosition {
        try withReader { try $0.position() }
    }

    /// Where a replica stands that asks for a new ordinal: acknowledged is what the feed has
    /// confirmed. What a hub had acknowledged that went back since may have another copy's unit
    /// under its name.
    package func renumberingPosition() throws -> LaptopPosition {
        try withReader { database in
            var position = try database.position()
            if let first = try database.firstUnconfirmed() {
                position.acknowledged = min(position.acknowledged, first.counter - 1)
            }
            return position
        }
    }

    /// Own counters after `after`, in order and without gaps: units, and voids for those that
    /// were set aside.
    ///
    /// - Parameters:
    ///   - maximumUnits: at most so many items.
    ///   - maximumBytes: of encoded units; the first unit is given whatever its size.
    package func outbox(
        after: UInt64, maximumUnits: Int, maximumBytes: Int
    ) throws -> [OutboxItem] {
        try withReader { database in
            try database.outbox(
                after: after, maximumUnits: maximumUnits, maximumBytes: maximumBytes)
        }
    }

    /// Stores the nonce that the next push brings, before it is sent.
    package func storeIncarnation(next: Nonce) throws {
        try inTransaction { try $0.setMeta(.nextIncarnation, next.stored) }
    }

    /// Takes one accepted answer: verdicts, acknowledgement, and the page of the feed, which is
    /// applied with all staged ones if it reaches the head, and staged if not.
    ///
    /// - Returns: `nil` if the answer brings another unit under a name that this replica gave to
    ///   one which waits: then this is a copy, and nothing changes.
    /// - Throws: `outdated` if the store is no longer where the session read it; nothing changes.
    package func commit(_ commit: LaptopCommit) throws(StoreError) -> ApplySummary? {
        let wall = environment.wallMilliseconds()
        let summary: ApplySummary? = try storeErrors {
            do {
                return try inTransaction { database in
                    try CommitApplication(commit, wallMilliseconds: wall).run(database)
                }
            } catch is CommitApplication.CopyFound {
                return nil
            }
        }
        guard summary != nil else { return nil }
        setIdentity { $0.incarnation = commit.incarnation }
        return summary
    }

    /// Takes a new ordinal, since another copy of this replica's files uses the old one, and
    /// writes everything again that the hub does not know: dots, ids of rows, references, covers
    /// and what had been seen.
    /// - Throws: `outdated` if the store is no longer where the request was made; nothing changes.
    package func renumber(_ change: Renumbering) throws(StoreError) {
        let wall = environment.wallMilliseconds()
        let identity = try storeErrors {
            try inTransaction { database in
                try RenumberApplication(change, schema: schema, wallMilliseconds: wall)
                    .run(database)
            }
        }
        setIdentity { $0 = identity }
    }

    /// Sets a unit that cannot be sent aside, with those that build on it; it is told to the hub
    /// as a void.
    /// - Throws: `notFound` if it is not waiting.
    package func park(_ counter: UInt64, _ refusal: Refusal) throws {
        let wall = environment.wallMilliseconds()
        try inTransaction { database in
            let pending = try database.pendingUnits()
            guard let entry = pending.entries.first(where: { $0.dot.counter == counter }) else {
                throw StoreError(.notFound, "Change \(counter) is not waiting to be sent.")
            }
            var setAside = SettingAside(pending, at: wall)
            setAside.add(entry.dot, .parked, refusal)
            let keys = try setAside.run(database)
            try database.showAgain(keys)
        }
    }
}

/// What a commit did, for a status line and a log.
package struct ApplySummary: Hashable, Sendable {
    /// Units that came with the pages applied now.
    package var pulledUnits = 0
    /// Rows whose base changed.
    package var rows = 0
    /// Own units judged for the first time.
    package var applied = 0
    package var siblings = 0
    package var refused = 0
    package var voided = 0

    package init() {}
}
