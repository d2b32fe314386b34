// The bytes of documents beside a replica's database, named by what they are.

import Glibc
import SyncEngine

/// A store of immutable bytes: what bears a name is complete, verified and on the disk.
///
/// Laptops and hubs use it alike. It knows no rows and no rights: who may have which bytes is
/// judged by the row of the document, above. All calls block on the disk and may come from any
/// thread and any process.
public struct DocumentFiles: Sendable {
    let folder: DocumentFolder
    let reservedDiskBytes: Int64

    /// - Parameters:
    ///   - path: of the store's own folder, which is made when it is first written to.
    ///   - reservedDiskBytes: what a new document has to leave free.
    public init(path: String, reservedDiskBytes: Int64 = DocumentLimits.reservedDiskBytes) {
        folder = DocumentFolder(path: path)
        self.reservedDiskBytes = reservedDiskBytes
    }

    /// The bytes of that hash, if they are here.
    public func open(_ hash: ContentHash) throws(StoreError) -> OpenDocument? {
        guard let file = try RawFile(folder.content(hash), O_RDONLY) else { return nil }
        return try OpenDocument(hash, file)
    }

    /// How many bytes there are of that hash; `nil` if they are not here.
    /// - Complexity: one look at the file's name.
    public func size(of hash: ContentHash) -> Int64? {
        RawFile.status(of: folder.content(hash))?.size
    }

    /// Everything that is here, in the order of the hashes.
    /// - Complexity: O(documents): looks at each file.
    public func all() -> [StoredContent] {
        DocumentFolder.names(in: folder.path).filter { $0.utf8.count == 2 }.flatMap { shelf in
            DocumentFolder.names(in: folder.path + "/" + shelf).compactMap { name in
                ContentHash(name).flatMap(stored)
            }
        }
    }

    private func stored(_ hash: ContentHash) -> StoredContent? {
        RawFile.status(of: folder.content(hash)).map {
            StoredContent(hash: hash, size: $0.size, usedAt: $0.modifiedAt)
        }
    }

    /// Remembers that somebody has just used the bytes: they are evicted later than others.
    public func noteUse(of hash: ContentHash) {
        utimensat(AT_FDCWD, folder.content(hash), nil, 0)
    }

    /// Takes the bytes away; whoever has them open reads on.
    public func remove(_ hash: ContentHash) { unlink(folder.content(hash)) }
}

/// Bytes that are here.
public struct StoredContent: Hashable, Sendable {
    public let hash: ContentHash
    /// In bytes.
    public let size: Int64
    /// Seconds since 1970.
    public let usedAt: Int64
}

extension DocumentFiles {
    /// Begins a document that is made here, whose hash nobody knows yet.
    /// - Parameter size: in bytes, as far as it is known; 0 if not.
    /// - Throws: `tooLarge`, `diskFull`.
    public func beginIntake(of size: Int64 = 0) throws(StoreError) -> DocumentIntake {
        try Self.check(size: size)
        try folder.make()
        try folder.checkRoom(for: size, reserved: reservedDiskBytes)
        return try DocumentIntake(folder)
    }

    /// Takes a copy of a file in, piece by piece.
    /// - Throws: `notFound`; `unreadable` for what is no file; `tooLarge`, `diskFull`.
    public func takeIn(fileAt path: String) throws(StoreError) -> StoredContent {
        guard let file = try RawFile(path, O_RDONLY) else {
            throw StoreError(.notFound, "There is no file \(path).", hint: "Check its name.")
        }
        let status = try file.status()
        guard status.isRegular else {
            throw StoreError(
                .unreadable, "\(path) is no file that could be attached.",
                hint: "Pack a folder into an archive first.")
        }
        let intake = try beginIntake(of: status.size)
        try file.forEachPiece { piece throws(StoreError) in try intake.append(piece) }
        return try intake.finish()
    }

    /// Goes on with bytes that come in pieces, from where they were left.
    ///
    /// - Parameters:
    ///   - size: of the whole document.
    ///   - sender: tells apart who sends, so that nobody can spoil another's transfer: letters,
    ///     digits and dashes.
    /// - Throws: `tooLarge`, `diskFull`.
    public func partial(
        of hash: ContentHash, size: Int64, from sender: String
    ) throws(StoreError) -> PartialDocument {
        precondition(Self.isSender(sender), "'\(sender)' is no name of a sender")
        try Self.check(size: size)
        try folder.make()
        let partial = try PartialDocument(hash, size: size, from: sender, in: folder)
        try folder.checkRoom(for: size - partial.received(), reserved: reservedDiskBytes)
        return partial
    }

    /// How much of a transfer has come; 0 if it has not begun.
    public func received(of hash: ContentHash, from sender: String) -> Int64 {
        RawFile.status(of: folder.partial(PartialDocument.name(hash, sender)))?.size ?? 0
    }

    /// Removes transfers that nobody has gone on with for longer than a while.
    /// - Parameter now: seconds since 1970.
    public func removeOldPartials(now: Int64) {
        for name in DocumentFolder.names(in: folder.partials) {
            let path = folder.partial(name)
            guard let status = RawFile.status(of: path),
                now - status.modifiedAt > DocumentLimits.partialLifetimeSeconds
            else { continue }
            unlink(path)
        }
    }

    private static func check(size: Int64) throws(StoreError) {
        guard size <= Limits.maximumDocumentBytes else { throw .documentTooLarge }
    }

    private static func isSender(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}

extension StoreError {
    static let documentTooLarge = StoreError(
        .tooLarge,
        "A document has at most \(Limits.maximumDocumentBytes) bytes; this one was not stored.",
        hint: "Put it where large files live, and attach a note that says where.")
}
