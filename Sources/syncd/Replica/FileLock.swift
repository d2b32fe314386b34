// An advisory lock on a file, with a line in it that says who holds it.

import Foundation

/// Held from creation until the object goes, or the process dies.
final class FileLock: Sendable {
    private let file: Int32

    /// - Returns: `nil` if another process holds it.
    init?(path: String, note: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("open \(path)") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            // `deinit` closes it, also now: a second close would hit whoever got the number next.
            let number = errno
            if number == EWOULDBLOCK { return nil }
            throw SystemError(call: "flock \(path)", number: number)
        }
        ftruncate(file, 0)
        let bytes = Array(note.utf8)
        // The note is for people; the lock holds without it.
        _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    deinit { close(file) }

    /// What the holder wrote.
    static func note(at path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
