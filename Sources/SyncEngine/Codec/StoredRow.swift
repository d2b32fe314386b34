// A row's clock as it lies on disk: small where nothing happened, whole where something did.

/// The shown state of a row on a replica, with the hub's base beneath unsent writes.
public struct StoredRow: Hashable, Sendable {
    /// Base registers with this replica's unsent writes on top, under the *base's* vector: own
    /// unsent dots enter the vector through the hub.
    public var shown: RowState
    /// Present while unsent writes lie on the row.
    public var base: Base?

    public init(shown: RowState, base: Base? = nil) {
        self.shown = shown
        self.base = base
    }

    /// What the hub's state of the row was, where unsent writes differ from it.
    public enum Base: Hashable, Sendable {
        /// The row itself is unsent: the hub does not know it.
        case unborn
        /// The base registers of the fields that unsent writes touched; an empty register means
        /// that the base has none.
        case fields([RowState.Field])
    }

    /// The last state from the hub, or `nil` if the hub does not know the row.
    public var confirmed: RowState? {
        switch base {
        case nil: return shown
        case .unborn: return nil
        case .fields(let fields):
            var state = shown
            for field in fields { state[field.id] = field.register }
            return state
        }
    }

    /// The row as it is with the overlay's base remembered and the writes applied on top.
    public mutating func overlay(_ writes: [FieldWrite], by dot: Dot, at stamp: Stamp) {
        if base == nil { base = .fields([]) }
        if case .fields(var fields) = base {
            for write in writes where !fields.contains(where: { $0.id == write.field }) {
                fields.append(RowState.Field(id: write.field, register: shown[write.field]))
            }
            base = .fields(fields.sorted { $0.id < $1.id })
        }
        shown.apply(writes, by: dot, at: stamp)
    }
}

/// A value that a table's columns hold, so that the clock need not.
public struct ColumnValue: Sendable {
    public let field: FieldID
    public let value: Value
    public init(_ field: FieldID, _ value: Value) {
        self.field = field
        self.value = value
    }
}

extension StoredRow {
    /// - Parameter columns: the shown values of the fields whose rule shows a single sibling's
    ///   value as it is, sorted by field; such a value is not kept twice, and a field that was
    ///   written at creation and never since is not mentioned at all.
    /// - Complexity: O(fields + siblings).
    public func encoded(columns: [ColumnValue]) -> [UInt8] { encoded(columns: columns, rest: []) }

    /// - Throws: ``CodecError`` if the bytes are not what ``encoded(columns:)`` writes for the same
    ///   columns.
    public init(_ bytes: [UInt8], columns: [ColumnValue]) throws(CodecError) {
        var reader = ByteReader(bytes)
        let head = try reader.storedHead()
        let creation = head.creation
        let mentioned = try reader.storedFields(columns: columns, creation: creation)
        var fields = mentioned
        for column in columns where !column.value.isUnset {
            guard !mentioned.contains(where: { $0.id == column.field }) else { continue }
            let sibling = Sibling(
                dot: creation.dot, stamp: creation.stamp, value: column.value)
            fields.append(RowState.Field(id: column.field, register: Register(sibling)))
        }
        shown = RowState(vector: head.vector, creation: creation, fields: fields)
        switch head.kind {
        case 0: base = nil
        case 1: base = .unborn
        case 2: base = .fields(try reader.storedFields(columns: nil, creation: creation))
        default: throw .unsupportedVersion(head.kind)
        }
        try reader.finish()
    }
}

extension Value {
    /// Null, or a group of nulls: what a column shows of a field that was never written.
    public var isUnset: Bool {
        switch self {
        case .null: true
        case .integer, .text: false
        case .tuple(let parts): parts.allSatisfy { $0.isNull }
        }
    }
}

extension ByteWriter {
    /// Field + 1 (0 ends the list), number of siblings, siblings. Nothing at all for a field whose
    /// one sibling is the creation's and stands in its column.
    mutating func storedField(
        _ field: RowState.Field, held: Value?, creation: RowState.Creation
    ) {
        let siblings = field.register.siblings
        let only = siblings.count == 1 ? siblings[0] : nil
        let isHeld = only.map { $0.value == held && !$0.value.isUnset } ?? false
        if isHeld, let only, only.dot == creation.dot, only.stamp == creation.stamp,
            only.evidence.isEmpty
        {
            return
        }
        varint(UInt64(field.id.rawValue) + 1)
        varint(siblings.count)
        for sibling in siblings {
            storedSibling(sibling, isHeld: isHeld, creation: creation)
        }
    }

    /// Bits: 0 the value follows, 1 evidence follows, 2 dot and stamp are the creation's.
    private mutating func storedSibling(
        _ sibling: Sibling, isHeld: Bool, creation: RowState.Creation
    ) {
        let isBirth = sibling.dot == creation.dot && sibling.stamp == creation.stamp
        byte((isHeld ? 0 : 1) | (sibling.evidence.isEmpty ? 0 : 2) | (isBirth ? 4 : 0))
        if !isBirth {
            dot(sibling.dot)
            signed(sibling.stamp.milliseconds - creation.stamp.milliseconds)
            varint(UInt64(sibling.stamp.counter))
        }
        if !isHeld { value(sibling.value) }
        if !sibling.evidence.isEmpty { evidence(sibling.evidence, covering: []) }
    }
}

extension ByteReader {
    /// - Parameter columns: `nil` for a base, where a register may be empty and nothing is held.
    fileprivate mutating func storedFields(
        columns: [ColumnValue]?, creation: RowState.Creation
    ) throws(CodecError) -> [RowState.Field] {
        var fields: [RowState.Field] = []
        while true {
            let number = try varint()
            if number == 0 { return fields }
            guard number <= UInt64(UInt16.max) + 1 else { throw .outOfRange }
            let id = FieldID(UInt16(number - 1))
            if let last = fields.last, last.id >= id { throw .notSorted }
            let register = try storedRegister(of: id, columns: columns, creation: creation)
            fields.append(RowState.Field(id: id, register: register))
        }
    }

    /// A field's siblings, after its number.
    mutating func storedRegister(
        of id: FieldID, columns: [ColumnValue]?, creation: RowState.Creation
    ) throws(CodecError) -> Register {
        let count = try count(limit: Limits.maximumSiblings)
        guard count > 0 || columns == nil else { throw .notCanonical }
        let value = count == 1 ? columns?.first { $0.field == id }?.value : nil
        let held = value?.isUnset == true ? nil : value
        var siblings: [Sibling] = []
        siblings.reserveCapacity(count)
        for _ in 0..<count {
            let sibling = try storedSibling(held: held, creation: creation)
            if let last = siblings.last, last.dot >= sibling.dot { throw .notSorted }
            siblings.append(sibling)
        }
        return Register(siblings)
    }

    /// - Parameter held: the value that stands in a column and therefore not here.
    private mutating func storedSibling(
        held: Value?, creation: RowState.Creation
    ) throws(CodecError) -> Sibling {
        let bits = try byte()
        guard bits < 8 else { throw .unknownTag(bits) }
        let isBirth = bits & 4 != 0
        var dot = creation.dot
        var stamp = creation.stamp
        if !isBirth {
            dot = try self.dot()
            stamp = try self.stamp(near: creation.stamp)
            guard dot != creation.dot || stamp != creation.stamp else { throw .notCanonical }
        }
        let isHeld = bits & 1 == 0
        let value = isHeld ? held : try self.value()
        // A store may keep a value that its column would not give back exactly, though it looks
        // the same there: only a missing one is an error.
        guard let value else { throw .notCanonical }
        // A held value of the row's birth without evidence is not mentioned at all.
        guard bits != 4 else { throw .notCanonical }
        let evidence = bits & 2 == 2 ? try evidence(covering: []) : .none
        return Sibling(dot: dot, stamp: stamp, value: value, evidence: evidence)
    }

    mutating func stamp(near reference: Stamp) throws(CodecError) -> Stamp {
        let milliseconds = try milliseconds(after: reference.milliseconds)
        let counter = try varint()
        guard counter <= UInt64(UInt16.max) else { throw .outOfRange }
        return Stamp(milliseconds: milliseconds, counter: UInt16(counter))
    }
}
