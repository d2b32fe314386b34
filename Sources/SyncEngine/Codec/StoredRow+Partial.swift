// Reads and writes some fields of a stored row and leaves the others as the bytes they are: an
// edit of one field need not build a whole row.

extension StoredRow {
    /// A field as it lies in a clock: its number and siblings, not decoded.
    public struct Unread: Hashable, Sendable {
        public let field: FieldID
        let bytes: ArraySlice<UInt8>
    }

    /// The row with some of its fields only.
    ///
    /// Writing it back with ``encoded(columns:rest:)`` keeps the others, as long as the row's
    /// creation stays as it is: their stamps are stored relative to it.
    /// - Parameters:
    ///   - columns: as in ``init(_:columns:)``, of the wanted fields.
    ///   - wanted: sorted.
    /// - Returns: `nil` where unsent writes lie on the row: then the whole row is needed.
    public static func partial(
        _ bytes: [UInt8], columns: [ColumnValue], only wanted: [FieldID]
    ) throws(CodecError) -> (row: StoredRow, rest: [Unread])? {
        var reader = ByteReader(bytes)
        let head = try reader.storedHead()
        guard head.kind == 0 else { return nil }
        var fields: [RowState.Field] = []
        var rest: [Unread] = []
        var isMentioned = [Bool](repeating: false, count: columns.count)
        while true {
            let start = reader
            let number = try reader.varint()
            if number == 0 { break }
            guard number <= UInt64(UInt16.max) + 1 else { throw .outOfRange }
            let id = FieldID(UInt16(number - 1))
            if wanted.contains(id) {
                let register = try reader.storedRegister(
                    of: id, columns: columns, creation: head.creation)
                fields.append(RowState.Field(id: id, register: register))
                if let column = columns.firstIndex(where: { $0.field == id }) {
                    isMentioned[column] = true
                }
            } else {
                try reader.skipStoredRegister()
                rest.append(Unread(field: id, bytes: reader.bytes(since: start)))
            }
        }
        try reader.finish()
        for (index, column) in columns.enumerated()
        where !isMentioned[index] && !column.value.isUnset {
            let sibling = Sibling(
                dot: head.creation.dot, stamp: head.creation.stamp, value: column.value)
            fields.append(RowState.Field(id: column.field, register: Register(sibling)))
        }
        let shown = RowState(vector: head.vector, creation: head.creation, fields: fields)
        return (StoredRow(shown: shown), rest)
    }

    /// ``encoded(columns:)``, with fields that were not decoded put back in their places.
    public func encoded(columns: [ColumnValue], rest: [Unread]) -> [UInt8] {
        var writer = ByteWriter(capacity: 48)
        writer.storedHead(self)
        var column = 0
        var unread = rest[...]
        for field in shown.fields {
            while let next = unread.first, next.field < field.id {
                writer.raw(next.bytes)
                unread.removeFirst()
            }
            while column < columns.count, columns[column].field < field.id { column += 1 }
            let held =
                column < columns.count && columns[column].field == field.id
                ? columns[column].value : nil
            writer.storedField(field, held: held, creation: shown.creation)
        }
        for next in unread { writer.raw(next.bytes) }
        writer.varint(UInt64(0))
        if case .fields(let fields) = base {
            for field in fields { writer.storedField(field, held: nil, creation: shown.creation) }
            writer.varint(UInt64(0))
        }
        return writer.bytes
    }
}

extension ByteWriter {
    /// Kind of base, creation, vector; a vector of the creation alone is one byte.
    fileprivate mutating func storedHead(_ row: StoredRow) {
        switch row.base {
        case nil: byte(0)
        case .unborn: byte(1)
        case .fields: byte(2)
        }
        dot(row.shown.creation.dot)
        fixed64(row.shown.creation.stamp.rawValue)
        let entries = row.shown.vector.entries
        let isFresh = entries.count == 1 && entries[0] == row.shown.creation.dot
        varint(isFresh ? 0 : entries.count + 1)
        if !isFresh { vectorEntries(row.shown.vector) }
    }
}

/// What stands before the fields of a stored row.
struct StoredHead {
    let kind: UInt64
    let creation: RowState.Creation
    let vector: VersionVector
}

extension ByteReader {
    mutating func storedHead() throws(CodecError) -> StoredHead {
        let kind = try varint()
        let dot = try dot()
        let creation = RowState.Creation(dot: dot, stamp: Stamp(rawValue: try fixed64()))
        let entries = try count(limit: Limits.maximumVectorEntries + 1)
        let vector = entries == 0 ? VersionVector([dot]) : try vectorEntries(entries - 1)
        guard entries == 0 || vector.entries != [dot] else { throw .notCanonical }
        return StoredHead(kind: kind, creation: creation, vector: vector)
    }

    /// Goes past a field's siblings.
    fileprivate mutating func skipStoredRegister() throws(CodecError) {
        for _ in 0..<(try count(limit: Limits.maximumSiblings)) {
            let bits = try byte()
            guard bits < 8 else { throw .unknownTag(bits) }
            // Ordinal, counter, milliseconds, counter of the stamp.
            if bits & 4 == 0 { for _ in 0..<4 { _ = try varint() } }
            if bits & 1 == 1 { try skipValue() }
            if bits & 2 == 2 { _ = try evidence(covering: []) }
        }
    }
}
