// Documents as rows: the bytes are named by their hash, and travel on their own lane.

public import LocalStore
public import SyncEngine

/// A file to attach, as its row describes it.
public struct DocumentDraft: Hashable, Sendable {
    public var name: String
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    public var content: String
    /// In bytes.
    public var size: Int64
    public var audience: Audience

    public init(name: String, content: String, size: Int64, audience: Audience = .internal) {
        self.name = name
        self.content = content
        self.size = size
        self.audience = audience
    }
}

extension Desk {
    /// Attaches a document to a ticket; its bytes are stored elsewhere.
    @discardableResult
    public func attach(_ draft: DocumentDraft, to ticket: RowID) throws -> RowID {
        try act { action in
            _ = try action.row(RowKey(TicketSchema.ticket, ticket))
            return try action.create(draft, on: .row(ticket), replacing: nil)
        }.value
    }

    /// Adds a document in the place of another, which stays in the history. Two replacements of
    /// one document stand side by side.
    @discardableResult
    public func replaceDocument(_ document: RowID, with draft: DocumentDraft) throws -> RowID {
        try act { action in
            let old = try action.row(RowKey(TicketSchema.document, document))
            return try action.create(
                draft, on: old.value(DocumentField.ticket), replacing: document)
        }.value
    }

    /// Gives a document another name; its bytes stay.
    @discardableResult
    public func renameDocument(
        _ document: RowID, _ name: String, seen: Rendered? = nil
    ) throws -> Dot? {
        let value = Value.text(try TextCheck.name(name))
        return try setDocument(document, DocumentField.name, value, seen: seen)
    }

    /// Takes a document off its ticket; what replaced it survives.
    @discardableResult
    public func deleteDocument(_ document: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setDocument(document, DocumentField.deleted, .boolean(true), seen: seen)
    }

    private func setDocument(
        _ document: RowID, _ field: FieldID, _ value: Value, seen: Rendered?
    ) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) {
            try $0.set(RowKey(TicketSchema.document, document), field, to: value)
        }.dot
    }
}

extension Action {
    fileprivate func create(
        _ draft: DocumentDraft, on ticket: Value, replacing old: RowID?
    ) throws -> RowID {
        let isHash =
            draft.content.utf8.count == 64
            && draft.content.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isHash, draft.size >= 0 else {
            throw DeskError(.badValue, "The document's hash or size is malformed.")
        }
        var values: [FieldID: Value] = [
            DocumentField.ticket: ticket,
            DocumentField.name: .text(try TextCheck.name(draft.name)),
            DocumentField.content: .text(draft.content),
            DocumentField.size: .integer(draft.size),
        ]
        if let old { values[DocumentField.replaces] = .row(old) }
        guard draft.audience == .toClient else {
            return try create(TicketSchema.document, values)
        }
        values[DocumentField.visible] = .boolean(true)
        return try create(
            TicketSchema.document, values,
            evidence: [DocumentField.name: Evidence([.clientCouldSee(true)])])
    }
}
