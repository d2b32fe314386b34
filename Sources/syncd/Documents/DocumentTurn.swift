// Lets a person who waits for a document go before what is moved in the background.

import Foundation

/// A lock file of a data directory: whoever holds it has the link for itself.
struct DocumentTurn: Sendable {
    let directory: DataDirectory

    private static let patience = Duration.milliseconds(100)

    /// Waits until nobody goes first; then background transfers may move one more chunk.
    func yield() async throws(SyncFailure) { _ = try await taken() }

    /// Goes first, from now until the lock is let go.
    func goFirst() async throws(SyncFailure) -> FileLock { try await taken() }

    private func taken() async throws(SyncFailure) -> FileLock {
        do {
            while true {
                if let lock = try FileLock(path: directory.documentsLock, note: "") { return lock }
                try await Task.sleep(for: Self.patience)
            }
        } catch is CancellationError {
            throw .stopped
        } catch {
            throw SyncFailure(any: error)
        }
    }
}
