// A bar that shows how far bytes have come, drawn with characters that every terminal has.

import SupportDesk

/// One line: `Fetching pump.mov  [########--------]  50 %  100.0 MB of 200.0 MB  2.1 MB/s`.
struct ProgressBar: Hashable, Sendable {
    let title: String
    let name: String
    /// In bytes.
    let done: Int64
    let size: Int64
    /// In bytes a second; `nil` while nothing is known.
    let rate: Double?

    /// Of the whole, rounded down: 100 is said of what is whole, and of nothing else.
    var percent: Int64 {
        guard size > 0 else { return 100 }
        return Int64((Double(min(max(done, 0), size)) * 100 / Double(size)).rounded(.down))
    }

    /// The line for a terminal of so many columns: the bar gives way to the name until it is short,
    /// then the name is cut.
    func line(columns: Int) -> String {
        let numbers = [share, amount] + (rateText.map { [$0] } ?? [])
        let tail = numbers.joined(separator: "  ")
        // One column stays empty: a full line makes some terminals break it.
        let room = columns - 1 - title.count - tail.count - "  []  ".count
        guard room >= Self.shortestBar else { return "\(title) \(tail)" }
        let name = name.printable.cut(to: room - Self.shortestBar - 1)
        let label = name.isEmpty ? "" : " " + name
        let bar = min(Self.longestBar, room - label.count)
        let filled = Int(Double(bar) * Double(percent) / 100)
        let cells =
            String(repeating: "#", count: filled) + String(repeating: "-", count: bar - filled)
        return "\(title)\(label)  [\(cells)]  \(tail)"
    }

    /// The same where nobody draws: in a file or a pipe.
    var plainLine: String {
        let parts = ["\(name.printable)", share, amount] + (rateText.map { [$0] } ?? [])
        return "\(title) " + parts.joined(separator: ", ")
    }

    private static let shortestBar = 8
    private static let longestBar = 30
    /// A name of which less can be seen is left out.
    fileprivate static let shortestName = 6

    private var share: String {
        let digits = "\(percent)"
        return String(repeating: " ", count: max(0, 3 - digits.count)) + digits + " %"
    }

    private var amount: String { "\(ByteCount(done)) of \(ByteCount(size))" }

    private var rateText: String? { rate.map { "\(ByteCount(Int64($0)))/s" } }
}

extension String {
    /// At most so many characters, or nothing; what was cut is marked.
    fileprivate func cut(to count: Int) -> String {
        guard self.count > count else { return self }
        return count < ProgressBar.shortestName ? "" : String(prefix(count - 3)) + "..."
    }
}

/// How fast something goes: over the last seconds, so that a link that slows down shows.
struct TransferRate: Sendable {
    /// What is older counts no more.
    static let memory = Duration.seconds(5)

    private var marks: [(at: ContinuousClock.Instant, done: Int64)] = []

    /// Notes how much is done, and says how fast it went.
    /// - Returns: bytes a second; `nil` before a second has passed, and where nothing is known.
    mutating func note(_ done: Int64, at now: ContinuousClock.Instant) -> Double? {
        // A chunk that was cut is begun anew: what was before says nothing of it.
        if let last = marks.last, done < last.done { marks = [] }
        marks.append((now, done))
        while marks.count > 2, now - marks[1].at >= Self.memory { marks.removeFirst() }
        guard let first = marks.first, now - first.at >= .seconds(1) else { return nil }
        let seconds = (now - first.at) / .seconds(1)
        return Double(done - first.done) / seconds
    }
}
