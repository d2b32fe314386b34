// One value of a field, with who wrote it and when: what a rule chooses among.

/// A value that no other write has covered yet.
public struct Sibling: Hashable, Sendable {
    public let dot: Dot
    /// The effective stamp: as the writer made it, clipped by the hub.
    public var stamp: Stamp
    public let value: Value
    public let evidence: Evidence

    public init(dot: Dot, stamp: Stamp, value: Value, evidence: Evidence = .none) {
        self.dot = dot
        self.stamp = stamp
        self.value = value
        self.evidence = evidence
    }

    /// Effective time, ties by ordinal, then counter: a total order over the siblings of a field.
    public static func isEarlier(_ left: Sibling, _ right: Sibling) -> Bool {
        left.stamp == right.stamp ? left.dot < right.dot : left.stamp < right.stamp
    }
}
