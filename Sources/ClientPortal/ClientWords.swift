// Status, time and size in words that a client uses.

internal import SupportDesk

/// How the portal says things.
enum ClientWords {
    static func name(of status: Status?) -> String {
        switch status {
        case .open: "Received"
        case .inProgress: "In work"
        case .resolved: "Done"
        case .closed: "Closed"
        case nil: "With us"
        }
    }

    static func meaning(of status: Status?) -> String {
        switch status {
        case .open: "We have it, and will look into it."
        case .inProgress: "Somebody is working on it."
        case .resolved: "It is done, and waits for you to confirm."
        case .closed: "It is finished."
        case nil: "Ask us how far it is."
        }
    }

    /// `20 November 2026, 09:30`.
    static func time(_ moment: Moment) -> String {
        let day = CalendarDay(milliseconds: moment.milliseconds)
        // The spelling of RFC 3339, of which the clock begins at the twelfth character.
        let clock = moment.description.dropFirst(11).prefix(5)
        return "\(day.day) \(months[day.month - 1]) \(day.year), \(clock)"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// `814 bytes`, `2.1 MB`.
    static func size(_ bytes: Int64) -> String {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        guard bytes >= 1_000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var (unit, tenths) = (0, bytes / 100)
        while tenths >= 10_000, unit + 1 < units.count {
            tenths /= 1_000
            unit += 1
        }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
