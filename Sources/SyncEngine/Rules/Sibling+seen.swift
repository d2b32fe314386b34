// Whether one write had been on the screen of another's author: the question of all set tests.

extension Sibling {
    /// Whether the unit `other` had been rendered to whoever wrote this.
    ///
    /// One's own writes up to this one, and what the same unit wrote, are always seen. Of other
    /// replicas only what the recorded vector holds: a write without a vector had seen nothing.
    package func hadSeen(_ other: Dot) -> Bool {
        if other.ordinal == dot.ordinal, other.counter <= dot.counter { return true }
        return evidence.seen?.contains(other) ?? false
    }

    /// Whether neither author had the other's write on the screen.
    package static func isApart(_ left: Sibling, _ right: Sibling) -> Bool {
        !left.hadSeen(right.dot) && !right.hadSeen(left.dot)
    }
}

extension Draft {
    /// What the action gave, and what had been rendered to the writer.
    ///
    /// An empty vector says no more than none, and costs a created row its bytes.
    var givenWithSeen: Evidence {
        guard !seen.isEmpty, given.seen == nil else { return given }
        var evidence = given
        evidence.insert(.seen(seen))
        return evidence
    }
}
