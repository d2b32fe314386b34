// Points in time as the interface spells them: RFC 3339, UTC, milliseconds.

/// Milliseconds since 1970, UTC, with a spelling for people and programs.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads RFC 3339: `2026-11-20T09:30:00Z`, with or without a fraction, any offset.
    /// - Returns: `nil` for anything else. Source: RFC 3339, section 5.6.
    public init?(_ text: String) {
        let pattern =
            /(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))/
        guard let match = text.wholeMatch(of: pattern), let day = CalendarDay(match.1),
            let hour = Int64(match.2), let minute = Int64(match.3), let second = Int64(match.4),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let fraction = match.5.map { String(($0 + "00").prefix(3)) } ?? "0"
        var seconds = Int64(day.daysSince1970) * 86_400 + hour * 3_600 + minute * 60 + second
        if let sign = match.6, let hours = Int64(match.7 ?? ""), let minutes = Int64(match.8 ?? "")
        {
            guard hours < 24, minutes < 60 else { return nil }
            let offset = hours * 3_600 + minutes * 60
            seconds += sign == "-" ? offset : -offset
        }
        milliseconds = seconds * 1_000 + (Int64(fraction) ?? 0)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// `2026-11-20T09:30:00.000Z`.
    public var description: String {
        let day = CalendarDay(milliseconds: milliseconds)
        let rest = Int(milliseconds - Int64(day.daysSince1970) * 86_400_000)
        let hour = CalendarDay.padded(rest / 3_600_000, 2)
        let minute = CalendarDay.padded(rest / 60_000 % 60, 2)
        let second = CalendarDay.padded(rest / 1_000 % 60, 2)
        return "\(day)T\(hour):\(minute):\(second).\(CalendarDay.padded(rest % 1_000, 3))Z"
    }
}
