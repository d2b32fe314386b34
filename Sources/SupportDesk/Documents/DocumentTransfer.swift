// What the documents' lane has to do next, as the rows of this replica say it.

public import LocalStore
public import SyncEngine

/// Bytes to move for a document.
public struct DocumentTransfer: Hashable, Sendable {
    /// The row by which the hub judges the request.
    public let document: RowID
    /// As it is shown: data, never a path.
    public let name: String
    public let hash: ContentHash
    /// In bytes.
    public let size: Int64

    public init(document: RowID, name: String, hash: ContentHash, size: Int64) {
        self.document = document
        self.name = name
        self.hash = hash
        self.size = size
    }
}

/// What is to be moved, asked and kept.
public struct DocumentPlan: Hashable, Sendable {
    /// Bytes that are here and not known to be at the hub, of rows that it has: the smallest
    /// first, one for each content.
    public let up: [DocumentTransfer]
    /// The same of rows that the hub does not have yet: they go up when the rows have gone.
    public let later: [DocumentTransfer]
    /// Bytes that are wanted here: those of documents that this laptop was asked to keep, and on
    /// tickets that are assigned to its member and not closed. The smallest first.
    public let wanted: [DocumentTransfer]
    /// Those of `wanted` that the hub is known to have.
    public let down: [DocumentTransfer]
    /// Documents of which it is not known whether their bytes have come to the hub; the newest
    /// first.
    public let toAsk: [DocumentTransfer]
    /// Documents whose bytes are here, and at the hub unless its disk has lost them since.
    public let toConfirm: [DocumentTransfer]
}

/// What an eviction must know of the rows.
public struct DocumentRetention: Hashable, Sendable {
    /// Bytes that stay, whatever the limit says.
    public let kept: Set<ContentHash>
    /// Bytes that were attached on this laptop: of what may go they go last.
    public let own: Set<ContentHash>
    /// Bytes that some row names.
    public let named: Set<ContentHash>
    /// In bytes.
    public let limit: Int64
}
