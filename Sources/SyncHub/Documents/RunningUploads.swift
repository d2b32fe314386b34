// Uploads that are running, so that the next request for one begins where it has ended.

internal import Synchronization

/// Lets the requests of one transfer follow each other.
///
/// A laptop whose link was cut comes back at once, while the hub still reads what had arrived of
/// the chunk before. Told how much there is before that is kept, it would send bytes again that are
/// here. So a request waits for the one before it, a moment: one whose connection has died without
/// a word goes on waiting for its bytes, and is then too late.
final class RunningUploads: Sendable {
    /// By transfer what is released when the upload that runs has ended.
    private let endByTransfer = Mutex<[String: CommitSignal]>([:])

    /// Runs `body`, after an older one of this transfer.
    func run<T>(_ transfer: String, _ body: () async throws -> T) async rethrows -> T {
        await settle(transfer)
        let end = CommitSignal()
        endByTransfer.withLock { $0[transfer] = end }
        defer {
            endByTransfer.withLock { if $0[transfer] === end { $0[transfer] = nil } }
            end.release()
        }
        return try await body()
    }

    /// Returns when nothing of the transfer is running any more, or a moment is over.
    func settle(_ transfer: String) async {
        guard let end = endByTransfer.withLock({ $0[transfer] })?.subscribe() else { return }
        let timer = Task {
            try? await Task.sleep(for: HubLimits.uploadPatience)
            end.end()
        }
        for await _ in end.ticks {}
        timer.cancel()
    }
}
