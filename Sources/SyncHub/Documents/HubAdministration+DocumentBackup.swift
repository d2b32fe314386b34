// The bytes of documents in backups: a folder beside the file, to which each backup adds what is
// not there yet.

internal import LocalStore
internal import SyncEngine

extension HubAdministration {
    /// What became of the documents of a backup.
    public struct CopiedDocuments: Hashable, Sendable {
        /// Copied now, and verified.
        public var copied = 0
        public var copiedBytes: Int64 = 0
        /// They were there already.
        public var present = 0
        /// Neither here nor there.
        public var missing = 0
        /// Hashes of bytes that are not what they should be; nothing was copied of them.
        public var damaged: [String] = []

        mutating func add(_ hash: ContentHash, _ copying: DocumentFiles.Copying, size: Int64?) {
            switch copying {
            case .copied:
                copied += 1
                copiedBytes += size ?? 0
            case .present: present += 1
            case .missing: missing += 1
            case .damaged: damaged.append(hash.description)
            }
        }

        /// One sentence for each thing that somebody should look at.
        func warnings(_ place: String) -> [String] {
            damaged.map { "The bytes of \($0) in \(place) are damaged, and were not copied." }
        }
    }

    /// A folder of a backup's documents. It leaves no reserve: it is nobody's database.
    func documentBackup(_ path: String) -> DocumentFiles {
        DocumentFiles(path: path, reservedDiskBytes: 0)
    }

    /// Adds what the hub has and the folder has not.
    func copyDocuments(
        of store: LocalStore, to folder: DocumentFiles
    ) throws -> CopiedDocuments {
        var result = CopiedDocuments()
        guard let files = store.documents else { return result }
        for content in files.all() {
            let copying = try folder.copy(content.hash, from: files)
            // Bytes that were removed meanwhile are no row's.
            if copying != .missing { result.add(content.hash, copying, size: content.size) }
        }
        return result
    }

    /// Brings back what rows name and the hub does not have.
    func restoreDocuments(
        of store: LocalStore, from folder: DocumentFiles
    ) throws -> CopiedDocuments {
        var result = CopiedDocuments()
        guard let files = store.documents else { return result }
        let rows = try documentRows(in: store).filter { !$0.isDeleted }.map(\.row)
        var seen: Set<ContentHash> = []
        for row in rows where seen.insert(row.hash).inserted {
            let copying = try files.copy(row.hash, from: folder)
            result.add(row.hash, copying, size: row.size)
        }
        return result
    }
}
