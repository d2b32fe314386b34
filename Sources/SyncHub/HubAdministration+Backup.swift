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
        public let warnings: [String]
    }

    /// The names of a backup's notes.
    private enum Note {
        static let key = "receipt_key"
        static let revocations = "revocations"
    }

    /// Saves a workspace into one file of mode 0600, whole as it stands at one moment, with the
    /// receipts' key and the revocations, and reads the copy once. A server may go on.
    ///
    /// Documents' bytes are not in it.
    public func backUp(to path: String, workspace: String? = nil) throws(HubError) -> Backup {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            let records = directory.records(of: name)
            _ = try records.key(environment.random)
            let notes = [
                Note.key: records.keyBytes() ?? [],
                Note.revocations: HubRecords.bytes(records.revocations()),
            ]
            try store.backUp(to: path, notes: notes)
            let position = try store.hubTransaction(mayWrite: false) { try $0.head().position }
            return Backup(
                workspace: name, position: position, timeline: store.identity.timeline,
                warnings: [])
        }
    }

    /// Puts a backup in the place of its workspace's files, on a new timeline. What was there is
    /// kept beside it. Laptops then give back what the backup does not have.
    /// - Throws: ``HubError/Code/alreadyServing``.
    public func restore(from path: String) throws(HubError) -> Backup {
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
            try backup.restore(
                in: directory.folder(of: content.workspace), keeping: suffix)
            return try begun(content.workspace, warnings)
        } catch {
            throw HubError.from(error)
        }
    }

    /// Begins a new timeline on the files that are there: for files that were copied back by other
    /// means than ``restore(from:)``.
    /// - Throws: ``HubError/Code/alreadyServing``.
    public func restoreInPlace(workspace: String? = nil) throws(HubError) -> Backup {
        let name = try directory.chosen(workspace)
        let lock = try ServingLock(in: directory.path)
        defer { withExtendedLifetime(lock) {} }
        let warnings = directory.records(of: name).keyBytes() == nil ? [Self.noKey] : []
        do {
            return try begun(name, warnings)
        } catch {
            throw HubError.from(error)
        }
    }

    private static let noKey =
        "The key of the receipts is not there: each laptop can bring back its own work only."

    private func begun(_ workspace: String, _ warnings: [String]) throws -> Backup {
        try access(workspace, creating: false) { store in
            try WorkspaceFile.beginTimeline(
                store, directory.records(of: workspace), environment)
            let position = try store.hubTransaction(mayWrite: false) { try $0.head().position }
            return Backup(
                workspace: workspace, position: position, timeline: store.identity.timeline,
                warnings: warnings)
        }
    }
}
