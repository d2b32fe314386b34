// `syncd workload`: who has how much to do, beside what a week has room for.

import ArgumentParser
import LocalStore
import SupportDesk

struct WorkloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "workload", "Show the work that is left, by member.", example: "workload --member me",
        "What is left of the estimates of tickets that are open or in progress. A week's capacity "
            + "is set at the hub: `syncd hub member capacity`.")

    @Option(help: "A member, by name or id, or me.") var member: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let workload = try Replica.reading(options) {
            try $0.desk.workload(of: member.map { Reference($0) })
        }
        options.output.show(workload.json) { workload.table }
    }
}

extension Workload {
    fileprivate var table: String {
        let active = members.map { Self.row($0.name, $0.pile, $0.balance) }
        let gone = deactivated.map { Self.row("\($0.name), deactivated", $0.pile, "") }
        let free = unassigned.tickets > 0 ? [Self.row("nobody", unassigned, "")] : []
        return TextTable(rows: active + gone + free).text
    }

    private static func row(_ name: String, _ pile: Pile, _ balance: String) -> [String] {
        let unknown =
            pile.withoutEstimate > 0 ? "\(pile.withoutEstimate) without an estimate" : ""
        return [name, "\(pile.tickets) tickets", "\(pile.load) min left", unknown, balance]
    }
}

extension Workload.Share {
    fileprivate var balance: String {
        guard let capacity, let over, let under else { return "" }
        return over > 0
            ? "\(over) min over \(capacity) a week" : "\(under) min free of \(capacity) a week"
    }
}
