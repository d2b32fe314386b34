// The lists that tickets choose from, as commands and pages name them.

public import SyncEngine

/// A list of named rows that can be archived.
public enum NamedList: String, Hashable, Sendable, CaseIterable {
    case category
    case type
    case contact
    case organization
    case project

    public var entity: EntityID {
        switch self {
        case .category: TicketSchema.category
        case .type: TicketSchema.type
        case .contact: TicketSchema.contact
        case .organization: TicketSchema.organization
        case .project: TicketSchema.project
        }
    }

    /// Whether a row of it can belong to an organization.
    public var hasOrganization: Bool { organizationField != nil }

    var organizationField: FieldID? {
        switch self {
        case .contact: ContactField.organization
        case .project: ProjectField.organization
        case .category, .type, .organization: nil
        }
    }
}

/// A row to add to a list.
public struct NamedDraft: Hashable, Sendable {
    public var name: String
    /// For contacts and projects.
    public var organization: Reference?
    /// For contacts.
    public var email: String?

    public init(_ name: String, organization: Reference? = nil, email: String? = nil) {
        self.name = name
        self.organization = organization
        self.email = email
    }
}

/// What an edit of a list's row sets; what is not set stays as it is.
public struct NamedEdit: Hashable, Sendable {
    public var name: String?
    /// For contacts and projects.
    public var organization = Change<Reference>.keep
    /// For contacts.
    public var email = Change<String>.keep

    public init() {}
}
