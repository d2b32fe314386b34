// Every order in which a story can reach the hub, and every order of joining its laptops' states.

import SyncEngine

extension Story {
    /// All orders of arrival: each laptop's actions in their own order, and nothing before what its
    /// author had seen.
    var arrivals: [[Laptop.Action]] {
        orders(of: laptops.map(\.actions), after: start.vector)
    }

    private func orders(
        of waiting: [[Laptop.Action]], after arrived: VersionVector
    ) -> [[Laptop.Action]] {
        guard waiting.contains(where: { !$0.isEmpty }) else { return [[]] }
        return waiting.indices.flatMap { index -> [[Laptop.Action]] in
            guard let next = waiting[index].first, arrived.covers(next.seen) else { return [] }
            var rest = waiting
            rest[index].removeFirst()
            return orders(of: rest, after: arrived.joined(VersionVector([next.dot])))
                .map { [next] + $0 }
        }
    }

    /// The hub's row after these arrivals: what a unit has seen goes, its own comes.
    func applied(_ arrivals: [Laptop.Action]) -> RowState {
        var row = start
        for action in arrivals where !row.vector.contains(action.dot) {
            row.apply(action.writes, by: action.dot, at: action.stamp)
            row.vector.insert(action.dot)
        }
        return row
    }

    /// The laptops' states joined in every order, from the left and from the right.
    var joins: [RowState] {
        permutations(of: laptops.compactMap(\.state)).flatMap { states in
            [
                states.reduce(start) { $0.joined($1) },
                states.reversed().reduce(start) { $1.joined($0) },
            ]
        }
    }
}

/// All orders of a few things.
func permutations<Element>(of elements: [Element]) -> [[Element]] {
    guard elements.count > 1 else { return [elements] }
    return elements.indices.flatMap { index -> [[Element]] in
        var rest = elements
        let chosen = rest.remove(at: index)
        return permutations(of: rest).map { [chosen] + $0 }
    }
}
