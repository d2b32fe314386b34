// The smallest schema that still has everything a model needs: two fields, a child, an admins'
// list.

import SyncEngine

/// Notes with two texts, remarks that belong to a note, and labels that only admins write.
enum SimulationSchema {
    static let note: EntityID = 10
    static let remark: EntityID = 11
    static let label: EntityID = 12

    static let first: FieldID = 1
    static let second: FieldID = 2
    static let owner: FieldID = 1
    static let text: FieldID = 2

    static let schema = Schema(
        name: "simulation", version: 1, rulesVersion: 1,
        entities: [
            Entity(
                id: note, name: "note",
                fields: [
                    Field(id: first, name: "first", kind: .text, rule: Latest()),
                    Field(id: second, name: "second", kind: .text, rule: Latest()),
                ]),
            Entity(
                id: remark, name: "remark", owner: owner,
                fields: [
                    Field(
                        id: owner, name: "note", kind: .reference(note), rule: Latest(),
                        isWrittenOnce: true, isIndexed: true),
                    Field(id: text, name: "text", kind: .text, rule: Latest()),
                ]),
            Entity(
                id: label, name: "label", writers: .admins,
                fields: [Field(id: first, name: "name", kind: .text, rule: Latest())]),
        ])
}
