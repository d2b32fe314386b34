// A path with names in it, `/api/tickets/{id}`, and what stands in their place.

/// The path of a route.
struct RoutePattern: Hashable, Sendable {
    /// As the specification spells it.
    let text: String
    private let parts: [Part]

    private enum Part: Hashable, Sendable {
        case literal(Substring)
        case name(String)
    }

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") ? .name(String(part.dropFirst().dropLast())) : .literal(part)
        }
    }

    /// The names in braces.
    var names: [String] {
        parts.compactMap { if case .name(let name) = $0 { name } else { nil } }
    }

    /// What stands in place of the names; `nil` for another path.
    func values(in path: Substring) -> [String: String]? {
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        guard given.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, text) in zip(parts, given) {
            switch part {
            case .literal(let literal):
                guard literal.utf8.elementsEqual(text.utf8) else { return nil }
            case .name(let name):
                guard let decoded = PercentEncoding.decoded(text), !decoded.isEmpty else {
                    return nil
                }
                values[name] = decoded
            }
        }
        return values
    }
}

/// `%41` and its like. Source: RFC 3986, section 2.1.
enum PercentEncoding {
    /// - Returns: `nil` for half an escape, or bytes that are no UTF-8.
    static func decoded(_ text: Substring, plusIsBlank: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+"), plusIsBlank {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
