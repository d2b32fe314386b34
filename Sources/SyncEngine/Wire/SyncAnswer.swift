// What the hub answers: how it judged the outbox, and what happened beyond the laptop's cursor.

/// The hub's answer to one ``SyncRequest``.
public struct SyncAnswer: Hashable, Sendable {
    /// The request's id.
    public let id: Nonce
    /// The hub's clock when it answered, milliseconds since 1970.
    public let hubMilliseconds: Int64
    public let timeline: Timeline
    /// What the hub runs; a laptop with other rules says so to its people.
    public let schemaVersion: UInt64
    public let rulesVersion: UInt64
    public let result: Result

    public enum Result: Hashable, Sendable {
        case accepted(Accepted)
        case rejected(Rejection)
    }

    /// The request was taken: verdicts and a page.
    public struct Accepted: Hashable, Sendable {
        public let acknowledged: UInt64
        /// The nonce of the sender's incarnation from now on.
        public let incarnation: Nonce
        /// For each counter from the request's first to `acknowledged`.
        public let verdicts: [Verdict]
        public let page: FeedPage

        public init(
            acknowledged: UInt64, incarnation: Nonce, verdicts: [Verdict], page: FeedPage
        ) {
            self.acknowledged = acknowledged
            self.incarnation = incarnation
            self.verdicts = verdicts
            self.page = page
        }
    }

    public init(
        id: Nonce, hubMilliseconds: Int64, timeline: Timeline,
        versions: (schema: UInt64, rules: UInt64), result: Result
    ) {
        self.id = id
        self.hubMilliseconds = hubMilliseconds
        self.timeline = timeline
        schemaVersion = versions.schema
        rulesVersion = versions.rules
        self.result = result
    }
}

/// Why a request had no effect: no feed, no verdict, no change. In the order of the hub's checks.
public enum Rejection: UInt8, Error, Hashable, Sendable, CaseIterable {
    /// The hub does not read this version of the format or of the schema.
    case unsupportedVersion = 1
    /// The device or its member may not sync any more.
    case revoked = 2
    /// The hub lives on another timeline: it was restored.
    case otherTimeline = 3
    /// No commit with this nonce ended at the cursor's position: the hub's past is another one.
    case unknownCursor = 4
    /// The hub has fewer units of this laptop than the laptop was told: the hub went back.
    case hubBehind = 5
    /// Another copy of this laptop has spoken since: a clone or a restored backup.
    case stale = 6
    /// Only to a request for a new ordinal: the laptop is the one that spoke last, and keeps its
    /// ordinal.
    case current = 7
    /// Only to a request for a new ordinal: its token was used by a copy that had other units.
    case tokenUsed = 8
}

extension SyncAnswer {
    /// - Parameter sent: the units that stood in the request: the laptop has them at hand, so they
    ///   come back without content. A void's unit does: that laptop has set it aside.
    public func encoded(sent: [Dot: Unit]) -> [UInt8] {
        encoded { writer, page in writer.page(page) { sent[$0.dot] == $0.unit } }
    }

    /// The answer to a pull, whose page was encoded before.
    /// - Precondition: the page of the result is the ``EncodedPage/frame`` of that one.
    func encoded(with page: EncodedPage) -> [UInt8] {
        encoded { writer, _ in writer.raw(page.bytes) }
    }

    private func encoded(_ writePage: (inout ByteWriter, FeedPage) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.fixed64(id.rawValue)
        writer.varint(UInt64(clamping: hubMilliseconds))
        writer.fixed64(timeline.id.rawValue)
        writer.varint(schemaVersion)
        writer.varint(rulesVersion)
        switch result {
        case .rejected(let rejection): writer.byte(rejection.rawValue)
        case .accepted(let accepted):
            writer.byte(0)
            writer.varint(accepted.acknowledged)
            writer.fixed64(accepted.incarnation.rawValue)
            writer.verdicts(accepted.verdicts)
            writePage(&writer, accepted.page)
        }
        return Frame.sealed(.answer, writer.bytes)
    }

    /// - Parameter sent: the units of the request by dot, to complete those that come back bare.
    /// - Throws: ``CodecError``.
    public init(_ bytes: [UInt8], sent: [Dot: Unit]) throws(CodecError) {
        var reader = try Frame.opened(.answer, bytes)
        id = Nonce(try reader.fixed64())
        hubMilliseconds = try reader.clock()
        timeline = Timeline(Nonce(try reader.fixed64()))
        schemaVersion = try reader.varint()
        rulesVersion = try reader.varint()
        let status = try reader.byte()
        if status == 0 {
            result = .accepted(try reader.accepted(sent: sent))
        } else {
            guard let rejection = Rejection(rawValue: status) else { throw .unknownTag(status) }
            result = .rejected(rejection)
        }
        try reader.finish()
    }
}

extension ByteReader {
    fileprivate mutating func accepted(
        sent: [Dot: Unit]
    ) throws(CodecError) -> SyncAnswer.Accepted {
        let acknowledged = try varint()
        guard acknowledged <= Limits.maximumCounter else { throw .outOfRange }
        let incarnation = Nonce(try fixed64())
        let verdicts = try verdicts()
        return SyncAnswer.Accepted(
            acknowledged: acknowledged, incarnation: incarnation, verdicts: verdicts,
            page: try page(sent: sent))
    }
}
