// Lets one process serve a hub's directory; commands work beside it, on the stores' own locks.

internal import Foundation

/// The lock file of the serving process, held until it is released or the process ends.
final class ServingLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``HubError/Code/alreadyServing`` if another process holds it.
    init(in directory: String) throws(HubError) {
        descriptor = open(directory + "/serving.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .noWorkspace(in: directory) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // `deinit` closes it, also now: a second close would hit whoever got the number next.
            throw HubError(
                .alreadyServing, "Another process serves the hub in \(directory)",
                hint: "Stop that one first, or serve another directory.")
        }
    }

    deinit { close(descriptor) }
}
