// What a replica, a row or a person has seen: for each replica, the highest counter.

/// A version vector: ordinal -> highest counter seen, 0 where absent.
///
/// Kept as a sorted array: a row's vector has a handful of entries, and equal vectors must have
/// equal bytes.
/// Source: "Detection of Mutual Inconsistency in Distributed Systems", Parker et al., 1983.
public struct VersionVector: Hashable, Sendable {
    /// Sorted by ordinal, each ordinal once.
    public private(set) var entries: [Dot]

    public init() { entries = [] }

    public init(_ dots: some Sequence<Dot>) {
        self.init()
        for dot in dots { insert(dot) }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// The highest counter of this replica that was seen, or 0.
    /// - Complexity: O(log n) in the number of replicas.
    public subscript(ordinal: ReplicaOrdinal) -> UInt64 {
        let index = firstIndex(notBelow: ordinal)
        return index < entries.count && entries[index].ordinal == ordinal
            ? entries[index].counter : 0
    }

    /// Whether the unit named by `dot` was seen.
    public func contains(_ dot: Dot) -> Bool { self[dot.ordinal] >= dot.counter }

    /// Raises the entry of the dot's replica; never lowers it.
    /// - Complexity: O(n) in the number of replicas.
    public mutating func insert(_ dot: Dot) {
        let index = firstIndex(notBelow: dot.ordinal)
        if index < entries.count, entries[index].ordinal == dot.ordinal {
            if entries[index].counter < dot.counter { entries[index] = dot }
        } else {
            entries.insert(dot, at: index)
        }
    }

    /// The least vector that has seen what either has seen.
    public mutating func join(_ other: VersionVector) {
        if entries.isEmpty { entries = other.entries } else { other.entries.forEach { insert($0) } }
    }

    public func joined(_ other: VersionVector) -> VersionVector {
        var result = self
        result.join(other)
        return result
    }

    /// Whether everything that `other` has seen was seen here too.
    public func covers(_ other: VersionVector) -> Bool {
        other.entries.allSatisfy(contains)
    }

    private func firstIndex(notBelow ordinal: ReplicaOrdinal) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].ordinal < ordinal { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension VersionVector: CustomStringConvertible {
    /// `{2.5, 3.1}`.
    public var description: String {
        "{" + entries.map(\.description).joined(separator: ", ") + "}"
    }
}
