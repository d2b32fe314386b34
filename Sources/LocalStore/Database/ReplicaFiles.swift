// Where a replica's files lie, and that nobody else can read them.

import Glibc

/// The files of one replica in its directory.
struct ReplicaFiles: Sendable {
    let directory: String
    var database: String { directory + "/replica.sqlite" }
    var lock: String { directory + "/replica.lock" }
    var syncLock: String { directory + "/sync.lock" }
    var documents: String { directory + "/documents" }

    /// Makes the directory (0700) and an empty database file (0600): SQLite gives the files
    /// beside it the same rights.
    func make() throws(StoreError) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw Self.failure("make the directory", directory)
        }
        let file = Glibc.open(database, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("make the file", database) }
        Glibc.close(file)
    }

    var exists: Bool { access(database, F_OK) == 0 }

    static func failure(_ action: String, _ path: String) -> StoreError {
        let reason = String(cString: strerror(errno))
        return StoreError(
            errno == ENOSPC ? .diskFull : .unreadable, "Cannot \(action) \(path): \(reason).",
            hint: "Check the path, its rights and the free space.", retry: .afterUser)
    }
}

extension StoreFile {
    static func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func removeFile(_ path: String) { unlink(path) }

    /// Gives a finished file its name, readable by its owner alone, and makes the name durable.
    static func putInPlace(_ part: String, _ path: String) throws(StoreError) {
        chmod(part, 0o600)
        let file = Glibc.open(part, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw ReplicaFiles.failure("open", part) }
        defer { Glibc.close(file) }
        guard fsync(file) == 0, rename(part, path) == 0 else {
            throw ReplicaFiles.failure("put in place", path)
        }
    }
}
