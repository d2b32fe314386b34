// The state of a row that replicas exchange and join: its vector, its birth, its registers.

/// One row as a set of registers under one version vector.
public struct RowState: Hashable, Sendable {
    /// For each replica that ever wrote the row, the highest counter the hub took from it.
    public var vector: VersionVector
    /// The unit that created the row. Creation is an operation of its own.
    public var creation: Creation
    /// Sorted by field, each field once, no register empty. Fields of newer versions are here too.
    public private(set) var fields: [Field]

    public struct Creation: Hashable, Sendable {
        public let dot: Dot
        /// The effective stamp of the creating unit.
        public var stamp: Stamp

        public init(dot: Dot, stamp: Stamp) {
            self.dot = dot
            self.stamp = stamp
        }
    }

    public struct Field: Hashable, Sendable {
        public let id: FieldID
        public var register: Register

        public init(id: FieldID, register: Register) {
            self.id = id
            self.register = register
        }
    }

    public init(vector: VersionVector, creation: Creation, fields: [Field] = []) {
        self.vector = vector
        self.creation = creation
        // Mostly they come in order: sorting them anew would copy every row twice.
        let isCanonical =
            !fields.contains { $0.register.siblings.isEmpty }
            && fields.indices.dropFirst().allSatisfy { fields[$0 - 1].id < fields[$0].id }
        self.fields =
            isCanonical
            ? fields : fields.filter { !$0.register.siblings.isEmpty }.sorted { $0.id < $1.id }
    }

    /// The register of a field; empty if nobody ever wrote it. Setting an empty one removes it.
    /// - Complexity: O(log n) to read, O(n) to write, n fields.
    public subscript(field: FieldID) -> Register {
        get {
            let index = firstIndex(notBelow: field)
            return index < fields.count && fields[index].id == field
                ? fields[index].register : Register()
        }
        set {
            let index = firstIndex(notBelow: field)
            let present = index < fields.count && fields[index].id == field
            switch (present, newValue.siblings.isEmpty) {
            case (true, false): fields[index].register = newValue
            case (true, true): fields.remove(at: index)
            case (false, false): fields.insert(Field(id: field, register: newValue), at: index)
            case (false, true): break
            }
        }
    }

    private func firstIndex(notBelow field: FieldID) -> Int {
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if fields[middle].id < field { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The least state that has seen what either has seen. Associative, commutative, idempotent.
    /// - Complexity: O(f log f + s) in fields and siblings.
    public func joined(_ other: RowState) -> RowState {
        let ids = Set(fields.map(\.id)).union(other.fields.map(\.id)).sorted()
        let joined = ids.map { id in
            Field(
                id: id,
                register: .join(self[id], seenBy: vector, other[id], seenBy: other.vector))
        }
        return RowState(
            vector: vector.joined(other.vector),
            creation: Creation(
                dot: min(creation.dot, other.creation.dot),
                stamp: creation.dot == other.creation.dot
                    ? min(creation.stamp, other.creation.stamp)
                    : (creation.dot < other.creation.dot ? creation.stamp : other.creation.stamp)),
            fields: joined)
    }
}
