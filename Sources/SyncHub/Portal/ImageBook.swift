// Which bytes were found to be an image that can be shown: looked at once, since they never change.

internal import LocalStore
internal import SupportDesk
internal import SyncEngine
internal import Synchronization

/// What was found of bytes, by their hash.
final class ImageBook: Sendable {
    /// `nil` within: looked at, and none.
    private let kindByHash = Mutex([ContentHash: ImageKind?]())

    /// What bytes may be shown as. Blocks on the disk the first time.
    /// - Returns: `nil` if they are no image, too many, or not here.
    func kind(of row: DocumentRow, in files: DocumentFiles) throws -> ImageKind? {
        guard row.size <= HubLimits.portalImageBytes else { return nil }
        if let known = kindByHash.withLock({ $0[row.hash] }) { return known }
        guard row.isComplete(in: files), let document = try files.open(row.hash) else { return nil }
        let kind = try ImageKind(checking: document)
        kindByHash.withLock { kinds in
            if kinds.count >= HubLimits.rememberedImages { kinds = [:] }
            kinds[row.hash] = .some(kind)
        }
        return kind
    }

    /// Which of a ticket's documents are shown as images: those that come first and together are
    /// not more than a browser should load, so that no ticket makes the hub read for minutes.
    func images(among rows: [DocumentRow], in files: DocumentFiles) throws -> Set<RowID> {
        var room = HubLimits.portalImagesBytes
        return try rows.reduce(into: []) { shown, row in
            guard row.size <= room else { return }
            // Bytes that turn out to be none were read, too.
            if row.size <= HubLimits.portalImageBytes { room -= row.size }
            if try kind(of: row, in: files) != nil { shown.insert(row.id) }
        }
    }
}
