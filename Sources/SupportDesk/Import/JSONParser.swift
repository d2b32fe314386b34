// JSON read strictly: what two readers could take differently is an error, with its line.

extension JSONValue {
    /// The value of one JSON text, read as strictly as an import is.
    package init(parsing text: String) throws { self = try JSONParser.value(text) }
}

/// Reads one JSON text. Numbers must be integers of 64 bits, or are kept as the text they are;
/// a key that stands twice, a lone surrogate and invalid UTF-8 are refused.
/// Source: RFC 8259.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The whole text as one value.
    static func value(_ text: String) throws -> JSONValue { try value(Array(text.utf8)) }

    /// The whole text as one value.
    static func value(_ bytes: [UInt8]) throws -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        try parser.end()
        return value
    }

    /// Hands over the elements of an array one by one, each with the line on which it begins.
    static func elements(
        _ bytes: [UInt8], _ body: (_ line: Int, JSONValue) throws -> Void
    ) throws {
        var parser = JSONParser(bytes)
        parser.skipBlanks()
        try parser.expect("[")
        parser.skipBlanks()
        if !parser.take("]") {
            repeat {
                parser.skipBlanks()
                let line = parser.line
                try body(line, try parser.value(depth: 1))
                parser.skipBlanks()
            } while parser.take(",")
            try parser.expect("]")
        }
        try parser.end()
    }

    private mutating func end() throws {
        skipBlanks()
        guard position == bytes.count else { throw error("Something follows the end.") }
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < ImportLimits.maximumJSONDepth else { throw error("Too deeply nested.") }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        var keys: Set<[UInt8]> = []
        skipBlanks()
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw error("A key is missing.") }
            let key = try string()
            guard keys.insert(Array(key.utf8)).inserted else {
                throw error("The key \"\(key)\" stands twice.")
            }
            skipBlanks()
            try expect(":")
            members.append(JSONValue.Member(key, try value(depth: depth + 1)))
            skipBlanks()
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while take(",")
        try expect("]")
        return .array(items)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw error("Not JSON.") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        while let byte = peek, (48...57).contains(byte) || "+-.eE".utf8.contains(byte) {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard text.wholeMatch(of: /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/) != nil else {
            throw error("Not JSON.")
        }
        return Int64(text).map { .integer($0) } ?? .string(text)
    }

    private mutating func string() throws -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw error("A text is not closed on its line.") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        guard take("\"") else { throw error("A text is not closed.") }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw error("The text is not UTF-8.")
        }
        return string
    }

    private static let plainEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    private mutating func escape(into text: inout [UInt8]) throws {
        guard let kind = peek else { throw error("A text is not closed.") }
        position += 1
        if let plain = Self.plainEscapes[kind] {
            text.append(plain)
            return
        }
        guard kind == UInt8(ascii: "u") else { throw error("An unknown escape.") }
        var units = [try codeUnit()]
        if units[0] & 0xFC00 == 0xD800, take("\\") {
            try expect("u")
            units.append(try codeUnit())
        }
        guard let decoded = String(validating: units, as: UTF16.self) else {
            throw error("Half of a pair of surrogates.")
        }
        text += Array(decoded.utf8)
    }

    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[position...].prefix(4)
        let isHex = digits.allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
        }
        guard digits.count == 4, isHex,
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("An escape without its four digits.") }
        position += 4
        return unit
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        guard take(character) else { throw error("Expected \"\(character)\".") }
    }

    private var line: Int { 1 + bytes[..<position].count { $0 == 0x0A } }

    private func error(_ message: String) -> DeskError {
        DeskError(
            .badFile, "Line \(line): \(message)",
            hint: "The file must be JSON as RFC 8259 has it; mend it and import it again.")
    }
}
