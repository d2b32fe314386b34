// What a laptop says in one round trip: who it is, how far it has come, and its outbox in order.

/// A laptop's request: operations up, and the cursor from which states shall come down.
public struct SyncRequest: Hashable, Sendable {
    /// Echoed by the answer: proves that it answers this request.
    public let id: Nonce
    public let position: LaptopPosition
    /// How long the hub may hold the answer of a pull until there is something to say, in seconds.
    public let waitSeconds: UInt64
    /// From the counter after `position.acknowledged`, without gaps.
    public let items: [Item]
    /// Of items that were written again or respelled: what they were first, by counter.
    public let originByCounter: [UInt64: UnitOrigin]

    /// A counter of the outbox as it arrived.
    public enum Item: Hashable, Sendable {
        case unit(Unit)
        case void(UnitHash)
        /// The encoding of something that is no unit to this version, standing alone: that counter
        /// alone is refused.
        case malformed([UInt8])
    }

    public init(
        id: Nonce, position: LaptopPosition, waitSeconds: UInt64, items: [Item],
        originByCounter: [UInt64: UnitOrigin] = [:]
    ) {
        self.id = id
        self.position = position
        self.waitSeconds = waitSeconds
        self.items = items
        self.originByCounter = originByCounter
    }

    /// - Parameter outbox: from the counter after `position.acknowledged`, without gaps.
    public init(id: Nonce, position: LaptopPosition, waitSeconds: UInt64, outbox: [OutboxItem]) {
        self.init(
            id: id, position: position, waitSeconds: waitSeconds,
            items: outbox.map { item in
                switch item {
                case .unit(_, let unit, _): .unit(unit)
                case .void(_, let hash, _): .void(hash)
                }
            }, originByCounter: outbox.originByCounter)
    }

    /// The counters that the items name.
    public var counters: Range<UInt64> {
        let first = position.acknowledged + 1
        return first..<first + UInt64(items.count)
    }

    /// The items that are units.
    public var sentUnits: [Dot: Unit] {
        var units: [Dot: Unit] = [:]
        for (counter, item) in zip(counters, items) {
            if case .unit(let unit) = item { units[Dot(position.ordinal, counter)] = unit }
        }
        return units
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.fixed64(id.rawValue)
        writer.position(position, hasOrigins: !originByCounter.isEmpty)
        writer.varint(waitSeconds)
        writer.varint(items.count)
        var reference: Int64 = 0
        for item in items { writer.item(item, after: &reference) }
        if !originByCounter.isEmpty { writer.origins(originByCounter) }
        return Frame.sealed(.request, writer.bytes)
    }

    /// - Throws: ``CodecError``; a unit that cannot be read is an item, not an error.
    public init(_ bytes: [UInt8]) throws(CodecError) {
        guard bytes.count <= Limits.maximumRequestBytes else { throw .outOfRange }
        var reader = try Frame.opened(.request, bytes)
        id = Nonce(try reader.fixed64())
        let (position, hasOrigins) = try reader.positionAndOrigins()
        self.position = position
        waitSeconds = try reader.varint()
        guard waitSeconds <= Limits.maximumWaitSeconds else { throw .outOfRange }
        let count = try reader.count(limit: Limits.maximumUnitsPerPush)
        guard position.acknowledged + UInt64(count) <= Limits.maximumCounter else {
            throw .outOfRange
        }
        var items: [Item] = []
        var reference: Int64 = 0
        for _ in 0..<count { items.append(try reader.item(after: &reference)) }
        self.items = items
        let first = position.acknowledged + 1
        originByCounter =
            hasOrigins ? try reader.origins(of: first..<first + UInt64(count)) : [:]
        try reader.finish()
    }
}

extension Frame {
    /// The ordinal in whose name a laptop's message speaks; `nil` for what is no such message.
    public static func speaker(of bytes: [UInt8]) -> ReplicaOrdinal? {
        guard let kind = kind(of: bytes), var reader = try? opened(kind, bytes),
            [.request, .renumberRequest, .offerRequest].contains(kind),
            (try? reader.fixed64()) != nil
        else { return nil }
        return try? reader.positionAndOrigins().0.ordinal
    }
}

extension ByteWriter {
    /// The fixed header of a request; specs/wire-format.md counts its bytes.
    /// - Parameter hasOrigins: whether the request ends with what some of its units were first.
    mutating func position(_ position: LaptopPosition, hasOrigins: Bool = false) {
        varint(position.schemaVersion)
        varint(position.rulesVersion)
        ordinal(position.ordinal)
        fixed64(position.timeline.id.rawValue)
        varint(position.cursor.position)
        fixed64(position.cursor.nonce.rawValue)
        fixed64(position.incarnation.current.rawValue)
        byte(
            (position.incarnation.next == nil ? 0 : 1) | (position.staged == nil ? 0 : 2)
                | (position.place.row == nil ? 0 : 4) | (hasOrigins ? 8 : 0))
        if let next = position.incarnation.next { fixed64(next.rawValue) }
        if let staged = position.staged {
            varint(staged.end.position - position.cursor.position)
            varint(staged.head.position - staged.end.position)
            fixed64(staged.head.nonce.rawValue)
            if let row = staged.end.row { rowKey(row) }
        }
        varint(position.acknowledged)
    }

    /// A length (0: a void's hash follows), the time relative to the item before, the rest of the
    /// unit.
    fileprivate mutating func item(_ item: SyncRequest.Item, after reference: inout Int64) {
        switch item {
        case .unit(let unit):
            var body = ByteWriter()
            body.unit(unit, after: Stamp(milliseconds: reference))
            block(body.bytes)
            reference = unit.stamp.milliseconds
        case .void(let hash):
            varint(UInt64(0))
            raw(hash.bytes)
        case .malformed(let alone):
            var reader = ByteReader(alone)
            guard let milliseconds = try? reader.milliseconds(after: 0),
                let rest = try? reader.raw(reader.remaining)
            else { preconditionFailure("an item without a time never came in") }
            var body = ByteWriter()
            body.signed(milliseconds - reference)
            body.raw(rest)
            block(body.bytes)
            reference = milliseconds
        }
    }
}

extension ByteReader {
    /// Of a request that cannot end with origins.
    mutating func position() throws(CodecError) -> LaptopPosition {
        let (position, hasOrigins) = try positionAndOrigins()
        guard !hasOrigins else { throw .outOfRange }
        return position
    }

    mutating func positionAndOrigins() throws(CodecError) -> (LaptopPosition, Bool) {
        let schema = try varint()
        let rules = try varint()
        let ordinal = try ordinal()
        let timeline = Timeline(Nonce(try fixed64()))
        let cursor = try cursor()
        var incarnation = Incarnation(current: Nonce(try fixed64()))
        let bits = try byte()
        guard bits < 16, bits & 6 != 4 else { throw .outOfRange }
        if bits & 1 == 1 { incarnation.next = Nonce(try fixed64()) }
        let staged =
            bits & 2 == 2 ? try stagedPages(beyond: cursor, endsWithin: bits & 4 == 4) : nil
        let acknowledged = try varint()
        guard acknowledged <= Limits.maximumCounter else { throw .outOfRange }
        let position = LaptopPosition(
            ordinal: ordinal, timeline: timeline, cursor: cursor, incarnation: incarnation,
            versions: (schema, rules), acknowledged: acknowledged,
            staged: staged)
        return (position, bits & 8 == 8)
    }

    /// There are some: they end beyond the cursor, or behind a row of the unit after it.
    private mutating func stagedPages(
        beyond cursor: Cursor, endsWithin: Bool
    ) throws(CodecError) -> StagedPages {
        let (end, overflow) = cursor.position.addingReportingOverflow(try varint())
        let (head, headOverflow) = end.addingReportingOverflow(try varint())
        guard !overflow, !headOverflow, end > cursor.position || endsWithin else {
            throw .outOfRange
        }
        let nonce = Nonce(try fixed64())
        return StagedPages(
            end: FeedPlace(end, row: endsWithin ? try rowKey() : nil),
            head: Cursor(position: head, nonce: nonce))
    }

    mutating func cursor() throws(CodecError) -> Cursor {
        let position = try varint()
        return Cursor(position: position, nonce: Nonce(try fixed64()))
    }

    /// The time is part of the framing: without it the items behind would get other times, so its
    /// loss is the request's. What follows it may be anything.
    fileprivate mutating func item(
        after reference: inout Int64
    ) throws(CodecError) -> SyncRequest.Item {
        let length = try count(limit: Limits.maximumRequestBytes)
        if length == 0 {
            return .void(try unitHash())
        }
        var body = try section(length)
        var whole = body
        let milliseconds = try body.milliseconds(after: reference)
        defer { reference = milliseconds }
        do {
            guard length <= Limits.maximumUnitBytes else { throw CodecError.outOfRange }
            let unit = try whole.unit(after: Stamp(milliseconds: reference))
            try whole.finish()
            return .unit(unit)
        } catch {
            var alone = ByteWriter(capacity: length + 8)
            alone.signed(milliseconds)
            alone.raw(try body.raw(body.remaining))
            return .malformed(alone.bytes)
        }
    }
}
