// JSON with a fixed order of keys and one spelling: equal records print equal bytes.

/// A JSON value. Objects keep the order of their members; numbers are integers.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A key with its value.
    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONValue
        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    public static func optional(_ number: Int64?) -> JSONValue {
        number.map { .integer($0) } ?? .null
    }
    public static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// The value of a member of an object, the first of that key.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    public var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
}

extension JSONValue {
    /// Reads one JSON text strictly: a key that stands twice, a lone surrogate and invalid UTF-8
    /// are refused.
    /// - Throws: ``DeskError`` `bad_file`, with the line.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws { self = try JSONParser.value(bytes) }

    public var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    /// An object whose keys are printed in the order in which they stand here.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int64) { self = .integer(number) }
    public init(booleanLiteral flag: Bool) { self = .boolean(flag) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: CustomStringConvertible {
    /// One line.
    public var description: String { text(indented: false) }

    /// - Parameter indented: over several lines, two blanks a level.
    /// - Complexity: O(bytes of the result).
    public func text(indented: Bool) -> String {
        var writer = JSONWriter(isIndented: indented)
        writer.write(self, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

private struct JSONWriter {
    let isIndented: Bool
    var bytes: [UInt8] = []

    init(isIndented: Bool) { self.isIndented = isIndented }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: bytes += Array("null".utf8)
        case .boolean(let flag): bytes += Array((flag ? "true" : "false").utf8)
        case .integer(let number): bytes += Array(String(number).utf8)
        case .string(let text): write(text)
        case .array(let items):
            list(items, between: "[", "]", depth: depth) { $0.write($1, depth: depth + 1) }
        case .object(let members):
            list(members, between: "{", "}", depth: depth) { writer, member in
                writer.write(member.key)
                writer.bytes += Array((writer.isIndented ? ": " : ":").utf8)
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item], between open: String, _ close: String, depth: Int,
        _ write: (inout JSONWriter, Item) -> Void
    ) {
        bytes += Array(open.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(depth + 1)
            write(&self, item)
        }
        if !items.isEmpty { breakLine(depth) }
        bytes += Array(close.utf8)
    }

    private mutating func breakLine(_ depth: Int) {
        guard isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
    }

    /// Escapes what RFC 8259 section 7 demands, and nothing else.
    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count)).utf8)
                bytes += Array(digits.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
