// Writes JSON in one spelling: keys in the order given, no spaces, the fewest escapes (RFC 8785,
// section 3.2.2.2).

import SyncEngine

/// A JSON text under construction; callers give keys in ascending order.
struct CanonicalJSON {
    private(set) var text = ""
    private var needsComma = false
    /// Beyond this a reader with floating-point numbers would see another one.
    private static let largestSafeInteger: Int64 = 9_007_199_254_740_991

    mutating func object(_ body: (inout CanonicalJSON) -> Void) { group("{", "}", body) }
    mutating func array(_ body: (inout CanonicalJSON) -> Void) { group("[", "]", body) }

    private mutating func group(
        _ open: String, _ close: String, _ body: (inout CanonicalJSON) -> Void
    ) {
        separate()
        text += open
        needsComma = false
        body(&self)
        text += close
        needsComma = true
    }

    mutating func key(_ name: String) {
        string(name)
        text += ":"
        needsComma = false
    }

    mutating func string(_ value: String) {
        separate()
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\u{C}": text += "\\f"
            case "\r": text += "\\r"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
        needsComma = true
    }

    mutating func number(_ value: Int64) {
        separate()
        text += String(value)
        needsComma = true
    }

    mutating func boolean(_ value: Bool) {
        separate()
        text += value ? "true" : "false"
        needsComma = true
    }

    mutating func null() {
        separate()
        text += "null"
        needsComma = true
    }

    /// Integers that JSON readers could round stand as `{"integer":"..."}`.
    mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .integer(let number) where number.magnitude <= Self.largestSafeInteger.magnitude:
            self.number(number)
        case .integer(let number):
            object {
                $0.key("integer")
                $0.string(String(number))
            }
        case .text(let text): string(text)
        case .tuple(let parts): array { array in parts.forEach { array.value($0) } }
        }
    }

    private mutating func separate() {
        if needsComma { text += "," }
    }
}
