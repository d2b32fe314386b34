// One writer at a time, across processes: a commit that resets the WAL while another connection
// checkpoints can corrupt SQLite before 3.51.3.

import Glibc

/// A file whose flock says who may write.
///
/// Every write transaction and every checkpoint of every process holds it. The file is never
/// removed: a lock on a removed file excludes nobody.
final class LockFile: Sendable {
    private let descriptor: Int32
    private let path: String
    /// Longer than any transaction of ours takes.
    private static let patienceMilliseconds = 15_000

    init(_ path: String) throws(StoreError) {
        descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ReplicaFiles.failure("open the lock file", path) }
        self.path = path
    }

    deinit { Glibc.close(descriptor) }

    /// Runs `body` while holding the lock. Not reentrant: callers are serialized by the writer.
    /// - Throws: `busy` if somebody else holds it longer than a transaction can take.
    func withLock<T>(_ body: () throws -> T) throws -> T {
        try acquire()
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// - Returns: whether the lock is ours now; does not wait.
    func tryAcquire() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    func release() { flock(descriptor, LOCK_UN) }

    private func acquire() throws(StoreError) {
        for _ in 0..<Self.patienceMilliseconds {
            if tryAcquire() { return }
            usleep(1_000)
        }
        throw StoreError(
            .busy, "Another process has held \(path) for too long.",
            hint: "Try again; if it stays so, see which process hangs.", retry: .later)
    }
}

/// The right to sync this replica, held by one process at a time.
package final class SyncLock: Sendable {
    private let file: LockFile

    init?(path: String) throws(StoreError) {
        file = try LockFile(path)
        guard file.tryAcquire() else { return nil }
    }

    deinit { file.release() }

    package func close() { file.release() }
}
