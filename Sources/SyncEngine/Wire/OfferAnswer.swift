// Where a restored hub and a laptop have the same past, and what the hub took back.

/// The hub's answer to an ``OfferRequest``; its timeline is the new one.
public typealias OfferAnswer = HubReply<TakenOffer>

/// What came of one request of an offer.
public struct TakenOffer: ReplyContent {
    /// The last position up to which both have the same feed; from here on the laptop follows the
    /// new timeline.
    public let common: Cursor
    /// The highest counter of the sender that the hub has now.
    public let acknowledged: UInt64
    /// Units of this request that the hub did not have.
    public let taken: UInt64
    /// Units of this request that were set aside: without a valid receipt, or building on what the
    /// hub does not have.
    public let setAside: UInt64
    /// Units of this request that the hub has under another name, in their order: as another copy
    /// of their laptop wrote them again, or because their name is another unit's here.
    public let renamed: [OtherName]

    public static let kind = Frame.Kind.offerAnswer

    public init(
        common: Cursor, acknowledged: UInt64, taken: UInt64, setAside: UInt64,
        renamed: [OtherName] = []
    ) {
        self.common = common
        self.acknowledged = acknowledged
        self.taken = taken
        self.setAside = setAside
        self.renamed = renamed
    }

    public func write(to writer: inout ByteWriter) {
        writer.varint(common.position)
        writer.fixed64(common.nonce.rawValue)
        writer.varint(acknowledged)
        writer.varint(taken)
        writer.varint(setAside)
        writer.otherNames(renamed)
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
        common = try reader.cursor()
        acknowledged = try reader.varint()
        guard acknowledged <= Limits.maximumCounter else { throw .outOfRange }
        taken = UInt64(try reader.count(limit: Limits.maximumUnitsPerPush))
        setAside = UInt64(try reader.count(limit: Limits.maximumUnitsPerPush))
        renamed = try reader.otherNames()
    }
}
