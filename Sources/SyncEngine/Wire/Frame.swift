// The envelope of every message: version, kind, length, payload, checksum.

/// A message as it travels: one byte of format version, one of kind, the payload's length, the
/// payload, and CRC-32C over all of that.
public enum Frame {
    /// The version of the wire format that this build writes; it reads no other.
    public static let version: UInt8 = 1

    public enum Kind: UInt8, Sendable {
        case request = 1
        case answer = 2
        case renumberRequest = 3
        case renumberAnswer = 4
        case offerRequest = 5
        case offerAnswer = 6
    }

    /// The kind that a message says it is; `nil` for what no version knows, or no message at all.
    public static func kind(of bytes: [UInt8]) -> Kind? {
        bytes.count < 2 ? nil : Kind(rawValue: bytes[1])
    }

    /// Wraps a payload.
    public static func sealed(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: payload.count + 12)
        writer.byte(version)
        writer.byte(kind.rawValue)
        writer.block(payload)
        writer.fixed32(CRC32C.checksum(writer.bytes))
        return writer.bytes
    }

    /// A reader over the payload of a whole and undamaged frame.
    /// - Throws: ``CodecError``; ``CodecError/unsupportedVersion(_:)`` before anything else.
    public static func opened(_ kind: Kind, _ bytes: [UInt8]) throws(CodecError) -> ByteReader {
        var reader = ByteReader(bytes)
        let version = try reader.byte()
        guard version == Self.version else { throw .unsupportedVersion(UInt64(version)) }
        let tag = try reader.byte()
        guard tag == kind.rawValue else { throw .unknownTag(tag) }
        let length = try reader.count(limit: Limits.maximumAnswerBytes)
        let payload = try reader.section(length)
        let sum = try reader.fixed32()
        try reader.finish()
        guard CRC32C.checksum(bytes.dropLast(4)) == sum else { throw .checksumMismatch }
        return payload
    }
}
