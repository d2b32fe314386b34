// What a text of ours opens with, and the words and names that may not stand in it.

enum Wording {
    /// A file opens with a comment that has a whole sentence: what it is and why it exists.
    static func openingFindings(in file: SourceFile) -> [Finding] {
        let isScript = file.text.hasPrefix("#!") || file.path.hasSuffix(".sh")
        let marks = isScript ? ["# "] : ["/// ", "// "]
        let lines = file.text.hasPrefix("#!") ? file.lines.dropFirst() : file.lines[...]
        let comment = lines.prefix { line in marks.contains { line.hasPrefix($0) } }
            .map { line in line.drop { "/# ".contains($0) } }
            .joined(separator: " ")
        let words = comment.split(separator: " ")
        let hasSentence = words.count >= 4 && (comment.hasSuffix(".") || comment.contains(". "))
        guard !hasSentence else { return [] }
        let message = "opens without a sentence that says what it is and why it exists"
        return [Finding(path: file.path, line: 1, message: message)]
    }

    /// Taken apart, so that this file does not hold what it looks for.
    private static let leftovers: Set = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]

    static func leftoverFindings(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().flatMap { index, line in
            words(of: line).filter(leftovers.contains).map {
                Finding(path: file.path, line: index + 1, message: "\($0) is left over")
            }
        }
    }

    /// Folders that exist on one machine only; a path below them works nowhere else.
    private static let machineFolders = ["work", "root", "opt", "home", "Users"].map { "/" + $0 }

    static func machinePathFindings(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().flatMap { index, line in
            machineFolders.filter { isAbsolute($0, in: line) }.map {
                Finding(path: file.path, line: index + 1, message: "names a path under \($0)")
            }
        }
    }

    /// True where `folder` begins a path, not where it stands inside of a longer one.
    private static func isAbsolute(_ folder: String, in line: Substring) -> Bool {
        line.ranges(of: folder).contains { range in
            let before =
                range.lowerBound > line.startIndex
                ? line[line.index(before: range.lowerBound)] : " "
            let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
            return !isWord(before) && !".~)}]#".contains(before) && !isWord(after)
        }
    }

    private static let vagueSuffixes = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Impl", "Info",
    ]

    /// Type names that say nothing about what the type is.
    static func nameFindings(in file: SourceFile) -> [Finding] {
        let pattern = /\b(?:class|struct|enum|protocol|actor|typealias)\s+(\w+)/
        return file.codeLines.enumerated().flatMap { index, line in
            line.matches(of: pattern).compactMap { match in
                guard let suffix = vagueSuffixes.first(where: match.1.hasSuffix) else { return nil }
                return Finding(
                    path: file.path, line: index + 1, message: "\(match.1) ends in \(suffix)")
            }
        }
    }

    /// Public types without a doc comment.
    static func documentationFindings(in file: SourceFile) -> [Finding] {
        let pattern =
            /^public\s+(?:final\s+|indirect\s+)*(?:class|struct|enum|protocol|actor)\s+(\w+)/
        let lines = file.lines
        return file.codeLines.enumerated().compactMap { index, line in
            guard let match = line.firstMatch(of: pattern) else { return nil }
            let above = lines[..<index].last { !$0.hasPrefix("@") && !$0.hasPrefix("#") } ?? ""
            guard !above.hasPrefix("///") else { return nil }
            return Finding(
                path: file.path, line: index + 1, message: "\(match.1) is public and not explained")
        }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func words(of line: Substring) -> [String] {
        line.split { !isWord($0) }.map(String.init)
    }
}
