// How many bytes a row takes at most on its way: what rows and pages are bounded by.

extension RowState {
    /// The most bytes that all registers take in an encoding, losing values and evidence included.
    /// - Complexity: O(siblings).
    public var registerBytes: Int { fields.reduce(0) { $0 + $1.byteBound } }

    /// The most bytes that the closed delta for a replica at `seen` takes in an encoding.
    /// - Complexity: O(siblings · log replicas).
    public func deltaBytes(beyond seen: VersionVector) -> Int {
        let headBytes = 64
        let entryBytes = 12
        return fields.reduce(headBytes + vector.entries.count * entryBytes) { sum, field in
            let hasChanged = field.register.siblings.contains { !seen.contains($0.dot) }
            return hasChanged ? sum + field.byteBound : sum
        }
    }
}

extension RowState.Field {
    fileprivate var byteBound: Int {
        let headBytes = 8
        return register.siblings.reduce(headBytes) { $0 + $1.byteBound }
    }
}

extension Sibling {
    /// Tag, dot and stamp, then value and evidence.
    fileprivate var byteBound: Int { 24 + value.byteBound + evidence.byteBound }
}

extension Value {
    /// A tag, or a length of up to four bytes, comes on top of what is counted.
    fileprivate var byteBound: Int {
        switch self {
        case .null: 1
        case .integer: 11
        case .text(let text): 5 + text.utf8.count
        case .tuple(let parts): parts.reduce(2) { $0 + $1.byteBound }
        }
    }
}

extension Evidence {
    fileprivate var byteBound: Int {
        items.reduce(isEmpty ? 0 : 10) { sum, item in
            switch item {
            case .intent, .clientCouldSee: sum + 1
            case .appended: sum + 18
            case .seen(let vector): sum + 10 + vector.entries.count * 12
            case .unknown(_, let bytes): sum + 15 + bytes.count
            }
        }
    }
}
