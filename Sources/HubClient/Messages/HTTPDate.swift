/// The three spellings of a date in HTTP, needed to understand `Retry-After` (RFC 9110, 5.6.7).
struct HTTPDate: Equatable {
    /// Since 1970-01-01 00:00:00 UTC; a leap second counts as the second after it.
    let seconds: Int

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or
    /// `Sun Nov  6 08:49:37 1994`; `nil` for anything else. The day of the week is not checked.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 40 else { return nil }
        let separators: Set<Character> = [" ", "-", ","]
        let words = String(text).split { separators.contains($0) }.map { String($0) }
        let fields: [String]
        switch (words.count, words.last) {
        case (6, "GMT"): fields = [words[3], words[2], words[1], words[4]]
        case (5, _): fields = [words[4], words[1], words[2], words[3]]
        default: return nil
        }
        guard let year = HTTPDate.year(fields[0]), let month = HTTPDate.months[fields[1]],
            let day = HTTPDate.number(fields[2], digits: 1...2, in: 1...31),
            let time = HTTPDate.secondOfDay(fields[3])
        else { return nil }
        seconds = HTTPDate.daysSince1970(year, month, day) * 86_400 + time
    }

    private static let months = [
        "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9,
        "Oct": 10, "Nov": 11, "Dec": 12,
    ]

    /// Four digits, or two of the obsolete spelling, which are taken as 1970 to 2069.
    private static func year(_ text: String) -> Int? {
        if let short = number(text, digits: 2...2, in: 0...99) {
            return short < 70 ? 2000 + short : 1900 + short
        }
        return number(text, digits: 4...4, in: 1970...9999)
    }

    private static func secondOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let hour = number(parts[0], digits: 2...2, in: 0...23),
            let minute = number(parts[1], digits: 2...2, in: 0...59),
            let second = number(parts[2], digits: 2...2, in: 0...60)
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    private static func number(
        _ text: String, digits: ClosedRange<Int>, in range: ClosedRange<Int>
    ) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int(text), range.contains(value)
        else { return nil }
        return value
    }

    /// Days of the Gregorian calendar, with years that begin in March so that the leap day is
    /// the last of its year.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + day - 1 - 719_468
    }
}
