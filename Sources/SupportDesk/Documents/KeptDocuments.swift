// What somebody wants to have on this laptop whatever happens: the documents that it is to keep.

import LocalStore
public import SyncEngine

/// The marks of this laptop; they are nobody else's business, and are never synced.
public struct KeptDocuments: Hashable, Sendable {
    /// Documents that are kept by themselves.
    public let documents: Set<RowID>
    /// Tickets of which every document is kept, those that come later, too.
    public let tickets: Set<RowID>

    /// Marks on one laptop: more than anybody makes.
    static let maximumCount = 10_000
    fileprivate static let prefix = "documents_kept."

    /// Whether a document of that ticket is kept, and by which mark.
    func reason(_ document: RowID, of ticket: RowID?) -> DocumentRecord.Reason? {
        if documents.contains(document) { return .document }
        return ticket.map { tickets.contains($0) } == true ? .ticket : nil
    }
}

extension Desk {
    /// What this laptop was asked to keep.
    /// - Complexity: O(marks).
    public func keptDocuments() throws -> KeptDocuments {
        KeptDocuments(
            documents: try keptRows(TicketSchema.document),
            tickets: try keptRows(TicketSchema.ticket))
    }

    /// Keeps a document on this laptop, or no longer. It is fetched as soon as the hub has it, and
    /// never goes.
    /// - Returns: whether that is new.
    /// - Throws: ``DeskError`` `not_found`.
    @discardableResult
    public func keepDocument(_ document: RowID, _ isKept: Bool = true) throws -> Bool {
        try keep(RowKey(TicketSchema.document, document), isKept)
    }

    /// The same of all documents of a ticket, also of those that are attached later.
    @discardableResult
    public func keepDocuments(of ticket: RowID, _ isKept: Bool = true) throws -> Bool {
        try keep(RowKey(TicketSchema.ticket, ticket), isKept)
    }

    private func keep(_ key: RowKey, _ isKept: Bool) throws -> Bool {
        guard try store.read({ try $0.row(key) }) != nil else {
            throw DeskError.unknown(key, in: store.schema)
        }
        let marked = try keptRows(key.entity)
        guard marked.contains(key.row) != isKept else { return false }
        guard !isKept || marked.count < KeptDocuments.maximumCount else {
            throw DeskError(
                .badValue, "This laptop keeps \(marked.count) documents and tickets already.",
                hint: "Let some go first.")
        }
        // A mark may have been made under the id that the row had before.
        for (name, id) in try marks(key.entity) where id == key.row {
            try store.setSetting(name, nil)
        }
        if isKept { try store.setSetting(Self.prefix(key.entity) + "\(key.row)", "1") }
        return true
    }

    private func keptRows(_ entity: EntityID) throws -> Set<RowID> {
        Set(try marks(entity).map(\.id))
    }

    /// The names of the marks, and the rows that they mean: a copy of a laptop that went on under
    /// another ordinal has other ids for what was only on it.
    private func marks(_ entity: EntityID) throws -> [(name: String, id: RowID)] {
        let prefix = Self.prefix(entity)
        let names = try store.settings(under: prefix).map(\.key)
        return try store.read { reader in
            try names.compactMap { name in
                guard let id = RowID(name.dropFirst(prefix.count)) else { return nil }
                return (name, try reader.renamed(RowKey(entity, id)) ?? id)
            }
        }
    }

    private static func prefix(_ entity: EntityID) -> String {
        KeptDocuments.prefix + (entity == TicketSchema.ticket ? "ticket." : "document.")
    }
}
