// An incident as it stood after one update, in our fields; specs/incident-log.md has the mapping.

/// What we hold of an incident: a function of one row of the log alone.
public struct IncidentTicket: Hashable, Sendable {
    public var title: String
    public var description: String?
    public var status: Status
    public var priority: Priority
    public var category: String?
    public var assignee: String?
    public var contact: String?
    public var organization: String?
    public var project: String?

    /// The ticket that an incident's first row makes.
    /// - Parameter externalID: the incident's number.
    public func draft(externalID: String) -> TicketDraft {
        var draft = TicketDraft(title: title)
        draft.externalID = externalID
        draft.description = description
        draft.status = status
        draft.priority = priority
        draft.category = category.map { Reference($0) }
        draft.assignee = assignee.map { Reference($0) }
        draft.contact = contact.map { Reference($0) }
        draft.organization = organization.map { Reference($0) }
        draft.project = project.map { Reference($0) }
        return draft
    }

    /// What a later row changed: an edit of the fields that differ, and no others. Empty where
    /// the row changes nothing that we hold.
    public func difference(from previous: IncidentTicket) -> TicketEdit {
        var edit = TicketEdit()
        if title != previous.title { edit.title = title }
        if description != previous.description { edit.description = description ?? "" }
        if status != previous.status { edit.status = status }
        if priority != previous.priority { edit.priority = priority }
        edit.category = Self.change(previous.category, category)
        edit.assignee = Self.change(previous.assignee, assignee)
        edit.project = Self.change(previous.project, project)
        if contact != previous.contact || organization != previous.organization {
            // One value: both parts are stated, so that neither is filled in from elsewhere.
            edit.contact = Self.stated(contact)
            edit.organization = Self.stated(organization)
        }
        return edit
    }

    private static func change(_ old: String?, _ new: String?) -> Change<Reference> {
        old == new ? .keep : stated(new)
    }

    private static func stated(_ name: String?) -> Change<Reference> {
        name.map { .set(Reference($0)) } ?? .clear
    }
}
