// Both versions side by side, what they grew from, and a text that could stand for both.

/// A field with several values, as somebody who is about to settle it sees it.
public struct ConflictVersions: Hashable, Sendable {
    public let conflict: ConflictItem
    /// The text that all versions grew from; `nil` where the field is no long text.
    public let base: String?
    /// `nil` where there is nothing to suggest.
    public let suggestion: Suggestion?

    /// A merge by lines, to be read before it is used.
    public struct Suggestion: Hashable, Sendable {
        public let text: String
        /// Places where the versions contradict each other; there all of them stand.
        public let overlaps: Int
    }

    public var json: JSONValue {
        [
            "conflict": conflict.json, "base": .optional(base),
            "suggestion": suggestion.map {
                ["text": .string($0.text), "overlaps": .integer(Int64($0.overlaps))]
            } ?? .null,
        ]
    }
}
