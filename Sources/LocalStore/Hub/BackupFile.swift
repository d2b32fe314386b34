// A backup of a hub's store: one file, consistent while the hub goes on, checked before it gets its
// name.

internal import GRDB
internal import Glibc
import SyncEngine

extension LocalStore {
    /// Copies the store as it stands at one moment into a new file of mode 0600, with notes that
    /// are not the database's (a key, a list), and checks the copy.
    /// - Throws: `alreadyExists` if there is a file; `corrupt` if the copy is not sound.
    package func backUp(to path: String, notes: [String: [UInt8]]) throws(StoreError) {
        guard !StoreFile.fileExists(path) else {
            throw StoreError(
                .alreadyExists, "There is a file \(path) already.", hint: "Name another one.")
        }
        let part = path + ".part"
        StoreFile.removeFile(part)
        try storeErrors {
            // An empty file of the right mode first: nobody else may read the copy as it grows.
            Glibc.close(Glibc.open(part, O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
            try file.onWriter { try $0.execute(sql: "VACUUM INTO ?", arguments: [part]) }
            try BackupFile(part).add(notes)
            try BackupFile(part).verify()
            try StoreFile.putInPlace(part, path)
        }
    }
}

/// A backup as it lies on the disk.
package struct BackupFile: Sendable {
    private let path: String
    private static let table = "hub_backup"

    package init(_ path: String) { self.path = path }

    /// What a backup says of itself.
    package struct Content: Sendable {
        package let workspace: String
        package let notes: [String: [UInt8]]
    }

    /// Reads every page of the file, and what it says of itself; changes nothing.
    /// - Throws: `unreadable` for a file that is no backup of a hub; `corrupt` for a damaged one.
    package func content() throws(StoreError) -> Content {
        guard StoreFile.fileExists(path) else {
            throw StoreError(.notFound, "There is no file \(path).", hint: "Check the path.")
        }
        try verify()
        return try storeErrors {
            try read { database in
                guard try database.tableExists(Self.table) else {
                    throw StoreError(
                        .unreadable, "\(path) is no backup of a hub.",
                        hint: "`syncd hub backup FILE` makes one.", retry: .afterUser)
                }
                let workspace = try String.fetchOne(
                    database, sql: "SELECT value FROM meta WHERE key='workspace'")
                let notes = try GRDB.Row.fetchAll(
                    database, sql: "SELECT name,value FROM \(Self.table)")
                return Content(
                    workspace: workspace ?? "",
                    notes: Dictionary(
                        notes.map { row -> (String, [UInt8]) in
                            let value: String = row["value"]
                            return (row["name"], Base64URL.decode(value) ?? [])
                        }
                    ) { first, _ in first })
            }
        }
    }

    /// - Throws: `corrupt`.
    fileprivate func verify() throws(StoreError) {
        let finding = try storeErrors {
            try read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        }
        guard finding == "ok" else { throw StoreError.corrupt(finding ?? "\(path) is empty") }
    }

    fileprivate func add(_ notes: [String: [UInt8]]) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        try queue.write { database in
            try database.execute(
                sql: "CREATE TABLE \(Self.table) (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            for (name, value) in notes.sorted(by: { $0.key < $1.key }) {
                try database.execute(
                    sql: "INSERT INTO \(Self.table)(name,value) VALUES(?,?)",
                    arguments: [name, Base64URL.encode(value)])
            }
        }
    }

    private func read<T>(_ body: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read(body)
    }

    /// Puts a copy of the file where a store of this directory lies; what lay there is kept beside
    /// it under a name that ends in `suffix`.
    package func restore(in directory: String, keeping suffix: String) throws(StoreError) {
        let files = ReplicaFiles(directory: directory)
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw ReplicaFiles.failure("make the directory", directory)
        }
        let part = files.database + ".part"
        StoreFile.removeFile(part)
        try StoreFile.copy(path, to: part)
        for ending in ["-wal", "-shm", ""] where StoreFile.fileExists(files.database + ending) {
            guard rename(files.database + ending, files.database + suffix + ending) == 0 else {
                throw ReplicaFiles.failure("keep", files.database + ending)
            }
        }
        try StoreFile.putInPlace(part, files.database)
    }
}

extension StoreFile {
    /// Copies a file's bytes into a new one of mode 0600.
    fileprivate static func copy(_ path: String, to other: String) throws(StoreError) {
        let source = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw ReplicaFiles.failure("open", path) }
        defer { Glibc.close(source) }
        let target = Glibc.open(other, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw ReplicaFiles.failure("make", other) }
        defer { Glibc.close(target) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(source, &buffer, buffer.count)
            guard count >= 0 else { throw ReplicaFiles.failure("read", path) }
            if count == 0 { return }
            guard Glibc.write(target, buffer, count) == count else {
                throw ReplicaFiles.failure("write", other)
            }
        }
    }
}
