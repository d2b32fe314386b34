// A rendering as a short text that a page can carry and hand back.

import SyncEngine

private let version: UInt8 = 3
/// A ticket with everything that can belong to it; beyond that a token is refused.
private let maximumTokenRows = 100_000

extension Rendered {
    /// base64url of the canonical encoding: safe in forms, URLs and shells.
    public var token: String {
        var writer = ByteWriter(capacity: 32 * rows.count + 8)
        writer.byte(version)
        writer.varint(UInt64(replica?.rawValue ?? 0))
        // One more than there were, or 0.
        writer.varint(timelinesLeft.map { $0 + 1 } ?? 0)
        writer.varint(rows.count)
        for row in rows {
            writer.varint(UInt64(row.key.entity.rawValue))
            writer.rowID(row.key.row)
            writer.vector(row.vector)
            writer.fields(row.fields)
        }
        return Base64URL.encode(writer.bytes)
    }

    /// - Returns: `nil` unless the text is one that ``token`` gave.
    public init?(token: String) {
        guard let bytes = Base64URL.decode(token) else { return nil }
        var reader = ByteReader(bytes)
        do {
            guard try reader.byte() == version else { return nil }
            let replica = try reader.varint()
            self.replica = ReplicaOrdinal(replica)
            guard self.replica != nil || replica == 0 else { return nil }
            let timelines = try reader.count(limit: .max)
            timelinesLeft = timelines == 0 ? nil : timelines - 1
            let count = try reader.count(limit: maximumTokenRows)
            rows = []
            for _ in 0..<count { rows.append(try reader.renderedRow()) }
            try reader.finish()
        } catch {
            return nil
        }
    }
}

extension ByteWriter {
    /// A field whose dots are those of the field before it is one small number: most fields of a
    /// row were written together at its creation.
    fileprivate mutating func fields(_ fields: [RenderedField]) {
        varint(fields.count)
        var previous: [Dot] = []
        for field in fields {
            let isSame = field.dots == previous
            varint(UInt64(field.field.rawValue) << 1 | (isSame ? 1 : 0))
            if !isSame {
                varint(field.dots.count)
                field.dots.forEach { dot($0) }
            }
            previous = field.dots
        }
    }
}

extension ByteReader {
    fileprivate mutating func renderedRow() throws(CodecError) -> RenderedRow {
        let entity = try varint()
        guard entity <= UInt64(UInt16.max) else { throw .outOfRange }
        let key = RowKey(EntityID(UInt16(entity)), try rowID())
        let vector = try vector()
        return RenderedRow(key: key, vector: vector, fields: try renderedFields())
    }

    private mutating func renderedFields() throws(CodecError) -> [RenderedField] {
        var fields: [RenderedField] = []
        var previous: [Dot] = []
        for _ in 0..<(try count(limit: Limits.maximumFieldsPerRow)) {
            let header = try varint()
            guard header >> 1 <= UInt64(UInt16.max) else { throw .outOfRange }
            if header & 1 == 0 {
                previous = []
                for _ in 0..<(try count(limit: Limits.maximumSiblings)) {
                    previous.append(try dot())
                }
            }
            fields.append(RenderedField(field: FieldID(UInt16(header >> 1)), dots: previous))
        }
        return fields
    }
}
