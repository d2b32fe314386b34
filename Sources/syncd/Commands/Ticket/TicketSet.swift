// `syncd ticket set` and `reopen`: change fields of a ticket; only what differs is written.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TicketSet: TicketAction {
    static let configuration = CommandConfiguration(
        "set", "Change fields of a ticket, all of them in one step.",
        example: "ticket set 7-12 --status resolved --append \"Fuse replaced.\"",
        "`none` clears a field that may be empty.")

    @OptionGroup var ticket: TicketArguments
    @Option(help: "What it is about, in a line.") var title: String?
    @Option(help: "The whole new description.") var description: String?
    @Option(help: "Words to add below the description.") var append: String?
    @Option(help: "open, in_progress, resolved or closed.") var status: Status?
    @Option(help: "urgent, high, normal or low.") var priority: Priority?
    @Option(help: "A type, by name or id, or none.") var type: String?
    @Option(help: "A category, by name or id, or none.") var category: String?
    @Option(help: "A contact, by name or id, or none.") var contact: String?
    @Option(help: "An organization, by name or id, or none.") var organization: String?
    @Option(help: "A project, by name or id, or none.") var project: String?
    @Option(help: "The expected work: 45m, 2h, 2h30, or none.") var estimate: String?

    func validate() throws {
        if (try? edit())?.isEmpty == true {
            throw ValidationError("Name at least one field to set.")
        }
    }

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.edit(ticket, try edit(), seen: seen)
    }

    private func edit() throws -> TicketEdit {
        var edit = TicketEdit()
        edit.title = title
        edit.description = description
        edit.append = append
        edit.status = status
        edit.priority = priority
        edit.type = Change(option: type)
        edit.category = Change(option: category)
        edit.contact = Change(option: contact)
        edit.organization = Change(option: organization)
        edit.project = Change(option: project)
        edit.estimate =
            switch estimate {
            case nil: .keep
            case "none": .clear
            case .some(let text): .set(try WorkDuration(text).minutes)
            }
        return edit
    }
}

struct TicketReopen: TicketAction {
    static let configuration = CommandConfiguration(
        "reopen", "Open a ticket that was resolved or closed.", example: "ticket reopen 7-12",
        "A reopening is stronger than a closing made apart from it.")

    @OptionGroup var ticket: TicketArguments

    func act(on ticket: RowID, at desk: Desk, seen: Rendered?) throws -> Dot? {
        try desk.reopen(ticket, seen: seen)
    }
}
