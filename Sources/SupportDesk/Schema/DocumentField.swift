// The fields of a document: its bytes are fixed, a replacement is a row naming what it replaces.

public import SyncEngine

/// Numbers of a document's fields.
public enum DocumentField {
    public static let ticket: FieldID = 1
    public static let name: FieldID = 2
    /// Whether the client may open it, if the ticket is shared; otherwise it is internal.
    public static let visible: FieldID = 3
    /// SHA-256 of the bytes, in hexadecimal.
    public static let content: FieldID = 4
    /// In bytes.
    public static let size: FieldID = 5
    /// The document that this one replaces. Two replacements of one stand side by side.
    public static let replaces: FieldID = 6
    public static let deleted: FieldID = 7
}

extension TicketSchema {
    public static let documents = Entity(
        id: document, name: "document", owner: DocumentField.ticket,
        fields: [
            owner(DocumentField.ticket),
            Field(id: DocumentField.name, name: "name", kind: .text, rule: Latest()),
            Field(
                id: DocumentField.visible, name: "visible", kind: .boolean,
                rule: SeenOrSaid(releases: [DocumentField.name])),
            Field(
                id: DocumentField.content, name: "content", kind: .text, rule: WrittenOnce(),
                isWrittenOnce: true),
            Field(
                id: DocumentField.size, name: "size", kind: .integer, rule: WrittenOnce(),
                isWrittenOnce: true),
            Field(
                id: DocumentField.replaces, name: "replaces", kind: .reference(document),
                rule: WrittenOnce(), isWrittenOnce: true, isIndexed: true),
            Field(id: DocumentField.deleted, name: "deleted", kind: .boolean, rule: AnyTrue()),
        ])
}
