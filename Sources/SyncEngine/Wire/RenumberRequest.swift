// A copy of a laptop asks for an ordinal of its own, and what of its outbox the hub knows.

/// The request that follows the answer *stale*. Repeating it with the same token is answered the
/// same.
public struct RenumberRequest: Hashable, Sendable {
    public let id: Nonce
    public let position: LaptopPosition
    /// SHA-256 of the token that the laptop will use under its new ordinal; the token itself does
    /// not travel before it is used.
    public let tokenHash: [UInt8]
    /// Of every unit that was not acknowledged, from the counter after `position.acknowledged`.
    public let hashes: [UnitHash]
    /// Of those that were written again or respelled: what they were first, by counter.
    public let originByCounter: [UInt64: UnitOrigin]

    public static let tokenHashBytes = 32

    public init(
        id: Nonce, position: LaptopPosition, tokenHash: [UInt8], hashes: [UnitHash],
        originByCounter: [UInt64: UnitOrigin] = [:]
    ) {
        self.id = id
        self.position = position
        self.tokenHash = tokenHash
        self.hashes = hashes
        self.originByCounter = originByCounter
    }

    /// The counters that the hashes name.
    public var counters: Range<UInt64> {
        let first = position.acknowledged + 1
        return first..<first + UInt64(hashes.count)
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 128 + hashes.count * UnitHash.byteCount)
        writer.fixed64(id.rawValue)
        writer.position(position, hasOrigins: !originByCounter.isEmpty)
        writer.raw(tokenHash)
        writer.varint(hashes.count)
        for hash in hashes { writer.raw(hash.bytes) }
        if !originByCounter.isEmpty { writer.origins(originByCounter) }
        return Frame.sealed(.renumberRequest, writer.bytes)
    }

    /// - Throws: ``CodecError``.
    public init(_ bytes: [UInt8]) throws(CodecError) {
        guard bytes.count <= Limits.maximumRequestBytes else { throw .outOfRange }
        var reader = try Frame.opened(.renumberRequest, bytes)
        id = Nonce(try reader.fixed64())
        let (position, hasOrigins) = try reader.positionAndOrigins()
        self.position = position
        tokenHash = try reader.raw(Self.tokenHashBytes)
        let count = try reader.count(limit: Limits.maximumHashesPerRequest)
        guard position.acknowledged + UInt64(count) <= Limits.maximumCounter else {
            throw .outOfRange
        }
        var hashes: [UnitHash] = []
        for _ in 0..<count { hashes.append(try reader.unitHash()) }
        self.hashes = hashes
        let first = position.acknowledged + 1
        originByCounter =
            hasOrigins ? try reader.origins(of: first..<first + UInt64(count)) : [:]
        try reader.finish()
    }
}

extension ByteReader {
    mutating func unitHash() throws(CodecError) -> UnitHash {
        guard let hash = UnitHash(bytes: try raw(UnitHash.byteCount)) else { throw .truncated }
        return hash
    }
}
