// The body of a write: a JSON object whose members are known, each of its own type.

import LocalStore
import SupportDesk
import SyncEngine

/// Reads the members of a body; what is missing or of another type is an error that names it.
struct WriteBody: Sendable {
    private let members: [JSONValue.Member]

    /// - Parameter keys: those that the route knows.
    /// - Throws: ``PageError`` `bad_body` for anything else.
    init(_ value: JSONValue, keys: [String]) throws(PageError) {
        guard let members = value.members else { throw .badBody("The body is no object.") }
        for member in members where !keys.contains(member.key) {
            throw .badBody("The body has no \"\(member.key)\" here.")
        }
        self.members = members
    }

    init(_ bytes: [UInt8], keys: [String]) throws(PageError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch {
            throw .badBody("The body is no JSON. " + ((error as? DeskError)?.message ?? ""))
        }
        try self.init(value, keys: keys)
    }

    func has(_ key: String) -> Bool { value(key) != nil }

    /// `nil` where the key is not there.
    func value(_ key: String) -> JSONValue? { members.first { $0.key == key }?.value }

    func text(_ key: String) throws(PageError) -> String {
        guard let text = try optionalText(key) else { throw .badBody("\"\(key)\" is missing.") }
        return text
    }

    /// `nil` where the key is not there, or null.
    func optionalText(_ key: String) throws(PageError) -> String? {
        switch value(key) {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .badBody("\"\(key)\" is no text.")
        }
    }

    func number(_ key: String) throws(PageError) -> Int64 {
        guard case .integer(let number)? = value(key) else {
            throw .badBody("\"\(key)\" is no whole number.")
        }
        return number
    }

    func texts(_ key: String, maximum: Int) throws(PageError) -> [String] {
        guard let items = value(key)?.array else { throw .badBody("\"\(key)\" is no list.") }
        guard items.count <= maximum else {
            throw .badValue("\"\(key)\" has more than \(maximum) items.")
        }
        var texts: [String] = []
        for item in items {
            guard let text = item.string else { throw .badBody("\"\(key)\" is no list of texts.") }
            texts.append(text)
        }
        return texts
    }

    func object(_ key: String, keys: [String]) throws(PageError) -> WriteBody {
        guard let value = value(key) else { throw .badBody("\"\(key)\" is missing.") }
        return try WriteBody(value, keys: keys)
    }

    /// The token of what was on the screen.
    /// - Throws: ``PageError`` `bad_body` without one, `bad_token` where it cannot be read.
    func seen() throws(PageError) -> Rendered { try Self.rendered(try text("seen")) }

    /// The tokens of all that was on the screen.
    func allSeen() throws(PageError) -> [Rendered] {
        var all: [Rendered] = []
        for text in try texts("seen", maximum: DeskPageLimits.selectedTickets) {
            all.append(try Self.rendered(text))
        }
        guard !all.isEmpty else { throw .badBody("\"seen\" is missing.") }
        return all
    }

    private static func rendered(_ text: String) throws(PageError) -> Rendered {
        guard let rendered = Rendered(token: text) else {
            throw PageError(
                "bad_token", "What was seen cannot be read.", hint: "Load the ticket again.",
                status: 400)
        }
        return rendered
    }

    func day(_ key: String) throws(PageError) -> CalendarDay {
        let text = try text(key)
        guard let day = CalendarDay(text) else {
            throw .badValue("\"\(text)\" is no day.", hint: "It is written as 2026-11-20.")
        }
        return day
    }

    func dots(_ key: String) throws(PageError) -> [Dot] {
        let texts = try texts(key, maximum: DeskPageLimits.windowRows)
        guard !texts.isEmpty else { throw .badValue("\"\(key)\" names no change.") }
        var dots: [Dot] = []
        for text in texts { dots.append(try Dot(named: text)) }
        return dots
    }
}

extension Dot {
    /// - Throws: ``PageError`` `bad_value`.
    init(named text: String) throws(PageError) {
        guard let dot = Dot(text) else {
            throw .badValue("\"\(text)\" names no write.", hint: "It is written as 5.31.")
        }
        self = dot
    }
}
