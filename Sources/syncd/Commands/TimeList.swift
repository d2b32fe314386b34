// `syncd time list`: logged time, filtered, and summed if asked.

import ArgumentParser
import LocalStore
import SupportDesk

struct TimeList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List logged time, or sums of it.",
        example: "time list --from 2026-11-01 --by member")

    @Option(help: "A member, by name or id, or me.") var member: String?
    @Option(help: "The first day, as 2026-11-01.") var from: String?
    @Option(help: "The last day.") var to: String?
    @Option(help: "Sum by ticket, member, organization, project or day.") var by: TimeGrouping?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        var filter = TimeFilter()
        filter.member = member.map { Reference($0) }
        filter.from = try from.map { try CalendarDay(option: $0) }
        filter.to = try to.map { try CalendarDay(option: $0) }
        try Replica.reading(options) { replica in
            guard let by else { return show(try replica.desk.timeList(filter)) }
            let totals = try replica.desk.timeTotals(filter, by: by)
            options.output.show(.array(totals.map { $0.json(by: by) })) {
                TextTable(rows: totals.map { [$0.group ?? "none", "\($0.minutes) min"] }).text
            }
        }
    }

    private func show(_ entries: [TimeRecord]) {
        options.output.show(.array(entries.map(\.json))) {
            entries.isEmpty ? "No time logged." : entries.map(\.line).joined(separator: "\n")
        }
    }
}
