// The pattern of a path. Strict: one spelling of a path means something, every other one nothing.

/// Segments, some of which are places: `/v1/documents/:document`.
struct RoutePath: Hashable, Sendable, CustomStringConvertible {
    private let segments: [Substring]
    let description: String

    /// - Precondition: the pattern begins with a slash.
    init(_ pattern: String) {
        precondition(pattern.hasPrefix("/"), "'\(pattern)' is no path")
        description = pattern
        segments = Self.segments(of: pattern)
    }

    /// What stands in the places; `nil` for a path of another form. A place is never empty, and
    /// nothing is decoded or tidied: `//`, `%2e` and a slash at the end match nothing.
    func places(in path: String) -> [Substring]? {
        let given = Self.segments(of: path)
        guard given.count == segments.count else { return nil }
        var places: [Substring] = []
        for (segment, found) in zip(segments, given) {
            if segment.hasPrefix(":") {
                guard !found.isEmpty else { return nil }
                places.append(found)
            } else if segment != found {
                return nil
            }
        }
        return places
    }

    private static func segments(of path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
