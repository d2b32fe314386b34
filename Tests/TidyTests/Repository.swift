// The files that the tidy tests read: everything in the repository that a person wrote.

import Foundation
import Testing

/// A text file of the repository, or a made-up one in a test of a check.
struct SourceFile: Sendable {
    /// Relative to the repository's root, with forward slashes.
    let path: String
    let text: String
    /// `text` without what stands in comments and literals, of the same length and lines.
    let code: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        self.code = path.hasSuffix(".swift") ? SwiftCode.blanked(text) : text
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// One place that breaks a norm.
struct Finding: Equatable, Sendable, CustomStringConvertible {
    let path: String
    /// Counted from 1; 0 where the file as a whole is meant.
    let line: Int
    let message: String

    var description: String { line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)" }
}

/// Records every finding as an issue of its own, so that each names its place.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    for finding in findings {
        Issue.record("\(finding)", sourceLocation: sourceLocation)
    }
}

enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All text files, in order of their paths. Hidden folders are tools' and left out.
    static let files: [SourceFile] = paths.compactMap { path in
        guard !path.hasSuffix(".csv") else { return nil }
        return try? SourceFile(
            path, String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    static let swiftFiles = files.filter { $0.path.hasSuffix(".swift") }

    static func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Hidden names that are ours; every other one is skipped with all below it.
    private static let ownHiddenNames: Set = [".ci", ".swift-format", ".gitignore"]

    private static let paths: [String] = {
        guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var found: [String] = []
        while let path = walk.nextObject() as? String {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix("."), !ownHiddenNames.contains(String(name)) {
                walk.skipDescendants()
            } else if name != "Package.resolved" {
                found.append(path)
            }
        }
        return found.sorted()
    }()
}
