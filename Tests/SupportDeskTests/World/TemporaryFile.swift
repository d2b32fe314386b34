// A file that lives as long as the test that reads it.

import Foundation

/// Writes bytes to a fresh file; the file goes with the value.
final class TemporaryFile {
    let path: String

    init(_ text: String, as fileExtension: String) throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("desk-\(UUID().uuidString).\(fileExtension)")
        try Data(text.utf8).write(to: url)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The repository's fixtures.
enum Fixtures {
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
    }
}
