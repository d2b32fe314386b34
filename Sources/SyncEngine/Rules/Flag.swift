// How rules read a boolean field: only the number 1 is a yes, whatever a newer version may write.

extension Sibling {
    /// Whether the flag was set. Null, 0 and shapes that this version does not know are a no.
    var isYes: Bool { value == .integer(1) }
}

extension Outcome {
    /// The outcome of a flag that nobody wrote: it is not set.
    static let unsetFlag = Outcome(shown: .boolean(false), winner: nil)
}
