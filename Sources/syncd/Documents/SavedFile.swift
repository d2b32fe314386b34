// A document written where a person wants it: whole or not at all, and over nothing that was there.

import Foundation
import LocalStore

/// A file that a command makes.
struct SavedFile {
    let path: String
    private let isReplacing: Bool

    init(path: String, replacing: Bool) {
        self.path = (path as NSString).expandingTildeInPath
        isReplacing = replacing
    }

    /// - Throws: If there is something of that name already. Called before anything is fetched.
    func check() throws {
        // Not by the link's target: a link that leads nowhere would be written through.
        var status = stat()
        guard !isReplacing, lstat(path, &status) == 0 else { return }
        throw CommandError(
            "file_exists", "There is a file \(path) already.",
            hint: "Name another one with --output, or replace it with --force.", exit: .usage)
    }

    /// Writes the bytes beside the name, and gives them the name when they are whole.
    func write(_ document: OpenDocument) throws {
        let draft = path + ".syncd-" + UUID().uuidString.prefix(8)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("make") }
        defer {
            close(file)
            unlink(draft)
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        var offset: Int64 = 0
        while offset < document.size {
            let piece = try document.read(at: offset, count: DocumentLimits.pieceBytes)
            guard !piece.isEmpty else { throw failure("copy into") }
            do { try handle.write(contentsOf: piece) } catch { throw failure("write") }
            offset += Int64(piece.count)
        }
        // A link never replaces what is there, a renamed file does.
        guard isReplacing ? rename(draft, path) == 0 : link(draft, path) == 0 else {
            if errno == EEXIST { try check() }
            throw failure("write")
        }
    }

    private func failure(_ action: String) -> CommandError {
        CommandError(
            "not_written", "Cannot \(action) \(path): \(String(cString: strerror(errno))).",
            kept: "The document is on this laptop; no file was made.",
            hint: "Choose another place with --output.")
    }
}
