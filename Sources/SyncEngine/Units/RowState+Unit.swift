// How a unit changes a row: the one place where an operation becomes state.

extension RowState {
    /// The row that a creating change makes.
    public init(creating change: RowChange, by dot: Dot, at stamp: Stamp) {
        self.init(
            vector: VersionVector([dot]), creation: Creation(dot: dot, stamp: stamp),
            fields: change.writes.map { write in
                Field(id: write.field, register: Register(Sibling(write, dot: dot, stamp: stamp)))
            })
    }

    /// Takes the covered siblings out and puts the new ones in; the vector stays.
    ///
    /// The hub raises the vector afterwards; an overlay does not, since a laptop's own dots enter
    /// its vector through the hub.
    public mutating func apply(_ writes: [FieldWrite], by dot: Dot, at stamp: Stamp) {
        for write in writes {
            self[write.field].write(
                Sibling(write, dot: dot, stamp: stamp), covering: write.covers)
        }
    }
}

extension Sibling {
    /// The sibling that a write becomes.
    public init(_ write: FieldWrite, dot: Dot, stamp: Stamp) {
        self.init(dot: dot, stamp: stamp, value: write.value, evidence: write.evidence)
    }
}
