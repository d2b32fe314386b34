// A field of a row: every value that nobody has overruled knowingly.

/// A multi-value register: the set of siblings of one field, sorted by dot.
///
/// Never empty where it is stored or sent: a cleared field is a sibling with null.
/// Source: "A comprehensive study of Convergent and Commutative Replicated Data Types", Shapiro,
/// Preguiça, Baquero, Zawirski, 2011, section 3.2.2.
public struct Register: Hashable, Sendable {
    public private(set) var siblings: [Sibling]

    public init(_ siblings: [Sibling] = []) {
        self.siblings = siblings.sorted { $0.dot < $1.dot }
    }

    public init(_ sibling: Sibling) { siblings = [sibling] }

    /// Whether the siblings hold at least two unequal values.
    public var isConcurrent: Bool {
        guard siblings.count > 1 else { return false }
        return siblings.contains { $0.value != siblings[0].value }
    }

    public func sibling(_ dot: Dot) -> Sibling? { siblings.first { $0.dot == dot } }

    /// An edit: what it has seen goes, its value comes. Siblings that were not shown stay.
    public mutating func write(_ sibling: Sibling, covering covers: [Dot]) {
        siblings.removeAll { covers.contains($0.dot) || $0.dot == sibling.dot }
        let index = siblings.firstIndex { $0.dot > sibling.dot } ?? siblings.count
        siblings.insert(sibling, at: index)
    }

    /// Keeps what both have; of what only one side has, keeps what the other side's row had not
    /// seen. Where two states hold one dot with two stamps, the smaller one stands.
    /// - Complexity: O(n log n) in the number of siblings.
    public static func join(
        _ left: Register, seenBy leftVector: VersionVector,
        _ right: Register, seenBy rightVector: VersionVector
    ) -> Register {
        var kept: [Sibling] = []
        for sibling in left.siblings {
            if var both = right.sibling(sibling.dot) {
                both.stamp = min(both.stamp, sibling.stamp)
                kept.append(both)
            } else if !rightVector.contains(sibling.dot) {
                kept.append(sibling)
            }
        }
        for sibling in right.siblings where left.sibling(sibling.dot) == nil {
            if !leftVector.contains(sibling.dot) { kept.append(sibling) }
        }
        return Register(kept)
    }
}
