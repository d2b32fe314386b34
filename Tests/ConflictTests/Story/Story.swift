// A small language for conflict stories: all start from one row, work apart, and reconnect.

import SupportDesk
import SyncEngine
import Testing

/// One row, the laptops that change it while they are apart, and the hub between them.
///
/// ```swift
/// let story = Story(.move(to: .open))
/// story.field1.does(.move(to: .inProgress), at: "9:00")
/// story.desk.does(.move(to: .resolved), at: "9:05")
/// story.expect(TicketField.status, "resolved", .notice, beside: ["in_progress by field 1"])
/// ```
final class Story {
    let entity: Entity
    /// The row as everybody had it before they went apart.
    let start: RowState
    /// What has reached the hub so far.
    var hub: RowState
    private(set) var laptops: [Laptop] = []
    /// Rules that stand in for the schema's own: the wrong ones, to show what they break.
    var substitutes: [FieldID: any MergeRule] = [:]

    var office: Laptop { laptop(.office) }
    var desk: Laptop { laptop(.desk) }
    var field1: Laptop { laptop(.field1) }
    var field2: Laptop { laptop(.field2) }
    var field3: Laptop { laptop(.field3) }

    /// - Parameters:
    ///   - kind: what the story is about.
    ///   - opening: what was written at creation, by somebody of whom the story is not.
    ///   - birth: when that was.
    init(
        about kind: EntityID = TicketSchema.ticket, _ opening: Edit..., born birth: String = "0:00"
    ) {
        let entity = TicketSchema.schema.entity(kind)!
        let author = Laptop(.reception, in: nil, state: nil)
        let writes = author.writes(opening, in: entity, rules: entity.rules)
        let key = RowKey(kind, RowID(author.ordinal, 1))
        let change = RowChange(key: key, isCreation: true, writes: writes)
        self.entity = entity
        start = RowState(creating: change, by: Dot(author.ordinal, 1), at: Stamp(clock: birth))
        hub = start
    }

    /// The laptop of that person; it joins the story when it is first named.
    func laptop(_ person: Person) -> Laptop {
        if let laptop = laptops.first(where: { $0.person == person }) { return laptop }
        let laptop = Laptop(person, in: self, state: start)
        laptops.append(laptop)
        return laptop
    }

    var rules: [FieldID: any MergeRule] {
        entity.rules.merging(substitutes) { _, substitute in substitute }
    }

    /// What a rule decides about a field of a row.
    func outcome(of field: FieldID, in row: RowState) -> Outcome {
        rules[field]!.outcome(of: FieldView(field, of: row))
    }

    /// Everybody reconnects, in every order of arrival and by every order of joins; all of them
    /// must come to one row.
    func merged(sourceLocation: SourceLocation = #_sourceLocation) -> RowState {
        let rows = arrivals.map { applied($0) } + joins
        for row in rows {
            #expect(row == rows[0], "two orders, two rows", sourceLocation: sourceLocation)
        }
        return rows[0]
    }

    /// Checks what is shown of a field after everybody reconnected, how loudly people are told, and
    /// that every overruled value is kept with its author.
    func expect(
        _ field: FieldID, _ shown: String, _ grade: Grade, beside losers: [String] = [],
        held: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let row = merged(sourceLocation: sourceLocation)
        let outcome = outcome(of: field, in: row)
        #expect(wording(of: outcome.shown, in: field) == shown, sourceLocation: sourceLocation)
        #expect(outcome.grade == grade, sourceLocation: sourceLocation)
        #expect(outcome.isHeld == held, sourceLocation: sourceLocation)
        #expect(kept(field, outcome, row) == losers, sourceLocation: sourceLocation)
        #expect(
            outcome.reason.isEmpty == (grade == .none), "whoever is told is told why",
            sourceLocation: sourceLocation)
    }

    /// The siblings that are not shown, by dot: `low by field 2`.
    private func kept(_ field: FieldID, _ outcome: Outcome, _ row: RowState) -> [String] {
        row[field].siblings
            .filter { $0.dot != outcome.winner && $0.value != outcome.shown }
            .map { "\(wording(of: $0.value, in: field)) by \(Person($0.dot.ordinal).name)" }
    }
}

extension Entity {
    var rules: [FieldID: any MergeRule] {
        Dictionary(uniqueKeysWithValues: fields.map { ($0.id, $0.rule) })
    }
}
