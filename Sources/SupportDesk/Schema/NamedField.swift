// The lists that tickets choose from: categories, types, contacts, organizations, projects.

public import SyncEngine

/// Numbers of the fields that all of these lists have.
public enum NamedField {
    public static let name: FieldID = 1
    /// An archived row is offered no longer, and stays valid where it stands.
    public static let archived: FieldID = 2
}

/// Numbers of a contact's further fields.
public enum ContactField {
    public static let organization: FieldID = 3
    public static let email: FieldID = 4
}

/// Numbers of a project's further fields.
public enum ProjectField {
    public static let organization: FieldID = 3
}

extension TicketSchema {
    /// Categories and types shape everybody's work, so owner and admins alone write them.
    public static let categories = Entity(
        id: category, name: "category", writers: .admins, fields: named())

    public static let types = Entity(id: type, name: "type", writers: .admins, fields: named())

    /// Somebody on site meets a new client while offline, so every member writes these.
    public static let contacts = Entity(
        id: contact, name: "contact",
        fields: named() + [
            Field(
                id: ContactField.organization, name: "organization",
                kind: .reference(organization), rule: Latest(), isIndexed: true),
            Field(id: ContactField.email, name: "email", kind: .text, rule: Latest()),
        ])

    public static let organizations = Entity(
        id: organization, name: "organization", fields: named())

    public static let projects = Entity(
        id: project, name: "project",
        fields: named() + [
            Field(
                id: ProjectField.organization, name: "organization",
                kind: .reference(organization), rule: Latest())
        ])

    private static func named() -> [Field] {
        [
            Field(id: NamedField.name, name: "name", kind: .text, rule: Latest()),
            Field(id: NamedField.archived, name: "archived", kind: .boolean, rule: AllTrue()),
        ]
    }
}
