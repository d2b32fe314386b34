// Copies bytes between document stores: into a backup and back, each whole and verified or not at
// all.

import Glibc
import SyncEngine

extension DocumentFiles {
    /// What came of copying one document.
    package enum Copying: Hashable, Sendable {
        case copied
        /// It was there; a name is given to whole and verified bytes alone.
        case present
        /// The other store has nothing of that hash.
        case missing
        /// What the other store has is not what the hash names; nothing was copied.
        case damaged
    }

    /// Takes the bytes of a hash over from another store, unless they are here. May be cut
    /// anywhere: the next time goes on.
    /// - Throws: `diskFull`; `busy` if another process copies the same.
    /// - Complexity: O(1) for what is here; else O(size): it is read twice, and saved.
    package func copy(
        _ hash: ContentHash, from other: DocumentFiles
    ) throws(StoreError) -> Copying {
        guard let source = try other.open(hash) else {
            return size(of: hash) == nil ? .missing : .present
        }
        if size(of: hash) == source.size { return .present }
        let partial = try partial(of: hash, size: source.size, from: "copy")
        var offset = try partial.received()
        while offset < source.size {
            let piece = try source.read(at: offset, count: DocumentLimits.pieceBytes)
            guard !piece.isEmpty else { return .damaged }
            var failure: StoreError?
            piece.withUnsafeBytes { bytes in
                do throws(StoreError) {
                    try partial.append(bytes, at: offset)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            offset += Int64(piece.count)
        }
        do throws(StoreError) {
            try partial.finish()
        } catch  where error.code == .badValue {
            return .damaged
        }
        return .copied
    }

    /// Whether there is such a folder with documents in it, or with room for some.
    package var isThere: Bool {
        var status = stat()
        return stat(folder.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
