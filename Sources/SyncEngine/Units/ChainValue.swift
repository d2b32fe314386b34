// The hash that ties what happened to a row to everything that happened to it before.

/// One value of a chain: SHA-256 over the value before and one unit as the hub took it.
///
/// A chain runs over a row and the rows that belong to it, in the order of the hub's positions. Hub
/// and laptops compute it alike, so that one value stands for the whole past of a ticket.
/// Source: "How to time-stamp a digital document", Haber and Stornetta, 1991, section 5.1.
public struct ChainValue: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let byteCount = 32

    /// The value before the first unit: nothing of another row or timeline can follow it.
    public init(anchoredAt timeline: Timeline, _ key: RowKey) {
        var hash = SHA256()
        hash.update(Array("syncd chain 1".utf8))
        hash.update(Self.bytes(timeline.id.rawValue))
        hash.update(Self.bytes(UInt64(key.entity.rawValue)))
        hash.update(Self.bytes(UInt64(bitPattern: key.row.rawValue)))
        bytes = hash.finish()
    }

    /// - Returns: `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The value after one more unit.
    ///
    /// - Parameters:
    ///   - dot: the unit's name.
    ///   - encodedUnit: the author's part, in its canonical encoding.
    ///   - position: its place on the feed.
    ///   - receivedAt: the hub's clock at receipt, milliseconds since 1970.
    /// - Complexity: O(bytes of the unit).
    public func followed(
        by dot: Dot, _ encodedUnit: [UInt8], position: UInt64, receivedAt: Int64
    ) -> ChainValue {
        var hash = SHA256()
        hash.update(bytes)
        hash.update(Self.bytes(UInt64(bitPattern: dot.key)))
        hash.update(Self.bytes(position))
        hash.update(Self.bytes(UInt64(bitPattern: receivedAt)))
        hash.update(encodedUnit)
        return ChainValue(hashed: hash.finish())
    }

    private init(hashed bytes: [UInt8]) { self.bytes = bytes }

    /// The greatest byte first.
    private static func bytes(_ number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
