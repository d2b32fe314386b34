// Backups of a workspace: made while the hub serves, put back while it does not.

internal import Foundation
internal import LocalStore
public import SyncEngine

extension HubAdministration {
    /// What was saved or put back.
    public struct Backup: Hashable, Sendable {
        public let workspace: String
        /// The position of the newest unit in it.
        public let position: UInt64
        public let timeline: Timeline
        /// What the one who runs the hub should know.
        public var warnings: [String]
        /// `nil` where no folder for them was named.
        public var documents: CopiedDocuments?
    }

    /// The names of a backup's notes.
    private enum Note {
        static let key = "receipt_key"
        static let revocations = "revocations"
    }

    /// Saves a workspace into one file of mode 0600, whole as it stands at one moment, with the
    /// receipts' key and the revocations, and reads the copy once. A server may go on.
    ///
    /// The bytes of documents are added to a folder that all backups may share: what is there
    /// already is not copied again, and nothing is removed from it.
    /// - Parameter documents: the folder, made if need be; `nil` leaves the bytes out.
    public func backUp(
        to path: String, documents folder: String? = nil, workspace: String? = nil
    ) throws(HubError) -> Backup {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            // Before the file, so that a full disk leaves none without its documents.
            var copied = try folder.map { try copyDocuments(of: store, to: documentBackup($0)) }
            var backup = try saveFile(of: store, name, to: path)
            if let folder, let first = copied {
                do {
                    // What has come meanwhile, and may be named in the file.
                    var last = try copyDocuments(of: store, to: documentBackup(folder))
                    last.copied += first.copied
                    last.copiedBytes += first.copiedBytes
                    last.present -= first.copied
                    copied = last
                } catch {
                    try? FileManager.default.removeItem(atPath: path)
                    throw error
                }
            }
            backup.documents = copied
            backup.warnings += copied?.warnings("the hub") ?? []
            try directory.records(of: name).noteBackup(
                at: environment.wallMilliseconds(), withDocuments: copied != nil)
            return backup
        }
    }

    private func saveFile(
        of store: LocalStore, _ name: String, to path: String
    ) throws -> Backup {
        let records = directory.records(of: name)
        _ = try records.key(environment.random)
        let notes = [
            Note.key: records.keyBytes() ?? [],
            Note.revocations: HubRecords.bytes(records.revocations()),
        ]
        try store.backUp(to: path, notes: notes)
        let position = try store.hubTransaction(mayWrite: false) { try $0.head().position }
        return Backup(
            workspace: name, position: position, timeline: store.identity.timeline, warnings: [])
    }

    /// Puts a backup in the place of its workspace's files, on a new timeline. What was there is
    /// kept beside it. Laptops then give back what the backup does not have.
    /// - Parameter documents: the folder that backups put the bytes of documents in.
    /// - Throws: ``HubError/Code/alreadyServing``.
    public func restore(
        from path: String, documents folder: String? = nil
    ) throws(HubError) -> Backup {
        try requireDocuments(folder)
        try directory.create()
        let lock = try ServingLock(in: directory.path)
        defer { withExtendedLifetime(lock) {} }
        do {
            let backup = BackupFile(path)
            let content = try backup.content()
            guard HubDirectory.isWorkspaceName(content.workspace) else {
                throw HubError.malformed("The backup names no workspace")
            }
            let records = directory.records(of: content.workspace)
            var warnings: [String] = []
            if let key = content.notes[Note.key], ReceiptKey(bytes: key) != nil {
                if let other = records.keyBytes(), other != key {
                    warnings.append(
                        "Another key lay here: what laptops have of its time comes back from its "
                            + "authors alone.")
                }
                try records.saveKey(key)
            } else {
                warnings.append(Self.noKey)
            }
            try records.add(HubRecords.revocations(content.notes[Note.revocations] ?? []))
            let suffix = ".before-restore-\(environment.wallMilliseconds())"
            // What lies here may have given numbers that the backup does not know of.
            let lost = try? access(content.workspace, creating: false) { store in
                try store.hubTransaction(mayWrite: false) { try $0.nextNumbers() }
            }
            try backup.restore(
                in: directory.folder(of: content.workspace), keeping: suffix)
            return try begun(content.workspace, warnings, beyond: lost, documents: folder)
        } catch {
            throw HubError.from(error)
        }
    }

    /// Begins a new timeline on the files that are there: for files that were copied back by other
    /// means than ``restore(from:)``.
    /// - Throws: ``HubError/Code/alreadyServing``.
    public func restoreInPlace(
        documents folder: String? = nil, workspace: String? = nil
    ) throws(HubError) -> Backup {
        try requireDocuments(folder)
        let name = try directory.chosen(workspace)
        let lock = try ServingLock(in: directory.path)
        defer { withExtendedLifetime(lock) {} }
        let warnings = directory.records(of: name).keyBytes() == nil ? [Self.noKey] : []
        do {
            return try begun(name, warnings, documents: folder)
        } catch {
            throw HubError.from(error)
        }
    }

    private static let noKey =
        "The key of the receipts is not there: each laptop can bring back its own work only."

    /// Before anything is replaced.
    private func requireDocuments(_ folder: String?) throws(HubError) {
        guard let folder, !documentBackup(folder).isThere else { return }
        throw HubError(
            .notFound, "There is no folder \(folder)",
            hint: "Name the one that `syncd hub backup --documents` was given.")
    }

    private func begun(
        _ workspace: String, _ warnings: [String], beyond lost: HubNumbers? = nil,
        documents folder: String?
    ) throws -> Backup {
        try access(workspace, creating: false) { store in
            try WorkspaceFile.beginTimeline(
                store, directory.records(of: workspace), environment, beyond: lost)
            let position = try store.hubTransaction(mayWrite: false) { try $0.head().position }
            var backup = Backup(
                workspace: workspace, position: position, timeline: store.identity.timeline,
                warnings: warnings)
            backup.documents = try folder.map {
                try restoreDocuments(of: store, from: documentBackup($0))
            }
            backup.warnings += backup.documents?.warnings(folder ?? "") ?? []
            return backup
        }
    }
}
