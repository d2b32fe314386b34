// Every way in which bytes can fail to be what they claim.

/// Why bytes were refused. Decoding never traps and never half-succeeds.
public enum CodecError: Error, Hashable, Sendable {
    /// The bytes end inside a value.
    case truncated
    /// Bytes are left after the last value.
    case trailingBytes
    /// A number, id or count is outside its limit.
    case outOfRange
    /// A value has a shorter encoding than the one used; there is one encoding only.
    case notCanonical
    /// Text is not UTF-8.
    case invalidText
    /// A tag that no version may use here.
    case unknownTag(UInt8)
    /// Items that must ascend do not, or one stands twice.
    case notSorted
    /// The frame's checksum or length does not fit its content.
    case checksumMismatch
    /// A format version that this build does not read.
    case unsupportedVersion(UInt64)
}
