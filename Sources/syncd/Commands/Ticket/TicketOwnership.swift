// `syncd ticket assign`, `claim` and `release`: three intents, which merging tells apart.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TicketAssign: TicketAction {
    static let configuration = CommandConfiguration(
        "assign", "Decide who does it.", example: "ticket assign 7-12 Technician",
        "An assignment is stronger than a claim made apart from it.")

    @OptionGroup var ticket: TicketArguments
    @Argument(help: "A member, by name or id, or me.") var member: String

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.assign(ticket, to: Reference(member), seen: seen)
    }
}

struct TicketClaim: TicketAction {
    static let configuration = CommandConfiguration(
        "claim", "Take the ticket for yourself.", example: "ticket claim 7-12",
        "Of claims made apart, the earliest holds.")

    @OptionGroup var ticket: TicketArguments

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.claim(ticket, seen: seen)
    }
}

struct TicketRelease: TicketAction {
    static let configuration = CommandConfiguration(
        "release", "Give the ticket back to nobody.", example: "ticket release 7-12")

    @OptionGroup var ticket: TicketArguments

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.release(ticket, seen: seen)
    }
}
