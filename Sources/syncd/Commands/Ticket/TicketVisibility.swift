// `syncd ticket visibility`: what the client could read of a ticket, and from when to when.

import ArgumentParser
import SupportDesk
import SyncEngine

struct TicketVisibility: ParsableCommand {
    static let configuration = CommandConfiguration(
        "visibility", "Show what the client could read of a ticket, and from when to when.",
        example: "ticket visibility 7-12 --on 2026-11-20",
        "As the hub answered, by its clock; whether anybody looked is not known.")

    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String
    @Option(
        help: ArgumentHelp("Only what this contact could read.", valueName: "contact"))
    var asClient: String?
    @Option(help: ArgumentHelp("Only what could be read on this day, UTC.", valueName: "day"))
    var on: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let day = try on.map { try CalendarDay(option: $0) }
        try Replica.reading(options) { replica in
            let desk = replica.desk
            let contact = try asClient.map { try desk.contactID(Reference($0)) }
            let all = try desk.visibility(try desk.ticketID(ref), to: contact)
            let periods = day.map { day in all.filter { $0.overlaps(day) } } ?? all
            options.output.show(.array(periods.map(\.json))) {
                periods.isEmpty
                    ? "Nothing of it was visible."
                    : periods.map(\.page).joined(separator: "\n")
            }
        }
    }
}

extension VisibilityPeriod {
    /// A line with the period, and below it what could be read.
    fileprivate var page: String {
        let end = until.map { "until \($0.at), by \($0.member.printable)" } ?? "and still is"
        let who = [audience.contact, audience.organization.map { "(\($0))" }]
            .compactMap { $0?.printable }.joined(separator: " ")
        let head =
            "\(item) to \(who.isEmpty ? "nobody" : who)\n"
            + "  from \(from.at), by \(from.member.printable), \(end)\n"
        return head + shown.lines.map { "    " + $0 }.joined(separator: "\n")
    }
}

extension JSONValue {
    /// The members of an object, a line each.
    fileprivate var lines: [String] {
        guard case .object(let members) = self else { return [plain] }
        return members.filter { $0.value != .null }.map { "\($0.key): \($0.value.plain)" }
    }
}
