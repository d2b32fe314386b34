// `syncd ticket show`, `history` and `explain`: what a ticket is, how it came so, and why.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TicketShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        "show", "Show a ticket with all that belongs to it.", example: "ticket show 7-12 --json",
        "With --as-client, what that contact sees of it: as the portal answers.")

    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String
    @Option(
        help: ArgumentHelp(
            "Show what this contact, by name or id, would see.", valueName: "contact"))
    var asClient: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            if let asClient { return try show(to: Reference(asClient), at: replica.desk) }
            let id = try replica.desk.ticketID(ref)
            let detail = try replica.desk.ticket(id)
            if let renamed = try replica.desk.renamedTicket(ref) {
                options.output.remark(Self.remark(ref, id, renamed))
            }
            options.output.show(detail.json) { detail.page }
        }
    }

    /// The number may be in somebody's notes, and another copy of a laptop may have given it to
    /// another ticket.
    private static func remark(_ ref: String, _ shown: RowID, _ renamed: RowID) -> String {
        shown == renamed
            ? "\(ref) is \(renamed) now: copies of a laptop had two numbers for it, or one for two."
            : "This is the ticket that another copy of a laptop numbered \(ref). "
                + "What was \(ref) here is \(renamed) now."
    }

    /// A ticket that is hidden and one that does not exist end in the same words.
    private func show(to contact: Reference, at desk: Desk) throws {
        guard let ticket = RowID(ref) else {
            throw CommandError(
                "bad_value", "\"\(ref)\" is no id of a ticket.", hint: "An id looks like 7-12.")
        }
        let seen = try desk.ticket(ticket, as: try desk.contactID(contact))
        options.output.show(seen.json) { seen.page }
    }
}

struct TicketHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        "history", "Show every change of a ticket: who, where, what, when.",
        example: "ticket history 7-12")

    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            let changes = try replica.desk.history(try replica.desk.ticketID(ref))
            options.output.show(.array(changes.map(\.json))) {
                changes.map(\.line).joined(separator: "\n")
            }
        }
    }
}

struct TicketExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        "explain", "Say why a field shows what it shows.", example: "ticket explain 7-12 assignee")

    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String
    @Argument(help: "The field, such as assignee or comment/7-3/body.") var field: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            let explanation = try replica.desk.explain(try replica.desk.ticketID(ref), field)
            options.output.show(explanation.json) { explanation.page }
        }
    }
}
