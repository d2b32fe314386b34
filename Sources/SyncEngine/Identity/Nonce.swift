// Random names: of a timeline, of a commit, of an incarnation, of a request.

/// 64 random bits. Randomness comes in from outside: the core has none.
public struct Nonce: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Reads the spelling that ``description`` writes.
    public init?(_ text: some StringProtocol) {
        // A sign would be read as well, and then two spellings would name one nonce.
        guard text.utf8.count == 16, !text.hasPrefix("+"), let value = UInt64(text, radix: 16)
        else { return nil }
        rawValue = value
    }
}

/// One life of a hub's database. A restored hub mints a new one.
public struct Timeline: Hashable, Sendable, CustomStringConvertible {
    public let id: Nonce
    public init(_ id: Nonce) { self.id = id }
    public var description: String { id.description }
}

/// How far a replica has followed a timeline: the position it has applied, and the random nonce
/// of the commit that ended there, so that a position of another past is never trusted.
public struct Cursor: Hashable, Sendable {
    /// The feed position of the last unit applied; 0 before the first.
    public let position: UInt64
    public let nonce: Nonce

    public init(position: UInt64, nonce: Nonce) {
        self.position = position
        self.nonce = nonce
    }
}

/// Which running of a replica speaks: shows a hub that two copies of one laptop are alive.
public struct Incarnation: Hashable, Sendable {
    /// The nonce that the hub took last, as far as this replica knows.
    public var current: Nonce
    /// The one that its next push brings; kept until an answer says that it arrived.
    public var next: Nonce?

    public init(current: Nonce, next: Nonce? = nil) {
        self.current = current
        self.next = next
    }
}
