// `syncd ticket`: everything one does with one ticket; all of it works offline.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TicketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Tickets: make, find, read and change them, also offline.",
        discussion: "Example: syncd ticket list --assignee me --status open,in_progress",
        subcommands: [
            TicketNew.self, TicketList.self, TicketShow.self, TicketSet.self, TicketAssign.self,
            TicketClaim.self, TicketRelease.self, TicketReopen.self, TicketShare.self,
            TicketUnshare.self, TicketConfirmRelease.self, TicketComment.self, TicketTime.self,
            TicketAttach.self, TicketHistory.self, TicketExplain.self, TicketVisibility.self,
        ])
}

/// The ticket that a command is about, and what its user had seen of it.
struct TicketArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String

    @OptionGroup var seen: SeenOption
    @OptionGroup var options: GlobalOptions
}

/// What was on the screen when the user decided.
struct SeenOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The token printed with what you saw; by default, what is shown now.",
            valueName: "token"))
    var seen: String?

    func rendered() throws -> Rendered? {
        guard let seen else { return nil }
        guard let rendered = Rendered(token: seen) else {
            throw CommandError(
                "bad_token", "The token of --seen cannot be read.",
                hint: "Copy \"seen\" as `ticket show --json` prints it.", exit: .usage)
        }
        return rendered
    }
}

/// A command that changes one ticket in one step, and prints the ticket afterwards.
protocol TicketAction: ParsableCommand {
    var ticket: TicketArguments { get }
    /// - Returns: The unit's name, or `nil` if nothing differed.
    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot?
}

extension TicketAction {
    mutating func run() throws {
        let action = self
        let seen = try ticket.seen.rendered()
        try Replica.writing(ticket.options) { replica in
            let id = try replica.desk.ticketID(action.ticket.ref)
            let dot = try action.act(on: id, at: replica.desk, seen: seen)
            try action.ticket.options.output.showTicket(id, at: replica.desk) { record in
                dot == nil ? "Nothing to change: \(record.line)" : "Saved: \(record.line)"
            }
        }
    }
}
