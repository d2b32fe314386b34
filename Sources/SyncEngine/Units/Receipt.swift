// The hub's signature under a unit that it took: what a restored hub lets itself be given back.

/// HMAC-SHA256 over a unit's name, its hash, the time of receipt, and what it was first if that is
/// something else; the first 16 bytes.
///
/// Laptops keep it with the unit. A hub that was restored from a backup takes from any laptop what
/// bears its own receipt, without judging it anew.
/// Source: RFC 2104.
public struct Receipt: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let byteCount = 16

    /// - Returns: `nil` unless there are 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    fileprivate init(signature: [UInt8]) { bytes = Array(signature.prefix(Self.byteCount)) }
}

/// The hub's secret, kept outside of its database and inside its backups.
public struct ReceiptKey: Sendable {
    private let inner: [UInt8]
    private let outer: [UInt8]

    public static let byteCount = 32
    private static let blockBytes = 64

    /// - Returns: `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let padded = bytes + [UInt8](repeating: 0, count: Self.blockBytes - bytes.count)
        inner = padded.map { $0 ^ 0x36 }
        outer = padded.map { $0 ^ 0x5C }
    }

    /// - Parameters:
    ///   - receivedAt: the hub's clock when it took the unit, milliseconds since 1970.
    ///   - origin: `nil` for a unit that is what it was first.
    /// - Complexity: O(1): three blocks of SHA-256, four with an origin.
    public func receipt(
        for dot: Dot, _ hash: UnitHash, receivedAt: Int64, origin: UnitOrigin? = nil
    ) -> Receipt {
        var writer = ByteWriter(capacity: 128)
        writer.raw(Array("syncd receipt 1".utf8))
        writer.fixed64(UInt64(bitPattern: dot.key))
        writer.fixed64(UInt64(bitPattern: receivedAt))
        writer.raw(hash.bytes)
        if let origin {
            writer.fixed64(UInt64(bitPattern: origin.dot.key))
            writer.raw(origin.hash.bytes)
        }
        return Receipt(signature: SHA256.hash(outer + SHA256.hash(inner + writer.bytes)))
    }

    /// Compares without telling by its duration how much was right.
    public func accepts(
        _ receipt: Receipt, for dot: Dot, _ hash: UnitHash, receivedAt: Int64,
        origin: UnitOrigin? = nil
    ) -> Bool {
        let right = self.receipt(for: dot, hash, receivedAt: receivedAt, origin: origin)
        return zip(right.bytes, receipt.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
