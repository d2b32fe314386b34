// What a write covers: the siblings that were rendered, and what the writer's own unsent writes
// among them covered.

import SyncEngine

/// What stood before the person who writes.
struct Composition {
    /// The row, cut to what was rendered.
    var state: RowState
    /// What had been rendered of the row and those that belong to it.
    var seen: VersionVector
    var covers: [Dot]
    /// Own unsent writes of the field, oldest first.
    var unsent: [Dot]
}

extension StoreWriter {
    /// Dots in a rendering that this replica does not hold (any more) are left out: the hub would
    /// refuse a write that covers what it never took.
    func composition(
        _ row: WorkingRow, _ key: RowKey, _ field: FieldID, _ rendered: Rendered?
    ) throws -> Composition {
        let shown = row.stored.shown
        guard let dot else { preconditionFailure("a write without a name") }
        let screen = rendered?.row(key)
        let dots = rendered == nil ? shown[field].siblings.map(\.dot) : screen?.dots(field) ?? []
        // The vector of a row that the hub does not know holds its creation for want of a better.
        let confirmed = row.stored.base == .unborn ? VersionVector() : shown.vector
        var covers: Set<Dot> = []
        var unsent: Set<Dot> = []
        for cover in dots where cover != dot {
            if confirmed.contains(cover) {
                covers.insert(cover)
            } else if cover == shown.creation.dot {
                // A creation covers nothing: its unit need not be read.
                covers.insert(cover)
                unsent.insert(cover)
            } else if let write = try pendingWrite(cover, of: key, field) {
                covers.formUnion(write.covers + [cover])
                unsent.insert(cover)
                for earlier in write.covers where !confirmed.contains(earlier) {
                    if try pendingWrite(earlier, of: key, field) != nil { unsent.insert(earlier) }
                }
            }
        }
        let seen = (rendered?.seen ?? RenderedRow(key, row.stored).vector).without(dot)
        return Composition(
            state: screen.map { shown.cut(to: $0) } ?? (rendered == nil ? shown : shown.emptied),
            seen: seen, covers: covers.sorted(), unsent: unsent.sorted())
    }

    /// An own write of the field that the hub has not confirmed, or `nil`.
    private func pendingWrite(_ dot: Dot, of key: RowKey, _ field: FieldID) throws -> FieldWrite? {
        guard let unit = try pendingUnit(dot) else { return nil }
        return unit.change(of: key)?.writes.first { $0.field == field }
    }
}

extension RowState {
    /// Only the siblings that were on the screen, as they stand now.
    fileprivate func cut(to screen: RenderedRow) -> RowState {
        let kept = fields.map { field in
            let dots = screen.dots(field.id)
            return RowState.Field(
                id: field.id,
                register: Register(field.register.siblings.filter { dots.contains($0.dot) }))
        }
        return RowState(vector: vector, creation: creation, fields: kept)
    }

    fileprivate var emptied: RowState { RowState(vector: vector, creation: creation) }
}

extension VersionVector {
    /// Without the unit that is being composed: a write has not seen itself.
    fileprivate func without(_ dot: Dot) -> VersionVector {
        guard contains(dot) else { return self }
        let others = entries.filter { $0.ordinal != dot.ordinal }
        return VersionVector(
            dot.counter > 1 ? others + [Dot(dot.ordinal, dot.counter - 1)] : others)
    }
}
