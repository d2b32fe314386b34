// How long work takes or took, as people write it: 45m, 2h, 2h30.

/// A number of minutes.
public struct WorkDuration: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// A thousand hours: more is a slip of the finger.
    public static let maximumMinutes: Int64 = 60_000

    public let minutes: Int64

    /// - Throws: ``DeskError`` for less than nothing or more than ``maximumMinutes``.
    public init(minutes: Int64) throws {
        guard (0...Self.maximumMinutes).contains(minutes) else {
            throw DeskError(
                .badValue, "\(minutes) minutes is out of bounds.",
                hint: "Between nothing and 1,000 hours.")
        }
        self.minutes = minutes
    }

    /// Reads `45`, `45m`, `2h`, `2h30`, `2h30m`: whole hours and minutes.
    /// - Throws: ``DeskError`` for anything else.
    public init(_ text: String) throws {
        let pattern = /(?:(\d{1,4})h)?(?:(\d{1,5})m?)?/
        guard !text.isEmpty, let match = text.wholeMatch(of: pattern),
            let hours = Int64(match.1 ?? "0"), let minutes = Int64(match.2 ?? "0"),
            match.1 == nil || minutes < 60
        else {
            throw DeskError(
                .badValue, "\"\(text)\" is no length of time.",
                hint: "Write it as 45m, 2h or 2h30.")
        }
        try self.init(minutes: hours * 60 + minutes)
    }

    public static func < (left: Self, right: Self) -> Bool { left.minutes < right.minutes }

    /// `2h30`, `2h`, `45m`.
    public var description: String {
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        if hours == 0 { return "\(rest)m" }
        return rest == 0 ? "\(hours)h" : "\(hours)h" + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
