// `syncd ticket comment`, `time` and `attach`: rows that belong to a ticket.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine

struct TicketComment: ParsableCommand {
    static let configuration = CommandConfiguration(
        "comment", "Add an internal note, or words to the client.",
        example: "ticket comment 7-12 --internal \"The fuse is the third in a week.\"")

    @OptionGroup var ticket: TicketArguments
    @Flag(exclusivity: .exclusive, help: "Whom it is for; one of the two is required.")
    var audience: AudienceFlag
    @Argument(help: "What to say.") var text: String

    func run() throws {
        try Replica.writing(ticket.options) { replica in
            let id = try replica.desk.ticketID(ticket.ref)
            let comment = try replica.desk.comment(on: id, text, audience.audience)
            ticket.options.output.show(["id": .string("\(comment)"), "ticket": .string("\(id)")]) {
                "Saved: comment \(comment) on ticket \(id)."
            }
        }
    }
}

enum AudienceFlag: String, EnumerableFlag {
    case `internal`
    case toClient

    var audience: Audience { self == .internal ? .internal : .toClient }
}

struct TicketTime: ParsableCommand {
    static let configuration = CommandConfiguration(
        "time", "Log work on a ticket.", example: "ticket time 7-12 45m --note \"On site\"")

    @OptionGroup var ticket: TicketArguments
    @Argument(help: "How long: 45m, 2h, 2h30.") var duration: String
    @Option(help: "The day of the work, as 2026-11-20; today by default.") var day: String?
    @Option(help: "What was done.") var note: String?

    func run() throws {
        let minutes = try WorkDuration(duration).minutes
        let day = try day.map { try CalendarDay(option: $0) } ?? .today()
        try Replica.writing(ticket.options) { replica in
            let id = try replica.desk.ticketID(ticket.ref)
            let entry = try replica.desk.logTime(on: id, minutes: minutes, day: day, note: note)
            ticket.options.output.show(["id": .string("\(entry)"), "ticket": .string("\(id)")]) {
                "Saved: time entry \(entry) on ticket \(id)."
            }
        }
    }
}

struct TicketAttach: ParsableCommand {
    static let configuration = CommandConfiguration(
        "attach", "Attach a copy of a file.", example: "ticket attach 7-12 invoice.pdf",
        "The copy is kept here and sent with the next sync; the file may change or go.")

    @OptionGroup var ticket: TicketArguments
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "What to call the document; by default, what the file is called.")
    var name: String?
    @Flag(help: "Let the client open it; internal by default.") var clientVisible = false

    func run() throws {
        try Replica.writing(ticket.options) { replica in
            let id = try replica.desk.ticketID(ticket.ref)
            let draft = try replica.desk.draft(
                ofFile: file, name: name, audience: clientVisible ? .toClient : .internal)
            let document = try replica.desk.attach(draft, to: id)
            ticket.options.output.show(["id": .string("\(document)"), "ticket": .string("\(id)")]) {
                "Saved: document \(document) on ticket \(id), \(ByteCount(draft.size))."
            }
        }
    }
}

extension CalendarDay {
    /// The day here and now.
    static func today() -> CalendarDay {
        let now = Date()
        return CalendarDay(
            milliseconds: Int64(now.timeIntervalSince1970 * 1_000),
            offset: TimeZone.current.secondsFromGMT(for: now))
    }

    init(option text: String) throws {
        guard let day = CalendarDay(text) else {
            throw CommandError(
                "bad_day", "\"\(text)\" is no day.", hint: "Write it as 2026-11-20.", exit: .usage)
        }
        self = day
    }
}
