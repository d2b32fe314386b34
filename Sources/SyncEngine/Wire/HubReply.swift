// The hub's answer to what it takes whole or not at all: one form for requests of several kinds.

/// What an accepted answer of one kind says.
public protocol ReplyContent: Hashable, Sendable {
    static var kind: Frame.Kind { get }
    func write(to writer: inout ByteWriter)
    /// - Throws: ``CodecError``.
    init(from reader: inout ByteReader) throws(CodecError)
}

/// An answer: whose, when, on which timeline, and what came of the request.
public struct HubReply<Content: ReplyContent>: Hashable, Sendable {
    public typealias Accepted = Content

    /// The request's id.
    public let id: Nonce
    /// The hub's clock when it answered, milliseconds since 1970.
    public let hubMilliseconds: Int64
    /// The hub's own.
    public let timeline: Timeline
    public let result: Result

    public enum Result: Hashable, Sendable {
        case accepted(Content)
        case rejected(Rejection)
    }

    public init(id: Nonce, hubMilliseconds: Int64, timeline: Timeline, result: Result) {
        self.id = id
        self.hubMilliseconds = hubMilliseconds
        self.timeline = timeline
        self.result = result
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.fixed64(id.rawValue)
        writer.varint(UInt64(clamping: hubMilliseconds))
        writer.fixed64(timeline.id.rawValue)
        switch result {
        case .rejected(let rejection): writer.byte(rejection.rawValue)
        case .accepted(let content):
            writer.byte(0)
            content.write(to: &writer)
        }
        return Frame.sealed(Content.kind, writer.bytes)
    }

    /// - Throws: ``CodecError``.
    public init(_ bytes: [UInt8]) throws(CodecError) {
        var reader = try Frame.opened(Content.kind, bytes)
        id = Nonce(try reader.fixed64())
        hubMilliseconds = try reader.clock()
        timeline = Timeline(Nonce(try reader.fixed64()))
        let status = try reader.byte()
        if status == 0 {
            result = .accepted(try Content(from: &reader))
        } else {
            guard let rejection = Rejection(rawValue: status) else { throw .unknownTag(status) }
            result = .rejected(rejection)
        }
        try reader.finish()
    }
}

extension ByteReader {
    /// A clock's reading, which stands as a plain number in answers.
    mutating func clock() throws(CodecError) -> Int64 {
        let milliseconds = try varint()
        guard milliseconds <= UInt64(Limits.maximumMilliseconds) else { throw .outOfRange }
        return Int64(milliseconds)
    }
}
