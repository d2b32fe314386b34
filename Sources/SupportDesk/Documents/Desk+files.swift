// From a file on this machine to a document's row: the bytes first, so that no row is without them.

import Foundation
import LocalStore
import SyncEngine

extension Desk {
    /// Stores a copy of a file, and says what a row needs to know of it.
    /// - Parameter name: of the document; by default the file's own.
    /// - Throws: what the store throws of the file; ``DeskError`` `bad_value` for a name that no
    ///   document can have, before anything is copied.
    public func draft(
        ofFile path: String, name: String? = nil, audience: Audience = .internal
    ) throws -> DocumentDraft {
        let name = try TextCheck.name(name ?? URL(fileURLWithPath: path).lastPathComponent)
        guard let documents = store.documents else {
            throw DeskError(.notAllowed, "This replica is in memory and holds no documents.")
        }
        let content = try documents.takeIn(fileAt: path)
        return DocumentDraft(
            name: name, content: content.hash.description, size: content.size, audience: audience)
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
