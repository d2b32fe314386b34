// The fields of an incident in the words in which every view of a ticket shows them.

import SupportDesk

extension IncidentTicket {
    /// By field, as ``SiblingRecord/value`` spells it.
    var values: [String: JSONValue] {
        .ofTicket(
            (title, description, status.name, priority.name), category, assignee, project,
            (contact, organization))
    }
}

extension TicketRecord {
    /// What the list shows, by field.
    var values: [String: JSONValue] {
        .ofTicket(
            (title, description, status, priority), category, assignee, project,
            (contact, organization))
    }
}

extension [String: JSONValue] {
    fileprivate static func ofTicket(
        _ own: (title: String, description: String?, status: String?, priority: String?),
        _ category: String?, _ assignee: String?, _ project: String?,
        _ client: (contact: String?, organization: String?)
    ) -> Self {
        let hasClient = client.contact != nil || client.organization != nil
        return [
            "title": .string(own.title), "description": .optional(own.description),
            "status": .optional(own.status), "priority": .optional(own.priority),
            "category": .optional(category), "assignee": .optional(assignee),
            "project": .optional(project),
            "client": hasClient
                ? [
                    "contact": .optional(client.contact),
                    "organization": .optional(client.organization),
                ] : .null,
        ]
    }
}
