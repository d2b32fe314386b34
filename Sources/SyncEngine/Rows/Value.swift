// What a field can hold: few shapes, one encoding each, compared by bytes.

/// A scalar, or a short group of scalars for a field whose parts make sense only together.
///
/// Text is compared and hashed by its UTF-8 bytes: Swift's `==` on String folds normalisation
/// forms, SQLite's does not, and replicas must agree.
public enum Value: Sendable {
    case null
    case integer(Int64)
    case text(String)
    /// At most `Limits.maximumTupleCount` scalars; never nested.
    case tuple([Value])

    public static func boolean(_ flag: Bool) -> Value { .integer(flag ? 1 : 0) }

    public static func row(_ id: RowID?) -> Value { id.map { .integer($0.rawValue) } ?? .null }

    public var isNull: Bool { if case .null = self { true } else { false } }

    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The parts of a group; a scalar is its own only part.
    public var components: [Value] { if case .tuple(let parts) = self { parts } else { [self] } }
}

extension Value: Hashable, Comparable {
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let a), .integer(let b)): a == b
        case (.text(let a), .text(let b)): a.hasSameBytes(as: b)
        case (.tuple(let a), .tuple(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .integer(let number): hasher.combine(number)
        case .text(let text): text.utf8.forEach { hasher.combine($0) }
        case .tuple(let parts): hasher.combine(parts)
        }
    }

    /// A total order: null, integers, text by bytes, groups part by part.
    public static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.tuple(let a), .tuple(let b)): a.lexicographicallyPrecedes(b)
        default: left.kind < right.kind
        }
    }

    private var kind: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .text: 2
        case .tuple: 3
        }
    }
}

extension String {
    /// Whether both are the same UTF-8.
    ///
    /// Stores compare every text of a row with what it was before, which is mostly the very same
    /// memory; walking through both byte by byte took a tenth of a save. Hence the pointers.
    func hasSameBytes(as other: String) -> Bool {
        let (left, right) = (utf8, other.utf8)
        guard left.count == right.count else { return false }
        let isSame = left.withContiguousStorageIfAvailable { left in
            right.withContiguousStorageIfAvailable { right in
                left.baseAddress == right.baseAddress || left.elementsEqual(right)
            }
        }
        return (isSame ?? nil) ?? left.elementsEqual(right)
    }
}
