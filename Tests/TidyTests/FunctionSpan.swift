// Where each function of a Swift file begins and ends, so that its length can be judged.

/// A function, initializer, subscript or computed property with its body.
struct FunctionSpan: Equatable {
    let name: String
    /// The line of its keyword, counted from 1.
    let line: Int
    /// Lines from the keyword to the closing brace, both counted.
    let length: Int
}

extension FunctionSpan {
    /// Every function of `file` that has a body, in order; a nested one also on its own.
    ///
    /// - Complexity: O(bytes of the file), and again the bytes of each function.
    static func all(in file: SourceFile) -> [FunctionSpan] {
        let reader = FunctionReader(file)
        return reader.words.compactMap { reader.function(at: $0) }
    }
}

private struct FunctionReader {
    private static let alwaysFunction: Set = ["func", "deinit", "subscript", "init", "var"]
    /// At the same depth, these begin something else: what came before had no body.
    private static let begins: Set = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "class", "enum",
        "extension", "protocol", "actor", "typealias", "associatedtype", "import", "static",
        "public", "package", "private", "fileprivate", "internal", "mutating", "return", "if",
        "for", "while", "guard", "switch", "do", "defer", "repeat",
    ]

    let code: [UInt8]
    let text: [UInt8]
    let words: [Range<Int>]
    private let lineByOffset: [Int]

    init(_ file: SourceFile) {
        code = Array(file.code.utf8)
        text = Array(file.text.utf8)
        var line = 1
        lineByOffset = code.map { byte in
            defer { if byte == UInt8(ascii: "\n") { line += 1 } }
            return line
        }
        words = FunctionReader.words(in: code)
    }

    func function(at keyword: Range<Int>) -> FunctionSpan? {
        let kind = word(keyword)
        guard Self.alwaysFunction.contains(kind), !isMember(keyword) else { return nil }
        if kind == "init", !Array("(<?!".utf8).contains(byte(keyword.upperBound)) { return nil }
        guard let open = bodyStart(after: keyword, onOneLine: kind == "var"),
            let close = closingBrace(of: open)
        else { return nil }
        let line = lineByOffset[keyword.lowerBound]
        return FunctionSpan(
            name: name(at: keyword), line: line, length: lineByOffset[close] - line + 1)
    }

    private func byte(_ index: Int) -> UInt8 { index < code.count ? code[index] : 0 }

    private func word(_ range: Range<Int>) -> String {
        String(decoding: code[range], as: UTF8.self)
    }

    private func isMember(_ keyword: Range<Int>) -> Bool {
        keyword.lowerBound > 0 && code[keyword.lowerBound - 1] == UInt8(ascii: ".")
    }

    /// The offset of the brace that opens the body, or nil where a declaration has none.
    private func bodyStart(after keyword: Range<Int>, onOneLine: Bool) -> Int? {
        var depth = 0
        var index = keyword.upperBound
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return index
            case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ";") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && onOneLine: return nil
            default: if depth == 0, beginsAnother(at: index) { return nil }
            }
            guard depth >= 0 else { return nil }
            index += 1
        }
        return nil
    }

    private func beginsAnother(at index: Int) -> Bool {
        guard isWordByte(code[index]), !isWordByte(code[index - 1]) else { return false }
        var end = index
        while end < code.count, isWordByte(code[end]) { end += 1 }
        return code[index - 1] != UInt8(ascii: ".") && Self.begins.contains(word(index..<end))
    }

    private func closingBrace(of open: Int) -> Int? {
        var depth = 0
        for index in open..<code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// What stands between the keyword and its parameters or type, backticks taken off.
    private func name(at keyword: Range<Int>) -> String {
        guard ["func", "var"].contains(word(keyword)) else { return word(keyword) }
        var start = keyword.upperBound
        while start < text.count, text[start] == UInt8(ascii: " ") { start += 1 }
        let quoted = start < text.count && text[start] == UInt8(ascii: "`")
        let stops = Array((quoted ? "`" : "(<:={ \n").utf8)
        if quoted { start += 1 }
        let end = text[start...].firstIndex { stops.contains($0) } ?? text.count
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    private static func words(in code: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < code.count {
            let start = index
            while index < code.count, isWordByte(code[index]) { index += 1 }
            if index > start { found.append(start..<index) } else { index += 1 }
        }
        return found
    }
}

private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...255:
        true
    default: false
    }
}
