// A file as a stream of chunks, so that a reader of records never holds it whole.

import Foundation

/// Reads a file from its beginning, a chunk at a time.
struct FileBytes {
    private let handle: FileHandle
    private let path: String

    /// - Throws: ``DeskError`` `bad_file` if it cannot be opened.
    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw DeskError(
                .badFile, "The file \(path) cannot be read.", hint: "Check its name and rights.")
        }
        self.handle = handle
        self.path = path
    }

    /// The next chunk; empty at the end.
    func next() throws -> [UInt8] {
        do {
            return [UInt8](try handle.read(upToCount: ImportLimits.chunkBytes) ?? Data())
        } catch {
            throw DeskError(.badFile, "Reading \(path) failed: \(error.localizedDescription)")
        }
    }
}
