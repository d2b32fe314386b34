// A row while a unit is being composed: as it was, as it is now, and what the unit does to it.

import SyncEngine

/// A class, so that a change to one of many rows copies none of them.
final class WorkingRow {
    let key: RowKey
    /// As it lies in the table; `nil` where this unit makes it.
    var loaded: LoadedRow?
    /// With the unit's writes.
    private(set) var stored: StoredRow
    let isCreation: Bool
    private(set) var writes: [FieldWrite]
    var isDirty: Bool

    init(_ key: RowKey, _ loaded: LoadedRow) {
        self.key = key
        self.loaded = loaded
        stored = loaded.stored
        isCreation = false
        writes = []
        isDirty = false
    }

    init(creating change: RowChange, by dot: Dot, at stamp: Stamp) {
        key = change.key
        stored = StoredRow(shown: RowState(creating: change, by: dot, at: stamp), base: .unborn)
        isCreation = true
        writes = change.writes
        isDirty = true
    }

    /// Whether a field was loaded, or all were.
    func holds(_ field: FieldID) -> Bool { loaded?.extent?.contains(field) ?? true }

    var isWhole: Bool { loaded?.extent?.isWhole ?? true }

    /// Takes the whole row where a part was loaded; the unit's writes lie on it again.
    func widen(to whole: LoadedRow, by dot: Dot, at stamp: Stamp) {
        loaded = whole
        stored = whole.stored
        stored.overlay(writes, by: dot, at: stamp)
    }

    /// The row is in its table as it stands.
    func saved(as whole: LoadedRow) {
        loaded = whole
        stored = whole.stored
        isDirty = false
    }

    /// One write a field: a second one takes the place of the first and covers what it covered.
    func take(_ write: FieldWrite, by dot: Dot, at stamp: Stamp) {
        var whole = write
        let earlier = writes.firstIndex { $0.field == write.field }
        if isCreation || earlier != nil {
            let covered = earlier.map { writes[$0].covers } ?? []
            whole = FieldWrite(
                field: write.field, value: write.value,
                covers: isCreation ? [] : Array(Set(write.covers + covered)),
                evidence: write.evidence)
        }
        if let earlier { writes[earlier] = whole } else { writes.append(whole) }
        stored.overlay([whole], by: dot, at: stamp)
        isDirty = true
    }

    /// `nil` if the unit does nothing to the row.
    var change: RowChange? {
        guard isCreation || !writes.isEmpty else { return nil }
        return RowChange(key: key, isCreation: isCreation, writes: writes)
    }
}
