// A document that comes in pieces over a network: may be cut and killed anywhere, and goes on.

import Glibc

/// The part of a document that has come so far.
///
/// The file's length is the whole state, so there is nothing that could disagree with it after a
/// kill. Several may have the same transfer open, in one process or in many: each piece names its
/// offset, and the one who comes too late is told. What the bytes are is found out at the end.
public final class PartialDocument: Sendable {
    public let hash: ContentHash
    /// Of the whole document, in bytes.
    public let size: Int64
    private let folder: DocumentFolder
    private let file: RawFile

    init(
        _ hash: ContentHash, size: Int64, from sender: String, in folder: DocumentFolder
    ) throws(StoreError) {
        self.hash = hash
        self.size = size
        self.folder = folder
        let path = folder.partial(Self.name(hash, sender))
        guard let file = try RawFile(path, O_CREAT | O_RDWR) else {
            throw .documentFile("make", path)
        }
        self.file = file
        try file.withLock { () throws(StoreError) in
            // Somebody's row named these bytes with another size; the bytes decide at the end.
            if try file.status().size > size { file.truncate(to: 0) }
        }
    }

    static func name(_ hash: ContentHash, _ sender: String) -> String {
        "\(hash).\(sender)"
    }

    /// How many bytes have come: the next piece begins there.
    public func received() throws(StoreError) -> Int64 { try file.status().size }

    /// Adds a piece.
    /// - Parameter offset: where it begins in the document.
    /// - Throws: `outdated` if that is not where the bytes end, since somebody else was quicker;
    ///   `tooLarge` beyond the document's size; `diskFull`. The bytes before stay.
    public func append(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StoreError) {
        guard offset + Int64(bytes.count) <= size else {
            throw StoreError(.tooLarge, "More bytes came than the document has.")
        }
        try file.withLock { () throws(StoreError) in
            let received = try file.status().size
            guard received == offset else {
                throw StoreError(
                    .outdated, "The document goes on at \(received), not at \(offset).",
                    retry: .later)
            }
            do throws(StoreError) {
                try file.write(bytes, at: offset)
            } catch {
                // A full disk may have taken some of it.
                file.truncate(to: offset)
                throw error
            }
        }
    }

    /// Verifies the whole and gives it its name, on the disk when this returns.
    /// - Throws: `outdated` if it is not whole, or somebody else has finished it; `badValue` if
    ///   the bytes are not those of the hash: they are gone then, to be sent anew.
    /// - Complexity: O(size): everything is read once more, as the disk has it.
    public func finish() throws(StoreError) {
        try file.withLock { () throws(StoreError) in
            let status = try file.status()
            let named = RawFile.status(of: file.path)
            guard status.size == size, named?.isSameFile(as: status) == true else {
                throw StoreError(.outdated, "The document is not whole yet.", retry: .later)
            }
            guard try file.hash() == hash else {
                unlink(file.path)
                throw StoreError(
                    .badValue, "The bytes that came are not those of the document.",
                    hint: "They are fetched anew.", retry: .later)
            }
            try folder.shelve(file, as: hash)
        }
    }

    /// Gives the transfer up, with what has come.
    public func discard() throws(StoreError) {
        try file.withLock { () throws(StoreError) in
            let status = try file.status()
            guard RawFile.status(of: file.path)?.isSameFile(as: status) == true else { return }
            unlink(file.path)
        }
    }
}
