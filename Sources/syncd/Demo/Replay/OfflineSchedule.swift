// When a laptop of a replay is offline and when it comes back, in the log's own time, by chance.

import SupportDesk

/// Stretches of hours to days offline, with shorter ones online between.
struct OfflineSchedule {
    private(set) var isOnline = false
    /// When the state changes next.
    private(set) var nextChange: Moment
    private var random: SeededGenerator

    init(from start: Moment, random: SeededGenerator) {
        self.random = random
        nextChange = start
        nextChange = after(start)
    }

    /// Goes over to the next stretch.
    mutating func change() {
        isOnline.toggle()
        nextChange = after(nextChange)
    }

    private mutating func after(_ moment: Moment) -> Moment {
        let minutes: ClosedRange<Int64> = isOnline ? 15...360 : 120...5_760
        let length = Int64.random(in: minutes, using: &random)
        return Moment(milliseconds: moment.milliseconds + length * 60_000)
    }
}
