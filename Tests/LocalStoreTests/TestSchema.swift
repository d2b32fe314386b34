// A small schema with every kind of column and rule, so that the store's tests need no tickets.

import LocalStore
import SyncEngine

enum Note {
    static let entity: EntityID = 10
    static let title: FieldID = 1
    static let body: FieldID = 2
    static let status: FieldID = 3
    static let flag: FieldID = 4
    static let amount: FieldID = 5
    static let parent: FieldID = 6
    static let pair: FieldID = 7
    static let code: FieldID = 8

    static let definition = Entity(
        id: entity, name: "note",
        fields: [
            Field(id: title, name: "title", kind: .text, rule: Latest(), isSearchable: true),
            Field(
                id: body, name: "body", kind: .text, rule: Latest(grade: .review),
                isSearchable: true),
            Field(
                id: status, name: "status", kind: .enumeration(["open", "done"]), rule: Latest(),
                isIndexed: true),
            Field(id: flag, name: "flag", kind: .boolean, rule: Held()),
            Field(id: amount, name: "amount", kind: .integer, rule: Latest()),
            Field(id: parent, name: "parent", kind: .reference(entity), rule: Latest()),
            Field(
                id: pair, name: "pair",
                columns: [
                    Column(name: "first", kind: .text), Column(name: "second", kind: .integer),
                ], rule: Latest()),
            Field(id: code, name: "code", kind: .text, rule: Latest(), isWrittenOnce: true),
        ])
}

enum Remark {
    static let entity: EntityID = 11
    static let note: FieldID = 1
    static let text: FieldID = 2

    static let definition = Entity(
        id: entity, name: "remark", owner: note,
        fields: [
            Field(
                id: note, name: "note", kind: .reference(Note.entity), rule: Latest(),
                isWrittenOnce: true, isIndexed: true),
            Field(id: text, name: "text", kind: .text, rule: Latest()),
        ])
}

/// Shows 0 and is held wherever its only sibling says 1: a rule that does not show its sibling.
struct Held: MergeRule {
    let name = "held"
    var showsSingleValue: Bool { false }

    func outcome(of field: FieldView) -> Outcome {
        guard let latest = field.latest else { return .unset }
        let asks = latest.value == .integer(1)
        return Outcome(shown: .integer(0), winner: latest.dot, isHeld: asks)
    }
}

extension Schema {
    static let notes = Schema(
        name: "notes", version: 2, rulesVersion: 1,
        entities: [Note.definition, Remark.definition])

    /// The version before: no remarks, no title, and a status with one name less.
    static let olderNotes = Schema(
        name: "notes", version: 1, rulesVersion: 1,
        entities: [
            Entity(
                id: Note.entity, name: "note",
                fields: Note.definition.fields.filter {
                    $0.id != Note.title && $0.id != Note.status
                }
                    + [
                        Field(
                            id: Note.status, name: "status", kind: .enumeration(["open"]),
                            rule: Latest())
                    ])
        ])
}
