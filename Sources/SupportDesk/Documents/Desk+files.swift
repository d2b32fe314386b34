// From a file on this machine to a document's row: the bytes first, so that no row is without them.

import Foundation
public import LocalStore
public import SyncEngine

extension Desk {
    /// Stores a copy of a file, and says what a row needs to know of it.
    /// - Parameter name: of the document; by default the file's own.
    /// - Throws: what the store throws of the file; ``DeskError`` `bad_value` for a name that no
    ///   document can have, before anything is copied.
    public func draft(
        ofFile path: String, name: String? = nil, audience: Audience = .internal
    ) throws -> DocumentDraft {
        let name = try documentName(name ?? URL(fileURLWithPath: path).lastPathComponent)
        let content = try documentFiles().takeIn(fileAt: path)
        return DocumentDraft(
            name: name, content: content.hash.description, size: content.size, audience: audience)
    }

    /// A name as a document has it: to be asked before its bytes are taken in.
    /// - Throws: ``DeskError`` `bad_value`.
    public func documentName(_ name: String) throws -> String { try TextCheck.name(name) }

    /// Where this replica keeps bytes.
    /// - Throws: ``DeskError`` `not_allowed` for one in memory.
    public func documentFiles() throws -> DocumentFiles {
        guard let documents = store.documents else {
            throw DeskError(.notAllowed, "This replica is in memory and holds no documents.")
        }
        return documents
    }

    /// Where a document's bytes are, and who attached it.
    /// - Throws: ``DeskError`` `not_found`.
    public func documentWhereabouts(
        _ document: RowID
    ) throws -> (place: DocumentPlace, author: String) {
        let key = RowKey(TicketSchema.document, document)
        return try store.read { reader in
            guard let row = try reader.row(key) else {
                throw DeskError.unknown(key, in: store.schema)
            }
            let people = try People(reader, identity: store.identity)
            return (try row.place(in: store, reader), people[row.creator].member)
        }
    }
}

extension Row {
    /// Where a document's bytes are.
    func place(in store: LocalStore, _ reader: StoreReader) throws -> DocumentPlace {
        guard let hash = value(DocumentField.content).text.flatMap({ ContentHash($0) }) else {
            return .author
        }
        let isAtHub = try reader.isAtHub(hash)
        guard store.documents?.size(of: hash) == nil else { return isAtHub ? .here : .hereOnly }
        return isAtHub ? .hub : .author
    }
}
