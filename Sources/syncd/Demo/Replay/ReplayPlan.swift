// How a replay is to be done, and in which order its rows come.

import SupportDesk

struct ReplayPlan {
    let laptops: Int
    let seed: UInt64
    /// What the order of reconnecting is taken from.
    let orderSeed: UInt64
    /// Whether nobody reconnects before the last edit is made.
    let isAllBefore: Bool

    /// A row to be done, with a time of its own.
    struct Step {
        let event: IncidentEvent
        /// The row before it of the same incident; `nil` for the first.
        let previous: IncidentEvent?
        /// The log's minute, and within it a millisecond that no other row has.
        let actedAt: Moment
    }

    /// All rows by time, those of one incident in the order of the file.
    static func steps(of log: IncidentLog) -> [Step] {
        var drafts: [(due: Moment, event: IncidentEvent, previous: IncidentEvent?)] = []
        for incident in log.incidents {
            var due = Moment(milliseconds: .min)
            var previous: IncidentEvent?
            for event in incident.events {
                // A row that is older than the one before it follows it all the same.
                due = max(due, event.actedAt)
                drafts.append((due, event, previous))
                previous = event
            }
        }
        drafts.sort { ($0.due, $0.event.line) < ($1.due, $1.event.line) }
        var countByMinute: [Moment: Int64] = [:]
        return drafts.map { draft in
            let count = countByMinute[draft.event.actedAt, default: 0]
            countByMinute[draft.event.actedAt] = count + 1
            return Step(
                event: draft.event, previous: draft.previous,
                actedAt: Moment(milliseconds: draft.event.actedAt.milliseconds + count))
        }
    }
}
