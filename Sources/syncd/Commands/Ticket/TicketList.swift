// `syncd ticket list`: every filter, combined; all hold together, any choice within one will do.

import ArgumentParser
import LocalStore
import SupportDesk

struct TicketList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List tickets.",
        example: "ticket list --status open,in_progress --assignee me --search printer",
        "Filters hold together; of several values of one filter any will do.")

    @Option(help: "One or more of open, in_progress, resolved, closed.") var status: [String] = []
    @Option(help: "One or more of urgent, high, normal, low.") var priority: [String] = []
    @Option(help: "Types, by name or id, or none.") var type: [String] = []
    @Option(help: "Categories, by name or id, or none.") var category: [String] = []
    @Option(help: "Members, by name or id, me or none.") var assignee: [String] = []
    @Option(help: "Contacts, by name or id, or none.") var contact: [String] = []
    @Option(help: "Organizations, by name or id, or none.") var organization: [String] = []
    @Option(help: "Projects, by name or id, or none.") var project: [String] = []
    @Option(help: "Words of title or description; losing values are found, too.")
    var search: String?
    @Flag(help: "Only those with a field in which several values stand.") var conflicts = false
    @Flag(help: "Only those with changes that are here alone.") var unsent = false
    @Flag(help: "Only those of which something is held back from the client.") var held = false
    @Option(
        defaultAsFlag: "any",
        help: ArgumentHelp(
            "Only those that deserve a look; for these reasons, if some are named.",
            valueName: "code,..."))
    var attention: String?
    @Option(
        help: "id, title, status, priority, created, updated ...; with a dash before it, reversed.")
    var sort: String?
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
    }

    func run() throws {
        let filter = try filter()
        try Replica.reading(options) { replica in
            let records = try replica.desk.ticketList(filter)
            options.output.show(.array(records.map(\.json))) { TicketRecord.table(records) }
        }
    }

    private func filter() throws -> TicketFilter {
        var filter = TicketFilter()
        let repeated = [
            ("status", status), ("priority", priority), ("type", type), ("category", category),
            ("assignee", assignee), ("contact", contact), ("organization", organization),
            ("project", project),
        ]
        for (name, values) in repeated {
            for value in values { try filter.add(name, value) }
        }
        for case (let name, let value?) in [("attention", attention), ("sort", sort)] {
            try filter.add(name, value)
        }
        filter.search = search
        filter.onlyConflicts = conflicts
        filter.onlyUnsent = unsent
        filter.onlyHeld = held
        filter.limit = limit
        return filter
    }
}
