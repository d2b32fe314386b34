// The files of the page as they stand in the repository: what serving them relies on.

import Foundation
import Testing

@Suite struct `The files of the page` {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/CDeskAssets")

    private static func files(_ ending: String) throws -> [(name: String, text: String)] {
        let page = folder.appending(path: "page")
        let paths = FileManager.default.enumerator(atPath: page.path)?.allObjects ?? []
        let names = paths.compactMap { $0 as? String }
        return try names.filter { $0.contains(".") && $0.hasSuffix(ending) }.map {
            ($0, try String(contentsOf: page.appending(path: $0), encoding: .utf8))
        }
    }

    /// Indentation and comment lines are left out when they are served.
    @Test func `no text of theirs runs over several lines`() throws {
        let scripts = try Self.files(".js")
        #expect(scripts.count > 20)
        for script in scripts {
            for line in script.text.split(separator: "\n") {
                let code = line.drop { $0 == " " }
                guard !code.hasPrefix("//") else { continue }
                let marks = code.count { $0 == "`" }
                #expect(marks.isMultiple(of: 2), "\(script.name): \(code)")
            }
        }
    }

    /// Blanks behind punctuation are left out of styles.
    @Test func `no quoted text of a style has blanks behind punctuation`() throws {
        let styles = try Self.files(".css")
        #expect(styles.count > 3)
        for style in styles {
            let parts = style.text.split(separator: "\"", omittingEmptySubsequences: false)
            for quoted in stride(from: 1, to: parts.count, by: 2).map({ parts[$0] }) {
                #expect(!quoted.contains(#/[:,;{] /#), "\(style.name): \(quoted)")
            }
        }
    }

    @Test func `nothing turns a text into markup`() throws {
        let ways = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
        for script in try Self.files(".js") {
            for way in ways { #expect(!script.text.contains(way), "\(script.name) has \(way)") }
        }
        let page = try #require(try Self.files("index.html").first)
        #expect(!page.text.contains("<style"))
        #expect(!page.text.contains(" style="))
        #expect(!page.text.contains(#/ on\w+="/#))
    }

    @Test func `every file is taken into the program, and none of another name`() throws {
        let table = try String(
            contentsOf: Self.folder.appending(path: "CDeskAssets.c"), encoding: .utf8)
        let taken = table.matches(of: /#embed "page\/([^"]+)"/).map { String($0.1) }
        let listed = table.matches(of: /ASSET\("([^"]+)"/).map { String($0.1) }
        let there = try Self.files("").map(\.name)
        #expect(taken.sorted() == there.sorted())
        #expect(listed.sorted() == there.sorted())
    }
}
