// Small files that only their owner may read, replaced whole and safe on disk before the next step.

import Foundation

/// Writes a file of mode 0600 so that after a crash it is the old one or the new one.
enum PrivateFile {
    /// - Parameter isDurable: whether to wait until the disk has it.
    static func write(_ bytes: Data, to path: String, isDurable: Bool = true) throws {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("open \(draft)") }
        do {
            defer { close(file) }
            try FileHandle(fileDescriptor: file, closeOnDealloc: false).write(contentsOf: bytes)
            guard !isDurable || fsync(file) == 0 else { throw SystemError.last("fsync \(draft)") }
        }
        guard rename(draft, path) == 0 else { throw SystemError.last("rename \(draft)") }
        if isDurable { try syncDirectory(of: path) }
    }

    /// Makes the file's name as durable as its bytes.
    private static func syncDirectory(of path: String) throws {
        let directory = open(
            URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { throw SystemError.last("open the directory of \(path)") }
        defer { close(directory) }
        guard fsync(directory) == 0 else {
            throw SystemError.last("fsync the directory of \(path)")
        }
    }
}

/// What a system call said when it failed.
struct SystemError: Error, CustomStringConvertible {
    let call: String
    let number: Int32

    static func last(_ call: String) -> SystemError { SystemError(call: call, number: errno) }

    var description: String { "\(call): \(String(cString: strerror(number)))" }
}
