// Swift source with comments and literals blanked out: what is left can be searched and counted.

/// Reads Swift closely enough to know where comments and literals begin and end.
///
/// It is not a parser. What it cannot tell apart without one, a regex literal between bare slashes
/// from a division, it decides by the character before.
struct SwiftCode {
    private let source: [UInt8]
    private var code: [UInt8]
    private var at = 0

    /// `text` with every byte of a comment, string, regex or backticked name replaced by a
    /// blank; line breaks stay, so that offsets and line numbers are those of `text`.
    ///
    /// - Complexity: O(bytes of `text`).
    static func blanked(_ text: String) -> String {
        var scan = SwiftCode(source: Array(text.utf8))
        while scan.at < scan.source.count { scan.step() }
        return String(decoding: scan.code, as: UTF8.self)
    }

    private init(source: [UInt8]) {
        self.source = source
        self.code = source
    }

    private mutating func step() {
        switch byte(at) {
        case UInt8(ascii: "/"): slash()
        case UInt8(ascii: "#"): hashes()
        case UInt8(ascii: "\""): string(hashes: 0)
        case UInt8(ascii: "`"): blank(through: next("`", from: at + 1))
        default: at += 1
        }
    }

    // MARK: Comments and regexes

    private mutating func slash() {
        switch byte(at + 1) {
        case UInt8(ascii: "/"): blank(through: next("\n", from: at))
        case UInt8(ascii: "*"): blockComment()
        default:
            if let end = bareRegexEnd() { blank(through: end) } else { at += 1 }
        }
    }

    private mutating func blockComment() {
        var depth = 0
        var end = at
        repeat {
            if follows("/*", at: end) {
                depth += 1
                end += 2
            } else if follows("*/", at: end) {
                depth -= 1
                end += 2
            } else {
                end += 1
            }
        } while depth > 0 && end < source.count
        blank(through: end - 1)
    }

    /// The closing slash, if the one at `at` opens a regex: an operand cannot stand before it,
    /// no blank follows it, and another slash closes it on the same line.
    private func bareRegexEnd() -> Int? {
        var before = at - 1
        while before >= 0, source[before] == UInt8(ascii: " ") { before -= 1 }
        let opensOperand = before < 0 || Array("(=,:[{!&|?;\n".utf8).contains(source[before])
        guard opensOperand, byte(at + 1) != UInt8(ascii: " ") else { return nil }
        var end = at + 1
        while end < source.count, source[end] != UInt8(ascii: "\n") {
            if source[end] == UInt8(ascii: "/") { return end }
            end += source[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    // MARK: Strings

    private mutating func hashes() {
        var end = at
        while byte(end) == UInt8(ascii: "#") { end += 1 }
        let count = end - at
        if byte(end) == UInt8(ascii: "\"") {
            at = end
            string(hashes: count)
        } else if byte(end) == UInt8(ascii: "/"), byte(end + 1) != UInt8(ascii: "/") {
            let close = "/" + String(repeating: "#", count: count)
            while end + 1 < source.count, !follows(close, at: end + 1) { end += 1 }
            blank(through: end + count + 1)
        } else {
            at = end
        }
    }

    /// Blanks the string whose opening quote is at `at`, interpolations included.
    private mutating func string(hashes: Int) {
        let start = at
        let hash = String(repeating: "#", count: hashes)
        let quotes = follows("\"\"\"", at: at) ? "\"\"\"" : "\""
        at += quotes.utf8.count
        while at < source.count, !follows(quotes + hash, at: at) {
            if quotes.utf8.count == 1, source[at] == UInt8(ascii: "\n") { break }
            if follows("\\" + hash, at: at) {
                at += 1 + hashes
                if byte(at) == UInt8(ascii: "(") { interpolation() } else { at += 1 }
            } else {
                at += 1
            }
        }
        let end = at + quotes.utf8.count + hashes - 1
        at = start
        blank(through: end)
    }

    /// Moves past the closing parenthesis of the interpolation that opens at `at`.
    private mutating func interpolation() {
        var depth = 0
        repeat {
            if byte(at) == UInt8(ascii: "(") { depth += 1 }
            if byte(at) == UInt8(ascii: ")") { depth -= 1 }
            step()
        } while depth > 0 && at < source.count
    }

    // MARK: Bytes

    private func byte(_ index: Int) -> UInt8 { index < source.count ? source[index] : 0 }

    private func follows(_ text: String, at start: Int) -> Bool {
        start + text.utf8.count <= source.count
            && zip(source[start...], text.utf8).allSatisfy { $0 == $1 }
    }

    /// The next place of `character`, or the end of the source.
    private func next(_ character: Unicode.Scalar, from start: Int) -> Int {
        let wanted = UInt8(ascii: character)
        return source[min(start, source.count)...].firstIndex(of: wanted) ?? source.count
    }

    /// Blanks from `at` to `end` and goes on behind it.
    private mutating func blank(through end: Int) {
        let stop = min(end + 1, source.count)
        for index in at..<max(at, stop) where code[index] != UInt8(ascii: "\n") {
            code[index] = UInt8(ascii: " ")
        }
        at = max(at + 1, stop)
    }
}
