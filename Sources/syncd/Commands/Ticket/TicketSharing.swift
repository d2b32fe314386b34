// `syncd ticket share`, `unshare` and `confirm-release`: what the client may see of a ticket.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TicketShare: ParsableCommand {
    static let configuration = CommandConfiguration(
        "share", "Let the client see the ticket.", example: "ticket share 7-12 --yes",
        "Shows what will be released, and asks.")

    @OptionGroup var ticket: TicketArguments
    @OptionGroup var consent: Consent

    func run() throws {
        try TicketRelease.releasing(ticket, consent, includingHeld: false) { desk, id, seen in
            try desk.share(id, seen: seen)
        }
    }
}

struct TicketConfirmRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        "confirm-release", "Release what a merge held back from the client.",
        example: "ticket confirm-release 7-12",
        "The ticket, its comments and documents. Shows what will be released, and asks.")

    @OptionGroup var ticket: TicketArguments
    @OptionGroup var consent: Consent

    func run() throws {
        try TicketRelease.releasing(ticket, consent, includingHeld: true) { desk, id, seen in
            try desk.confirmRelease(id, seen: seen)
        }
    }
}

struct TicketUnshare: TicketAction {
    static let configuration = CommandConfiguration(
        "unshare", "Hide the ticket from the client.", example: "ticket unshare 7-12")

    @OptionGroup var ticket: TicketArguments

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.unshare(ticket, seen: seen)
    }
}

extension TicketRelease {
    /// Shows what the client would see, asks, and releases exactly that.
    fileprivate static func releasing(
        _ ticket: TicketArguments, _ consent: Consent, includingHeld: Bool,
        _ act: (Desk, RowID, Rendered?) throws -> Dot?
    ) throws {
        let given = try ticket.seen.rendered()
        try Replica.writing(ticket.options) { replica in
            let desk = replica.desk
            let id = try desk.ticketID(ticket.ref)
            let release = try desk.release(ofTicket: id, includingHeld: includingHeld)
            try consent.ask(release.page, ticket.options)
            let dot = try act(desk, id, given ?? release.seen)
            try ticket.options.output.showTicket(id, at: desk) { record in
                dot == nil ? "Nothing to change: \(record.line)" : "Saved: \(record.line)"
            }
        }
    }
}
