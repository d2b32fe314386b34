// A schema with one field for each thing that a hub judges.

import SyncEngine

enum TestSchema {
    static let ticket: EntityID = 10
    static let contact: EntityID = 11
    /// Only admins write it.
    static let category: EntityID = 12

    static let title: FieldID = 1
    /// A group of cycle and stage; 2 is the finish.
    static let status: FieldID = 2
    static let priority: FieldID = 3
    static let owner: FieldID = 4
    /// Written at creation, never again.
    static let code: FieldID = 5
    static let flag: FieldID = 6
    /// Of contacts and categories.
    static let name: FieldID = 1

    static let schema = Schema(
        name: "test", version: 4, rulesVersion: 7,
        entities: [
            Entity(
                id: ticket, name: "ticket",
                fields: [
                    Field(id: title, name: "title", kind: .text, rule: Latest()),
                    Field(
                        id: status, name: "status",
                        columns: [
                            Column(name: "cycle", kind: .integer),
                            Column(name: "stage", kind: .enumeration(["new", "open", "closed"])),
                        ], rule: StageCycle(finishes: [2])),
                    Field(
                        id: priority, name: "priority", kind: .enumeration(["low", "high"]),
                        rule: Latest()),
                    Field(id: owner, name: "owner", kind: .reference(contact), rule: Latest()),
                    Field(
                        id: code, name: "code", kind: .text, rule: Latest(), isWrittenOnce: true),
                    Field(id: flag, name: "flag", kind: .boolean, rule: Latest()),
                ]),
            Entity(
                id: contact, name: "contact",
                fields: [Field(id: name, name: "name", kind: .text, rule: Latest())]),
            Entity(
                id: category, name: "category", writers: .admins,
                fields: [Field(id: name, name: "name", kind: .text, rule: Latest())]),
        ])
}

func ordinal(_ number: UInt64) -> ReplicaOrdinal { ReplicaOrdinal(number)! }

func dot(_ number: UInt64, _ counter: UInt64) -> Dot { Dot(ordinal(number), counter) }

func ticket(_ number: UInt64, _ n: UInt64) -> RowKey {
    RowKey(TestSchema.ticket, RowID(ordinal(number), n))
}

func contact(_ number: UInt64, _ n: UInt64) -> RowKey {
    RowKey(TestSchema.contact, RowID(ordinal(number), n))
}

/// A unit of changes, acted at a second.
func unit(_ changes: RowChange..., second: Int64 = 100) -> Unit {
    Unit(stamp: Stamp(milliseconds: second * 1_000), changes: changes)
}

func create(_ key: RowKey, _ writes: FieldWrite...) -> RowChange {
    RowChange(key: key, isCreation: true, writes: writes)
}

func edit(_ key: RowKey, _ writes: FieldWrite...) -> RowChange {
    RowChange(key: key, isCreation: false, writes: writes)
}

func write(_ field: FieldID, _ text: String, covering covers: Dot...) -> FieldWrite {
    FieldWrite(field: field, value: .text(text), covers: covers)
}
