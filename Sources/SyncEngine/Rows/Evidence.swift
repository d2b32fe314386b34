// What was true inside a write and its field's rule needs: the reader cannot reconstruct it later.

/// One fact that a writer recorded with a value.
public enum EvidenceItem: Hashable, Sendable {
    /// Why a person stands in a field: see ``Intent``.
    case intent(Intent)
    /// The value is `base` and something after it: length and hash of the base's UTF-8 bytes.
    case appended(baseBytes: UInt64, baseHash: UInt64)
    /// The writer's screen said whether the client could see this field.
    case clientCouldSee(Bool)
    /// What had been rendered to the writer of the row and, where the entity says so, of the rows
    /// that belong to it. Publishing, closing and deleting writes carry it.
    case seen(VersionVector)
    /// From a newer version: kept and forwarded byte for byte. `tag` >= 5.
    case unknown(tag: UInt64, bytes: [UInt8])

    /// The order of items in an encoding; each tag at most once in a write.
    public var tag: UInt64 {
        switch self {
        case .intent: 1
        case .appended: 2
        case .clientCouldSee: 3
        case .seen: 4
        case .unknown(let tag, _): tag
        }
    }
}

/// How an assignment came about; a newer version may know more ranks.
public struct Intent: Hashable, Comparable, Sendable {
    public let rank: UInt8
    public init(rank: UInt8) { self.rank = rank }

    /// The holder gave the ticket back.
    public static let release = Intent(rank: 1)
    /// Somebody took the ticket for himself.
    public static let claim = Intent(rank: 2)
    /// Somebody decided who does it.
    public static let assign = Intent(rank: 3)

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// The facts recorded with one value, sorted by tag, each tag at most once.
public struct Evidence: Hashable, Sendable {
    public private(set) var items: [EvidenceItem]

    public static let none = Evidence([])

    public init(_ items: [EvidenceItem]) {
        self.items = []
        for item in items { insert(item) }
    }

    public var isEmpty: Bool { items.isEmpty }

    /// Puts the item in its place; one of the same tag is replaced.
    /// - Precondition: an unknown item has a tag that this version does not know.
    public mutating func insert(_ item: EvidenceItem) {
        if case .unknown(let tag, _) = item { precondition(tag >= 5, "tag \(tag) is known") }
        items.removeAll { $0.tag == item.tag }
        let index = items.firstIndex { $0.tag > item.tag } ?? items.count
        items.insert(item, at: index)
    }

    public var intent: Intent? {
        for case .intent(let intent) in items { return intent }
        return nil
    }

    public var appended: (baseBytes: UInt64, baseHash: UInt64)? {
        for case .appended(let bytes, let hash) in items { return (bytes, hash) }
        return nil
    }

    public var clientCouldSee: Bool {
        items.contains(.clientCouldSee(true))
    }

    public var seen: VersionVector? {
        for case .seen(let vector) in items { return vector }
        return nil
    }
}
