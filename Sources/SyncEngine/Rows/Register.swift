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
    /// - Complexity: O(s + c) in siblings and covers.
    public mutating func write(_ sibling: Sibling, covering covers: [Dot]) {
        if covers.count < 8 {
            siblings.removeAll { covers.contains($0.dot) || $0.dot == sibling.dot }
        } else {
            let gone = Set(covers)
            siblings.removeAll { gone.contains($0.dot) || $0.dot == sibling.dot }
        }
        let index = siblings.firstIndex { $0.dot > sibling.dot } ?? siblings.count
        siblings.insert(sibling, at: index)
    }

    /// Keeps what both have; of what only one side has, keeps what the other side's row had not
    /// seen. Where two states hold one dot with two stamps, the smaller one stands.
    /// - Complexity: O(n) in the number of siblings: both sides are sorted by dot.
    public static func join(
        _ left: Register, seenBy leftVector: VersionVector,
        _ right: Register, seenBy rightVector: VersionVector
    ) -> Register {
        var kept: [Sibling] = []
        var others = right.siblings[...]
        for sibling in left.siblings {
            let earlier = others.prefix { $0.dot < sibling.dot }
            kept += earlier.filter { !leftVector.contains($0.dot) }
            others = others.dropFirst(earlier.count)
            if var both = others.first, both.dot == sibling.dot {
                both.stamp = min(both.stamp, sibling.stamp)
                kept.append(both)
                others = others.dropFirst()
            } else if !rightVector.contains(sibling.dot) {
                kept.append(sibling)
            }
        }
        kept += others.filter { !leftVector.contains($0.dot) }
        return Register(sorted: kept)
    }

    private init(sorted siblings: [Sibling]) { self.siblings = siblings }
}
