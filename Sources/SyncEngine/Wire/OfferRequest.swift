// A laptop gives a restored hub back what it has lost: units that bear the hub's own receipt, in
// the order in which the hub had taken them.

/// One request of an offer. An offer is as many as it takes; each is whole by itself, and may be
/// repeated.
public struct OfferRequest: Hashable, Sendable {
    public let id: Nonce
    /// On the timeline that the laptop still follows; its next nonce names the laptop's incarnation
    /// on the new one.
    public let position: LaptopPosition
    /// The timelines that the laptop has followed, the oldest first, the present one last, and how
    /// far.
    public let past: [TimelineEnd]
    /// Whether this is all that the laptop has.
    public let isLast: Bool
    /// In the order of the feed; none in the first request, which asks from where on.
    public let units: [OfferedUnit]

    public init(
        id: Nonce, position: LaptopPosition, past: [TimelineEnd], isLast: Bool,
        units: [OfferedUnit]
    ) {
        self.id = id
        self.position = position
        self.past = past
        self.isLast = isLast
        self.units = units
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.fixed64(id.rawValue)
        writer.position(position)
        writer.varint(past.count)
        for end in past {
            writer.fixed64(end.timeline.id.rawValue)
            writer.varint(end.position)
        }
        writer.byte(isLast ? 1 : 0)
        writer.varint(units.count)
        var stamp = Stamp(rawValue: 0)
        var receivedAt: Int64 = 0
        for offered in units {
            writer.dot(offered.dot)
            writer.signed(offered.receivedAt - receivedAt)
            writer.raw(offered.receipt.bytes)
            writer.byte(offered.origin == nil ? 0 : 1)
            if let origin = offered.origin { writer.origin(origin) }
            writer.unit(offered.unit, after: stamp)
            receivedAt = offered.receivedAt
            stamp = offered.unit.stamp
        }
        return Frame.sealed(.offerRequest, writer.bytes)
    }

    /// - Throws: ``CodecError``.
    public init(_ bytes: [UInt8]) throws(CodecError) {
        guard bytes.count <= Limits.maximumRequestBytes else { throw .outOfRange }
        var reader = try Frame.opened(.offerRequest, bytes)
        id = Nonce(try reader.fixed64())
        position = try reader.position()
        var past: [TimelineEnd] = []
        for _ in 0..<(try reader.count(limit: Limits.maximumTimelines)) {
            let timeline = Timeline(Nonce(try reader.fixed64()))
            past.append(TimelineEnd(timeline: timeline, position: try reader.varint()))
        }
        self.past = past
        let flag = try reader.byte()
        guard flag <= 1 else { throw .outOfRange }
        isLast = flag == 1
        units = try reader.offeredUnits()
        try reader.finish()
    }
}

/// A timeline, and the position at which somebody left it.
public struct TimelineEnd: Hashable, Sendable {
    public let timeline: Timeline
    public let position: UInt64

    public init(timeline: Timeline, position: UInt64) {
        self.timeline = timeline
        self.position = position
    }
}

/// A unit as the lost hub had taken it.
public struct OfferedUnit: Hashable, Sendable {
    public let dot: Dot
    public let unit: Unit
    /// The hub's clock at the first receipt, milliseconds since 1970.
    public let receivedAt: Int64
    public let receipt: Receipt
    /// Of a unit that was written again or respelled: what it was first.
    public let origin: UnitOrigin?

    public init(
        dot: Dot, unit: Unit, receivedAt: Int64, receipt: Receipt, origin: UnitOrigin? = nil
    ) {
        self.dot = dot
        self.unit = unit
        self.receivedAt = receivedAt
        self.receipt = receipt
        self.origin = origin
    }

    /// What the unit was first.
    public var identity: UnitOrigin { origin ?? UnitOrigin(dot, unit) }
}

extension ByteReader {
    fileprivate mutating func offeredUnits() throws(CodecError) -> [OfferedUnit] {
        var units: [OfferedUnit] = []
        var stamp = Stamp(rawValue: 0)
        var receivedAt: Int64 = 0
        for _ in 0..<(try count(limit: Limits.maximumUnitsPerPush)) {
            let dot = try dot()
            receivedAt = try milliseconds(after: receivedAt)
            let receipt = try receipt()
            let bit = try byte()
            guard bit < 2 else { throw .unknownTag(bit) }
            let origin = bit == 1 ? try origin() : nil
            let unit = try unit(after: stamp)
            stamp = unit.stamp
            units.append(
                OfferedUnit(
                    dot: dot, unit: unit, receivedAt: receivedAt, receipt: receipt, origin: origin))
        }
        return units
    }

    mutating func receipt() throws(CodecError) -> Receipt {
        guard let receipt = Receipt(bytes: try raw(Receipt.byteCount)) else { throw .truncated }
        return receipt
    }
}
