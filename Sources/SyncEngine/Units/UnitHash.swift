// The content hash of a unit: how a hub and a cloned laptop tell whether they mean the same edit.

/// The first 16 bytes of SHA-256 over a unit's canonical encoding: its writes, covers, evidence
/// and stamp, not its ordinal, its counter or what the hub clips.
public struct UnitHash: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let byteCount = 16
    /// Stands for a counter whose unit is known under another name: of no bytes at all.
    public static let nothing = UnitHash(encodedUnit: [])

    public init(_ unit: Unit) {
        var writer = ByteWriter(capacity: 256)
        writer.unit(unit)
        self.init(encodedUnit: writer.bytes)
    }

    /// - Parameter encodedUnit: the unit as ``ByteWriter/unit(_:after:)`` writes it alone.
    public init(encodedUnit: [UInt8]) {
        bytes = Array(SHA256.hash(encodedUnit).prefix(Self.byteCount))
    }

    /// - Returns: `nil` unless there are 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }
}
