// A document that is being taken in from this machine; nobody sees it before it is whole.

import Glibc
import SyncEngine

/// Bytes on their way into the store. What is not finished is gone with the object.
public final class DocumentIntake {
    private let folder: DocumentFolder
    private let file: RawFile
    private var hasher = ContentHasher()
    private var size: Int64 = 0

    init(_ folder: DocumentFolder) throws(StoreError) {
        self.folder = folder
        var generator = SystemRandomNumberGenerator()
        let name = "new-" + String(generator.next() as UInt64, radix: 16)
        guard let file = try RawFile(folder.partial(name), O_CREAT | O_EXCL | O_RDWR) else {
            throw .documentFile("make", folder.partial(name))
        }
        self.file = file
    }

    // After `finish` the name is no longer there.
    deinit { unlink(file.path) }

    /// Adds the next bytes.
    /// - Throws: `tooLarge`, `diskFull`; the intake is of no use afterwards.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        guard size + Int64(bytes.count) <= Limits.maximumDocumentBytes else {
            throw .documentTooLarge
        }
        try file.write(bytes, at: size)
        hasher.update(bytes)
        size += Int64(bytes.count)
    }

    /// Gives the bytes their name, on the disk when this returns. Bytes that were here already
    /// are there once.
    public func finish() throws(StoreError) -> StoredContent {
        let hash = hasher.finish()
        try folder.shelve(file, as: hash)
        let status = RawFile.status(of: folder.content(hash))
        return StoredContent(hash: hash, size: size, usedAt: status?.modifiedAt ?? 0)
    }
}
