// `syncd ticket new`: its id is given here and now, and is final.

import ArgumentParser
import LocalStore
import SupportDesk

struct TicketNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        "new", "Make a ticket.",
        example: "ticket new --title \"Printer on fire\" --priority urgent --assignee me")

    @Option(help: "What it is about, in a line.") var title: String
    @Option(help: "All that is known.") var description: String?
    @Option(help: "open, in_progress, resolved or closed.") var status: Status?
    @Option(help: "urgent, high, normal or low.") var priority: Priority?
    @Option(help: "A type, by name or id.") var type: String?
    @Option(help: "A category, by name or id.") var category: String?
    @Option(help: "A member, by name or id, or me.") var assignee: String?
    @Option(help: "A contact, by name or id; brings its organization along.") var contact: String?
    @Option(help: "An organization, by name or id.") var organization: String?
    @Option(help: "A project, by name or id.") var project: String?
    @Option(help: "The expected work: 45m, 2h, 2h30.") var estimate: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let draft = try draft()
        try Replica.writing(options) { replica in
            let id = try replica.desk.createTicket(draft)
            try options.output.showTicket(id, at: replica.desk) { "Saved: \($0.line)" }
        }
    }

    private func draft() throws -> TicketDraft {
        var draft = TicketDraft(title: title)
        draft.description = description
        draft.status = status ?? draft.status
        draft.priority = priority ?? draft.priority
        draft.type = type.map { Reference($0) }
        draft.category = category.map { Reference($0) }
        draft.assignee = assignee.map { Reference($0) }
        draft.contact = contact.map { Reference($0) }
        draft.organization = organization.map { Reference($0) }
        draft.project = project.map { Reference($0) }
        draft.estimate = try estimate.map { try WorkDuration($0).minutes }
        return draft
    }
}
