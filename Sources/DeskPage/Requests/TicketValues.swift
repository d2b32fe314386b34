// Tickets as a browser sends them: a draft with everything it holds, an edit with what it sets.

import SupportDesk

extension WriteBody {
    static let draftKeys = [
        "title", "description", "status", "priority", "type", "category", "assignee", "contact",
        "organization", "project", "estimate",
    ]

    static let editKeys = draftKeys + ["append"]

    /// The ticket that the body describes.
    func draft() throws -> TicketDraft {
        var draft = TicketDraft(title: try text("title"))
        draft.description = try optionalText("description")
        draft.status = try status() ?? draft.status
        draft.priority = try priority() ?? draft.priority
        draft.type = try reference("type").content
        draft.category = try reference("category").content
        draft.assignee = try reference("assignee").content
        draft.contact = try reference("contact").content
        draft.organization = try reference("organization").content
        draft.project = try reference("project").content
        if case .set(let minutes) = try estimate() { draft.estimate = minutes }
        return draft
    }

    /// What the body sets; a key that is not there stays as it is, null clears.
    func edit() throws -> TicketEdit {
        var edit = TicketEdit()
        if has("title") { edit.title = try text("title") }
        if has("description") { edit.description = try optionalText("description") ?? "" }
        if has("append") { edit.append = try text("append") }
        edit.status = try status()
        edit.priority = try priority()
        edit.type = try reference("type")
        edit.category = try reference("category")
        edit.assignee = try reference("assignee")
        edit.contact = try reference("contact")
        edit.organization = try reference("organization")
        edit.project = try reference("project")
        edit.estimate = try estimate()
        guard !edit.isEmpty else { throw PageError.badBody("The edit sets nothing.") }
        return edit
    }

    /// What the body sets of a list's row; null clears.
    func namedEdit() throws -> NamedEdit {
        var edit = NamedEdit()
        if has("name") { edit.name = try text("name") }
        edit.organization = try reference("organization")
        if has("email") {
            let email = try optionalText("email") ?? ""
            edit.email = email.isEmpty ? .clear : .set(email)
        }
        guard edit != NamedEdit() else { throw PageError.badBody("The edit sets nothing.") }
        return edit
    }

    private func status() throws -> Status? {
        guard has("status") else { return nil }
        let name = try text("status")
        guard let status = Status(name: name) else {
            throw PageError.badValue("\"\(name)\" is no status.")
        }
        return status
    }

    private func priority() throws -> Priority? {
        guard has("priority") else { return nil }
        let name = try text("priority")
        guard let priority = Priority(name: name) else {
            throw PageError.badValue("\"\(name)\" is no priority.")
        }
        return priority
    }

    /// A name that is "none" is a name here: what clears is null, or an empty text.
    private func reference(_ key: String) throws -> Change<Reference> {
        guard has(key) else { return .keep }
        guard let text = try optionalText(key), !text.isEmpty else { return .clear }
        return .set(Reference(text))
    }

    private func estimate() throws -> Change<Int64> {
        switch value("estimate") {
        case nil: .keep
        case .null: .clear
        default: .set(try number("estimate"))
        }
    }
}
