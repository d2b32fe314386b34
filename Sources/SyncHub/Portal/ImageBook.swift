// Which bytes were found to be an image that can be shown: looked at once, since they never change.

internal import LocalStore
internal import SupportDesk
internal import SyncEngine
internal import Synchronization

/// What was found of bytes, by their hash.
final class ImageBook: Sendable {
    /// `nil` within: looked at, and none.
    private let kindByHash = Mutex([ContentHash: ImageKind?]())
    private let imageBytes: Int64
    private let pageBytes: Int64

    /// - Parameters:
    ///   - imageBytes: of one image, at most.
    ///   - pageBytes: of all images on one page, at most.
    init(
        imageBytes: Int64 = HubLimits.portalImageBytes,
        pageBytes: Int64 = HubLimits.portalImagesBytes
    ) {
        self.imageBytes = imageBytes
        self.pageBytes = pageBytes
    }

    /// What bytes may be shown as. Blocks on the disk the first time.
    /// - Returns: `nil` if they are no image, too many, or not here.
    func kind(of row: DocumentRow, in files: DocumentFiles) throws -> ImageKind? {
        guard row.size <= imageBytes else { return nil }
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
        var room = pageBytes
        return try rows.reduce(into: []) { shown, row in
            guard row.size <= room else { return }
            // Bytes that turn out to be none were read, too.
            if row.size <= imageBytes { room -= row.size }
            if try kind(of: row, in: files) != nil { shown.insert(row.id) }
        }
    }
}
