// What a workspace's rows say of documents, beside what lies in its folder: for whoever runs the
// hub, who sees here what a disk has lost.

internal import LocalStore
internal import SyncEngine

extension HubAdministration {
    /// The documents of a workspace, counted by their rows.
    public struct Documents: Hashable, Sendable {
        /// Rows whose bytes are here.
        public let here: Int
        /// What these bytes take; identical ones count once.
        public let bytes: Int64
        /// Rows, but for deleted ones, whose bytes have not come, or have gone.
        public let missing: Int
    }

    /// - Complexity: O(documents): looks at the file of each, and reads none.
    func documents(in store: LocalStore) throws -> Documents {
        let rows = try documentRows(in: store)
        guard let files = store.documents else { return Documents(here: 0, bytes: 0, missing: 0) }
        let here = rows.filter { $0.row.isComplete(in: files) }
        let sizes = Dictionary(here.map { ($0.row.hash, $0.row.size) }) { size, _ in size }
        return Documents(
            here: here.count, bytes: sizes.values.reduce(0, +),
            missing: rows.count { !$0.isDeleted && !$0.row.isComplete(in: files) })
    }

    /// Reads the bytes of every document again, and compares them with their rows.
    ///
    /// Bytes that have not come are no damage: their laptop brings them. Bytes that no row names
    /// are none either, and are listed.
    /// - Complexity: O(bytes of documents).
    func checkDocuments(_ store: LocalStore) throws -> Check {
        let rows = try documentRows(in: store)
        guard let files = store.documents else {
            return Check("documents", "there is no folder for them", isSound: rows.isEmpty)
        }
        guard DocumentsPlace.isReachable(directory.folder(of: store.identity.workspace)) else {
            return Check(
                "documents", "their folder is not there: is its disk mounted?", isSound: false)
        }
        let rowsByHash = Dictionary(grouping: rows, by: \.row.hash)
        var (findings, damaged, unnamed) = ([String](), 0, 0)
        let stored = files.all()
        for content in stored {
            guard let rows = rowsByHash[content.hash] else {
                unnamed += 1
                findings.append("No row names the \(content.size) bytes of \(content.hash).")
                continue
            }
            guard try files.open(content.hash)?.isIntact() != false else {
                damaged += 1
                findings.append(contentsOf: rows.map { $0.row.damage })
                continue
            }
            let others = rows.filter { $0.row.size != content.size }
            findings.append(contentsOf: others.map { $0.row.otherSize(content.size) })
        }
        let here = Set(stored.map(\.hash))
        let missing = rows.count { !$0.isDeleted && !here.contains($0.row.hash) }
        return Check(
            "documents",
            "\(stored.count - damaged - unnamed) have the bytes of their rows; \(damaged) damaged, "
                + "\(missing) not here, \(unnamed) without a row",
            isSound: damaged == 0, findings: findings)
    }

    func documentRows(
        in store: LocalStore
    ) throws -> [(row: DocumentRow, isDeleted: Bool)] {
        try store.hubTransaction(mayWrite: false) { transaction in
            try transaction.select(
                "SELECT id, IFNULL(deleted, 0) AS deleted FROM document ORDER BY id"
            ).compactMap { record in
                guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                    let row = try DocumentRow(id, transaction)
                else { return nil }
                return (row, record["deleted"] != .integer(0))
            }
        }
    }
}

extension DocumentRow {
    fileprivate var damage: String {
        "The bytes of document \(id) are damaged: documents/\(hash.description.prefix(2))/\(hash). "
            + "Remove that file: laptops that have the bytes send them again when they next sync."
    }

    fileprivate func otherSize(_ found: Int64) -> String {
        "Document \(id) says that it has \(size) bytes, and its content has \(found): "
            + "nobody is given any of them."
    }
}
