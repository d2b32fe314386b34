// What a replay found, in the numbers that scripts rely on.

import SupportDesk

/// The result of a replay.
struct ReplayReport {
    /// Rows of the log.
    var events = 0
    /// Later rows that change nothing we hold.
    var unchanged = 0
    /// Fields that stood as the row says on the writer's screen already.
    var alreadySo = 0
    var tickets = 0
    /// Actions on tickets that wrote something.
    var units = 0
    /// Values written, each of which was looked for.
    var updates = 0
    /// Of those: standing in their fields at the end; the others were knowingly replaced.
    var standing = 0
    /// Requests to the hub's process.
    var syncs = 0
    /// Fields in which values of several people stand at the end.
    var conflicts = 0
    /// Of those: waiting for a decision.
    var reviews = 0
    /// The cases that asked somebody to decide at any time in the run, by field.
    var reviewsByField: [(field: String, count: Int)] = []
    /// Laptops whose member would be told something else on a second laptop.
    var disagreeing: [String] = []
    /// Updates that are neither standing, nor replaced by a writer who had them, nor in history.
    var lost = 0
    /// Updates that stand although a writer had knowingly replaced them.
    var resurrected = 0
    /// Changes that the hub did not take.
    var refused = 0
    /// Of each laptop's confirmed state.
    var digests: [String] = []
    /// What is lost, back, or not accepted: a line each, the first of them.
    var findings: [String] = []

    var isGood: Bool {
        lost + resurrected + refused == 0 && Set(digests).count == 1 && disagreeing.isEmpty
    }

    /// Cases to decide for each thousand values written; one decimal.
    private func perThousand(_ count: Int) -> String {
        let tenths = updates == 0 ? 0 : (count * 10_000 + updates / 2) / updates
        return "\(tenths / 10).\(tenths % 10)"
    }

    private var reviewCases: Int { reviewsByField.reduce(0) { $0 + $1.count } }

    var json: JSONValue {
        func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
        return [
            "events": number(events), "unchanged": number(unchanged),
            "already_so": number(alreadySo), "tickets": number(tickets), "units": number(units),
            "updates": number(updates), "standing": number(standing), "syncs": number(syncs),
            "conflicts": number(conflicts), "reviews": number(reviews),
            "review_cases": number(reviewCases),
            "review_cases_by_field": .object(
                reviewsByField.map { .init($0.field, number($0.count)) }),
            "review_cases_per_1000": .string(perThousand(reviewCases)), "lost": number(lost),
            "resurrected": number(resurrected), "refused": number(refused),
            "disagreeing": .strings(disagreeing), "digests": .strings(digests),
            "findings": .strings(findings),
        ]
    }

    var text: String {
        let same = Set(digests).count == 1 ? "all the same" : "DIFFERENT"
        return """
            \(events) rows of the log; \(unchanged) changed nothing we hold.
            \(tickets) tickets, \(units) actions, \(updates) values written, \(syncs) syncs.
            \(standing) values stand, the others were replaced by people who had seen them.
            \(conflicts) fields hold values of several people, \(reviews) wait for a decision.
            Cases to decide in the whole run: \(reviewCases), \(perThousand(reviewCases)) for each \
            thousand values written.
            \(reviewsByField.map { "  \($0.field): \($0.count), \(perThousand($0.count))" }
                .joined(separator: "\n"))
            Lost: \(lost). Back from the dead: \(resurrected). Not accepted: \(refused).
            \(findings.map { "  " + $0 }.joined(separator: "\n"))
            Digests of \(digests.count) laptops: \(same), \(digests.first?.prefix(16) ?? "none").
            """
    }
}
