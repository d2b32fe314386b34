// What README and specs say about the code, compared with the code.

import Foundation

enum Documents {
    // MARK: Paths and links

    static let pathHeading = "## The path of one change"

    /// The README's walk through the code: a dozen list items, each naming one file that exists.
    static func pathSectionFindings(in readme: SourceFile, exists: (String) -> Bool) -> [Finding] {
        guard let heading = readme.lines.firstIndex(of: pathHeading[...]) else {
            return [Finding(path: readme.path, line: 0, message: "has no section \(pathHeading)")]
        }
        let section = readme.lines.enumerated().dropFirst(heading + 1)
            .prefix { !$0.element.hasPrefix("## ") }
        let items = section.filter { $0.element.contains(/^\s*(?:\d+\.|[-*])\s/) }
        var findings: [Finding] = []
        if !(10...16).contains(items.count) {
            let message = "the path of one change has \(items.count) items, not about a dozen"
            findings.append(Finding(path: readme.path, line: heading + 1, message: message))
        }
        for (index, item) in items {
            let named = paths(in: item).filter { $0.contains(".") }
            if named.count == 1, exists(named[0]) { continue }
            let message = "names \(named.isEmpty ? "no file" : named.joined(separator: ", "))"
            findings.append(
                Finding(
                    path: readme.path, line: index + 1,
                    message: message + "; wanted: one that exists"))
        }
        return findings
    }

    /// Links and backticked paths of a page that lead to nothing in the repository.
    static func linkFindings(in page: SourceFile, exists: (String) -> Bool) -> [Finding] {
        let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
        return page.lines.enumerated().flatMap { index, line in
            let links = line.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
                .filter { !$0.contains("://") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:") }
                .map { $0.prefix { $0 != "#" } }
                .map { resolved(String($0), from: folder) }
            let missing = (links + paths(in: line)).filter { !exists($0) }
            return missing.map {
                Finding(path: page.path, line: index + 1, message: "\($0) does not exist")
            }
        }
    }

    /// Paths from the repository's root that a line names in backticks or as a link.
    private static func paths(in line: Substring) -> [String] {
        var seen: Set<String> = []
        return line.matches(of: /[`(]((?:Sources|Tests|Benchmarks|specs|scripts)\/[\w.+\/-]+)[`)]/)
            .map { String($0.1) }
            .filter { seen.insert($0).inserted }
    }

    private static func resolved(_ link: String, from folder: String) -> String {
        var parts = folder.split(separator: "/")[...]
        for part in link.split(separator: "/") where part != "." {
            if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    // MARK: Limits

    /// Constants without a row that gives their value, and rows without a constant.
    static func limitFindings(in source: SourceFile, page: SourceFile) -> [Finding] {
        var rows: [String: (line: Int, value: String)] = [:]
        for (index, line) in page.lines.enumerated() {
            guard let match = line.firstMatch(of: /^\|\s*`(\w+)`\s*\|([^|]*)\|/) else { continue }
            rows[String(match.1)] = (index + 1, plain(match.2))
        }
        var findings: [Finding] = []
        for (index, line) in source.codeLines.enumerated() {
            guard let match = line.firstMatch(of: /static let (\w+)[^=]*=(.*)/) else { continue }
            let row = rows.removeValue(forKey: String(match.1))
            guard row?.value != plain(match.2) else { continue }
            let message =
                "\(match.1) = \(match.2) is not what \(page.path) says: \(row?.value ?? "nothing")"
            findings.append(Finding(path: source.path, line: index + 1, message: message))
        }
        return findings
            + rows.sorted { $0.value.line < $1.value.line }.map {
                Finding(path: page.path, line: $0.value.line, message: "\($0.key) is no limit")
            }
    }

    /// A value without the marks that source and prose put into it.
    private static func plain(_ value: Substring) -> String {
        value.filter { !"_,` ".contains($0) }
    }

    // MARK: Promises

    /// Promises that name no test, or one that is not there.
    static func promiseFindings(in page: SourceFile, testNames: Set<String>) -> [Finding] {
        promises(in: page).flatMap { line, text in
            let number = text.firstMatch(of: /P\d+/).map { String($0.0) } ?? ""
            let evidence = text.split(separator: /Tests?:/, maxSplits: 1).dropFirst().first ?? ""
            let named = evidence.matches(of: /`([^`]+)`/).map { String($0.1) }
            let missing = named.filter { !testNames.contains($0) }.map {
                "\(number): no test `\($0)`"
            }
            let messages = named.isEmpty ? ["\(number) names no test"] : missing
            return messages.map { Finding(path: page.path, line: line, message: $0) }
        }
    }

    /// List items and table rows that begin with `P<n>`, with the lines that continue them.
    private static func promises(in page: SourceFile) -> [(line: Int, text: String)] {
        var found: [(line: Int, text: String)] = []
        var isInside = false
        for (index, line) in page.lines.enumerated() {
            if line.contains(/^(?:[-*|]\s*)?(?:\*\*)?P\d+\b/) {
                found.append((index + 1, String(line)))
                isInside = true
            } else if line.isEmpty || line.contains(/^(?:#|[-*|]\s)/) {
                isInside = false
            } else if isInside {
                found[found.count - 1].text += " " + line.trimmingCharacters(in: .whitespaces)
            }
        }
        return found
    }

    /// The names of all tests, backticks taken off.
    static func testNames(in files: [SourceFile]) -> Set<String> {
        Set(
            files.filter { $0.path.hasPrefix("Tests/") }.flatMap { file in
                file.text.matches(of: /func `([^`\n]+)`\s*\(/).map { String($0.1) }
            })
    }

    // MARK: Golden vectors

    /// Vector files whose name no test source mentions: nobody would notice them broken.
    static func vectorFindings(_ vectors: [SourceFile], tests: [SourceFile]) -> [Finding] {
        vectors.filter { vector in
            let stem = vector.name.prefix { $0 != "." }
            return !tests.contains {
                $0.text.contains(vector.name) || $0.text.contains("\"\(stem)\"")
            }
        }.map { Finding(path: $0.path, line: 0, message: "no test names it") }
    }
}
