// A laptop of a leak run: base and own unsent units as in the real store, and a screen that may be
// older than what has arrived since.

import SupportDesk
import SyncEngine

/// The rows of the run's one ticket, wherever they lie.
typealias Rows = [RowKey: RowState]

/// A replica in memory; writes are composed as the store and the desk compose them.
struct LeakLaptop {
    let index: Int
    let ordinal: ReplicaOrdinal
    private(set) var counter: UInt64 = 0
    private var base: Rows
    /// Own units that the hub has not confirmed, oldest first.
    private(set) var pending: [(dot: Dot, unit: Unit)] = []
    /// What is shown: the base and the own units over it.
    private(set) var shown: Rows
    /// What the person looks at.
    private(set) var screen: Rows
    var isOffline = false

    init(index: Int, rows: Rows) {
        self.index = index
        ordinal = ReplicaOrdinal(UInt64(index + 2))!
        base = rows
        shown = rows
        screen = rows
    }

    /// The person looks at what is shown now.
    mutating func look() { screen = shown }

    /// Everything that the hub has arrives; what it has of this laptop is no longer waiting.
    mutating func pull(_ hub: Rows) {
        base = base.merging(hub) { $0.joined($1) }
        pending.removeAll { item in
            item.unit.changes.allSatisfy { base[$0.key]?.vector.contains(item.dot) == true }
        }
        shown = base
        for (dot, unit) in pending { shown.apply(unit, by: dot) }
    }

    /// One action of the person.
    mutating func write(_ changes: [RowChange], at stamp: Stamp) {
        counter += 1
        let unit = Unit(stamp: stamp, changes: changes)
        pending.append((dot: Dot(ordinal, counter), unit: unit))
        shown.apply(unit, by: Dot(ordinal, counter))
        // People see at once what they did, over what they looked at.
        screen.apply(unit, by: Dot(ordinal, counter))
    }

    /// A write of one field over what stands on the screen.
    /// - Parameters:
    ///   - given: what the action knows beside the value: the screen's bit.
    ///   - seen: all that was rendered with it, as a token of the whole ticket holds it.
    func change(
        _ row: RowState, at key: RowKey, _ edit: (field: Field, value: Value), given: Evidence,
        seen: VersionVector
    ) -> RowChange {
        let field = edit.field
        let rendered = FieldView(field.id, of: row)
        let unsent = rendered.siblings.map(\.dot).filter { dot in
            pending.contains { $0.dot == dot }
        }
        let draft = Draft(
            value: edit.value, rendered: rendered, seen: seen,
            writer: Draft.Writer(ordinal: ordinal, unsent: unsent), given: given)
        let write = FieldWrite(
            field: field.id, value: edit.value, covers: rendered.siblings.map(\.dot),
            evidence: field.rule.evidence(for: draft))
        return RowChange(key: key, isCreation: false, writes: [write])
    }
}

extension Rows {
    /// What a unit does to the rows, there or on the way there.
    mutating func apply(_ unit: Unit, by dot: Dot) {
        for change in unit.changes {
            if change.isCreation {
                self[change.key] = RowState(creating: change, by: dot, at: unit.stamp)
            } else if var row = self[change.key] {
                row.apply(change.writes, by: dot, at: unit.stamp)
                row.vector.insert(dot)
                self[change.key] = row
            }
        }
    }
}
