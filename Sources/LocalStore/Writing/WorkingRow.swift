// A row while a unit is being composed: as it was, as it is now, and what the unit does to it.

import SyncEngine

struct WorkingRow {
    /// As it lies in the table; `nil` where this unit makes it.
    var loaded: LoadedRow?
    /// With the unit's writes.
    private(set) var stored: StoredRow
    let isCreation: Bool
    private(set) var writeByField: [FieldID: FieldWrite] = [:]
    var isDirty: Bool

    init(_ loaded: LoadedRow) {
        self.loaded = loaded
        stored = loaded.stored
        isCreation = false
        isDirty = false
    }

    init(creating change: RowChange, by dot: Dot, at stamp: Stamp) {
        stored = StoredRow(shown: RowState(creating: change, by: dot, at: stamp), base: .unborn)
        isCreation = true
        isDirty = true
        for write in change.writes { writeByField[write.field] = write }
    }

    /// One write a field: a second one takes the place of the first and covers what it covered.
    mutating func take(_ write: FieldWrite, by dot: Dot, at stamp: Stamp) {
        let earlier = writeByField[write.field]?.covers ?? []
        let covers = isCreation ? [] : Array(Set(write.covers + earlier))
        let whole = FieldWrite(
            field: write.field, value: write.value, covers: covers, evidence: write.evidence)
        writeByField[write.field] = whole
        stored.overlay([whole], by: dot, at: stamp)
        isDirty = true
    }

    func change(of key: RowKey) -> RowChange {
        RowChange(key: key, isCreation: isCreation, writes: Array(writeByField.values))
    }
}
