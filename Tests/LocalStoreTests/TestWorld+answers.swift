// Answers that a test makes by hand, and random work.

import SyncEngine

@testable import LocalStore

extension TestWorld {
    /// A commit that pulls what the hub has and says nothing of the outbox.
    func page(for laptop: LocalStore) throws -> LaptopCommit {
        let position = try laptop.position()
        let slice = try hub.feed(from: position.place)
        return LaptopCommit(
            expected: position, acknowledged: position.acknowledged,
            incarnation: position.incarnation.current, verdicts: [], hubMilliseconds: clock.now,
            page: FeedPage(slice))
    }

    /// A commit that brings verdicts and no page.
    func answer(
        _ laptop: LocalStore, _ verdicts: [CounterVerdict], acknowledged: UInt64
    ) throws -> LaptopCommit {
        let position = try laptop.position()
        return LaptopCommit(
            expected: position, acknowledged: acknowledged,
            incarnation: position.incarnation.current, verdicts: verdicts,
            hubMilliseconds: clock.now,
            page: FeedPage(
                start: position.place.position, head: position.cursor, units: [], rows: []))
    }

    /// One random step: a new note, an edit, a parked unit, or a sync in small pages.
    func act(on laptop: LocalStore) throws {
        clock.advance(Int64(random.next() % 5_000))
        let ids = try laptop.read { try $0.select("SELECT id FROM note ORDER BY id") }
            .compactMap { $0["id"].integer.flatMap { RowID(rawValue: $0) } }
        switch random.next() % 10 {
        case 0..<2: _ = try laptop.note([Note.title: .text("t\(random.next() % 9)")])
        case 2..<7 where !ids.isEmpty:
            let id = ids[Int(random.next() % UInt64(ids.count))]
            let key = RowKey(Note.entity, id)
            let fields: [(FieldID, Value)] = [
                (Note.title, .text("t\(random.next() % 9)")),
                (Note.amount, .integer(Int64(random.next() % 9))),
                (Note.flag, .integer(Int64(random.next() % 2))), (Note.title, .null),
                (Note.pair, .tuple([.text("p"), .integer(Int64(random.next() % 3))])),
            ]
            let (field, value) = fields[Int(random.next() % UInt64(fields.count))]
            try laptop.set(key, field, value)
        case 7:
            let unsent = try laptop.read { try $0.unsent() }
            let acknowledged = try laptop.position().acknowledged
            guard let last = unsent.last, last.dot.counter > acknowledged else { return }
            try laptop.park(last.dot.counter, Refusal(.tooLarge))
        default:
            try sync(laptop, pageUnits: 1 + Int(random.next() % 4), rounds: Int(random.next() % 5))
        }
    }
}

extension LocalStore {
    /// Whether every column says what the rules say of the state.
    func shownEqualsRules() throws -> Bool {
        try withReader { database in
            for plan in database.layout.plans {
                let ids = try database.rows("SELECT id FROM \(plan.table)") { $0.integer(0) }
                for id in ids.compactMap({ RowID(rawValue: $0) }) {
                    let key = RowKey(plan.entity.id, id)
                    guard let loaded = try database.load(key) else { return false }
                    let shown = plan.whole.shown(loaded.stored.shown, old: nil)
                    let lines = try database.rows(
                        "SELECT field,grade,held FROM conflict WHERE entity=? AND row=?",
                        [.integer(Int64(plan.entity.id.rawValue)), .integer(id.rawValue)]
                    ) { ConflictLine($0) }
                    guard shown.columns == loaded.columns, shown.conflicts == lines else {
                        return false
                    }
                }
            }
            return true
        }
    }
}
